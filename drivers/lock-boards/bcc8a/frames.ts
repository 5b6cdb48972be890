import { dissectWith, type Frame, type Piece } from '../../bus-boards/piece.ts';
import * as messages from './messages.ts';

/** What each five-byte message is to us, by its first byte. */
const shorts = {
  0x8a: { kind: 'open-reply', message: messages.openReply },
  0x80: { kind: 'other', message: messages.readOneReply },
  0x81: { kind: 'push', message: messages.push81 },
  0x82: { kind: 'push', message: messages.push82 },
} as const;

const shortAt = (bytes: Uint8Array, at: number): Frame | null => {
  const short = shorts[bytes[at] as keyof typeof shorts] as (typeof shorts)[keyof typeof shorts] | undefined;
  const found = short?.message.decodeAt(bytes, at);
  const input = found ? messages.inputOf(found.input) : null;
  if (!short || !found || input === null) return null;
  const frame = bytes.subarray(at, at + short.message.length);
  return { kind: short.kind, board: found.board, channel: found.channel, input, bytes: frame };
};

/**
 * A read-all reply has no length: where more than one length fits, the one this board is known to use is taken
 * unless a longer one fits as well; what stays ambiguous is no reply.
 */
const inputsAt = (bytes: Uint8Array, at: number, expected: number): Frame | null => {
  if (bytes[at] !== 0x80) return null;
  let longest: Frame | null = null;
  let fitting = 0;
  for (const length of messages.readAllLengths) {
    const found = messages.readAllReplyAt(bytes, at, length);
    if (!found) continue;
    fitting += 1;
    const frame = bytes.subarray(at, at + length);
    longest ??= { kind: 'inputs', ...found, items: null, unknown: [], bytes: frame };
  }
  return longest && (fitting === 1 || longest.bytes.length === expected) ? longest : null;
};

/**
 * Splits received bytes into frames and noise. `expected` is the length of this board's read-all reply, bytes;
 * such replies are told only when the line is silent (`over`), because a prefix of one can pass the check. Pure.
 */
export const dissect = (bytes: Uint8Array, expected: number, over = true): readonly Piece[] =>
  dissectWith(bytes, (all, at) => (over ? inputsAt(all, at, expected) : null) ?? shortAt(all, at));
