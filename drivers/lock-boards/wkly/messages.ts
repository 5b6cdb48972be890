import { xorCheck } from '../../framing/checks.ts';
import { xorMessage, type Field, type Message } from '../../framing/message.ts';

/**
 * The messages of the "WKLY" boards (docs/protocols/wkly.md): `57 4B 4C 59 LEN board command data XOR`, LEN counting
 * the whole frame. Channels count from 1.
 */
const around = 8; // header, LEN, board, command, XOR
const request = <const F extends readonly Field[]>(command: number, ...data: F) =>
  xorMessage(0x57, 0x4b, 0x4c, 0x59, around + data.length, 'board', command, ...data);
/** Some boards begin their replies with 53: `head` is told apart where the frame is found. */
const reply = <const F extends readonly Field[]>(
  command: number,
  ...data: F
): Message<readonly ['head', 0x4b, 0x4c, 0x59, number, 'board', number, ...F]> =>
  xorMessage('head', 0x4b, 0x4c, 0x59, around + data.length, 'board', command, ...data);

export const flash = request(0x81, 'channel');
export const openOne = request(0x82, 'channel');
export const readAll = request(0x84);
/** `state` is the lock after the pulse: 00, 01, or FF where the board could not tell. */
export const openReply = reply(0x82, 'status', 'channel', 'state');
export const flashReply = reply(0x81, 'status', 'channel');
/** Unasked: a door changed. */
export const push = reply(0x85, 'channel', 'state');

export const done = 0x00;
/** A state byte: 01 true, 00 false, anything else cannot be told. */
export const stateOf = (byte: number): boolean | null => (byte === 1 ? true : byte === 0 ? false : null);

/** Most channels a board has, and the longest frame it follows that there can be, bytes. */
const mostChannels = 32;
export const longest = around + 2 + mostChannels;

/** Length of the whole frame that begins at `at`, whatever its command; 0 when none does. */
export const frameLengthAt = (bytes: Uint8Array, at: number): number => {
  const head = bytes[at];
  if (head !== 0x57 && head !== 0x53) return 0;
  if (bytes[at + 1] !== 0x4b || bytes[at + 2] !== 0x4c || bytes[at + 3] !== 0x59) return 0;
  const length = bytes[at + 4] ?? 0;
  if (length < around || length > longest || at + length > bytes.length) return 0;
  return xorCheck.fits(bytes, at, at + length - 1) ? length : 0;
};

/** State bytes of a reply to read all, a byte a channel; null when the frame is none or the board failed. */
export const statesOf = (frame: Uint8Array): Uint8Array | null => {
  const states = frame.subarray(9, -1);
  if (frame[6] !== 0x84 || frame[7] !== done || frame.length < 11) return null;
  return frame[8] === states.length ? states : null;
};
