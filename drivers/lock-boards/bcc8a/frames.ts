import { dissector, type Dissector, type Frame } from '../../bus-boards/piece.ts';
import * as messages from './messages.ts';

/** What a five-byte message is to us, by its first byte. */
const kindOf = (head: number | undefined): 'open-reply' | 'push' | 'other' | null => {
  switch (head) {
    case 0x8a:
      return 'open-reply';
    case 0x80:
      return 'other';
    case 0x81:
    case 0x82:
      return 'push';
    default:
      return null;
  }
};
const shortAt = (bytes: Uint8Array, at: number): Frame | null => {
  // The cheapest look first: most places of a noisy line end here.
  const input = messages.inputOf(bytes[at + 3] ?? -1);
  const kind = input === null ? null : kindOf(bytes[at]);
  const found = kind && messages.short.decodeAt(bytes, at);
  if (!found || input === null) return null;
  const frame = bytes.subarray(at, at + messages.short.length);
  return { kind, board: found.board, channel: found.channel, input, bytes: frame };
};

/** Whether the check comes out right before the end already: it may be two frames, one behind the other. */
const isTwoFrames = (frame: Uint8Array): boolean => {
  let check = 0;
  return frame.subarray(0, -messages.short.length).some((byte, at) => {
    check ^= byte;
    return check === 0 && at + 1 >= messages.short.length;
  });
};

/**
 * A read-all reply has no length: where more than one length fits, the one this board is known to use is taken
 * unless a longer one fits as well; what stays ambiguous, or could be two shorter frames, is no reply.
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
  if (!longest || longest.bytes.length === expected) return longest;
  return fitting === 1 && !isTwoFrames(longest.bytes) ? longest : null;
};

/**
 * How a stream of such a board is read. `expected` is the length of its read-all reply, bytes; such replies are told
 * only when the line is silent (`over`), because a prefix of one can pass the check.
 */
export const dissectorFor = (
  expected: number,
): { readonly over: Dissector; readonly underWay: Dissector } => {
  const marks = new Set([0x80, 0x81, 0x82, 0x8a]);
  return {
    over: dissector({
      ...{ markAt: 0, marks },
      frameAt: (bytes, at) => inputsAt(bytes, at, expected) ?? shortAt(bytes, at),
    }),
    underWay: dissector({ markAt: 0, marks, frameAt: shortAt }),
  };
};
