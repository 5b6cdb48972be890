import { dissector, type Frame, type Grammar, type Piece } from '../../bus-boards/piece.ts';
import { bitsOf } from '../../framing/bits.ts';
import { cu16, cu16c, cu48 } from './messages.ts';

const stx = { markAt: 0, marks: new Set([0x02]) } as const;
type FrameAt = Grammar['frameAt'];
const inputs = (
  board: number,
  bytes: Uint8Array,
  locks: readonly number[],
  items: readonly number[] | null,
): Frame => ({
  ...{ kind: 'inputs', board, bytes, unknown: [] },
  inputs: bitsOf(locks),
  items: items && bitsOf(items),
});

const cu16At: FrameAt = (bytes, at) => {
  if (bytes[at + 2] !== 0x35) return null;
  const found = cu16.reply.decodeAt(bytes, at);
  // The low nibble is a lock, and a reply is about none.
  if (!found || (found.address & 0x0f) !== 0) return null;
  const frame = bytes.subarray(at, at + cu16.reply.length);
  return inputs(found.address >> 4, frame, [found.hooks1, found.hooks2], [found.items1, found.items2]);
};

const cu16cAt: FrameAt = (bytes, at) => {
  if (bytes[at + 3] !== 0x85) return null;
  const found = cu16c.reply.decodeAt(bytes, at);
  if (!found) return null;
  const frame = bytes.subarray(at, at + cu16c.reply.length);
  return inputs(found.board, frame, [found.hooks1, found.hooks2], [found.items1, found.items2]);
};

/** The layout that is decided at once. */
const cu48LongAt: FrameAt = (bytes, at) => {
  if (bytes[at + 3] !== 0x75 || !cu48.reply.decodeAt(bytes, at)) return null;
  const frame = bytes.subarray(at, at + cu48.reply.length);
  return inputs(frame[1] ?? 0, frame, [...frame.subarray(4, 10)], [...frame.subarray(10, 16)]);
};
/** What may be the beginning of the long layout until the line is silent. */
const cu48ShortAt: FrameAt = (bytes, at) => {
  if (bytes[at + 3] !== 0x75) return null;
  const board = bytes[at + 1] ?? 0;
  if (cu48.shortReply.decodeAt(bytes, at)) {
    const frame = bytes.subarray(at, at + cu48.shortReply.length);
    return inputs(board, frame, [...frame.subarray(5, 11)], null);
  }
  return cu48.openAck.decodeAt(bytes, at)
    ? { kind: 'other', board, bytes: bytes.subarray(at, at + cu48.openAck.length) }
    : null;
};

/** Split received bytes into frames and noise. Pure. */
export const dissectCu16 = dissector({ ...stx, frameAt: cu16At });
export const dissectCu16c = dissector({ ...stx, frameAt: cu16cAt });
const cu48UnderWay = dissector({ ...stx, frameAt: cu48LongAt });
const cu48Over = dissector({
  ...stx,
  frameAt: (bytes, at) => cu48LongAt(bytes, at) ?? cu48ShortAt(bytes, at),
});
/** `over`: the line is silent; until then short frames may be the beginning of a long one. */
export const dissectCu48 = (bytes: Uint8Array, over: boolean): readonly Piece[] =>
  (over ? cu48Over : cu48UnderWay)(bytes);
