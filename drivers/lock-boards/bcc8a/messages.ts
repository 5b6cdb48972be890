import { bitsOf } from '../../framing/bits.ts';
import { xorCheck } from '../../framing/checks.ts';
import { xorMessage } from '../../framing/message.ts';

/**
 * The messages of the "8A/80" boards as their manual lists them (docs/protocols/bcc8a.md). Every one ends in
 * BCC, the XOR of all bytes before it. Channels count from 1; 00 stands for all of them.
 */
export const openOne = xorMessage(0x8a, 'board', 'channel', 0x11);
export const readAll = xorMessage(0x80, 'board', 0x00, 0x33);
/**
 * Every short message from a board. 8A, to an open: comes after the pulse, `input` is the feedback line then, 00 clear
 * or 11 set, and no "command ok". 80, to reading one channel. 81 and 82, unasked: firmwares disagree on what 00 and 11
 * mean in them.
 */
export const short = xorMessage('head', 'board', 'channel', 'input');

/** An input byte of a reply: 11 is set, 00 is clear, anything else is no input byte. */
export const inputOf = (byte: number): boolean | null =>
  byte === 0x11 ? true : byte === 0x00 ? false : null;

/**
 * State bytes in a read-all reply. A board with 8 channels answers with three all the same (seen on hardware);
 * the largest known board has 50 channels: seven.
 */
export const stateBytes = { least: 3, most: 7 } as const;
const around = 4; // 80, board, …, 33, BCC

export interface Inputs {
  readonly board: number;
  /** Index 0 is channel 1; true is a set bit. */
  readonly inputs: readonly boolean[];
}

/**
 * `80 AA Sk … S2 S1 33 BCC` of this length at `at`: one bit a channel, the highest group first, the lowest channel
 * in bit 0. Null when it is none.
 */
export const readAllReplyAt = (bytes: Uint8Array, at: number, length: number): Inputs | null => {
  const end = at + length;
  if (bytes[end - 2] !== 0x33 || end > bytes.length || bytes[at] !== 0x80) return null;
  if (!xorCheck.fits(bytes, at, end - 1)) return null;
  return { board: bytes[at + 1] ?? 0, inputs: bitsOf([...bytes.subarray(at + 2, end - 2)].reverse()) };
};

/** Lengths a read-all reply can have, longest first. */
export const readAllLengths: readonly number[] = Array.from(
  { length: stateBytes.most - stateBytes.least + 1 },
  (_, i) => stateBytes.most + around - i,
);
