import type { Message } from '../../framing/message.ts';
import * as messages from './messages.ts';

/** Everything in a stretch of received bytes, in order, nothing left out. */
export type Piece =
  | {
      readonly kind: 'open-reply' | 'read-one-reply' | 'push';
      readonly board: number;
      readonly channel: number;
      readonly input: boolean;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'inputs';
      readonly board: number;
      readonly inputs: readonly boolean[];
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'noise'; readonly bytes: Uint8Array };

const short = [
  ['open-reply', messages.openReply],
  ['read-one-reply', messages.readOneReply],
  ['push', messages.push81],
  ['push', messages.push82],
] as const satisfies readonly (readonly [string, Message<readonly (number | string)[]>])[];

const shortAt = (bytes: Uint8Array, at: number): Piece | null => {
  for (const [kind, message] of short) {
    const frame = bytes.subarray(at, at + message.length);
    const found = message.decode(frame);
    const input = found && messages.inputOf(found.input);
    if (found && input !== null) return { kind, ...found, input, bytes: frame };
  }
  return null;
};

/**
 * A read-all reply has no length: where more than one length fits, the one this board is known to use is taken
 * unless a longer one fits as well; what stays ambiguous is no reply.
 */
const inputsAt = (bytes: Uint8Array, at: number, expected: number): Piece | null => {
  const fitting = messages.readAllLengths.flatMap((length) => {
    const frame = bytes.subarray(at, at + length);
    const found = frame.length === length ? messages.decodeReadAllReply(frame) : null;
    return found ? [{ kind: 'inputs' as const, ...found, bytes: frame }] : [];
  });
  const [longest] = fitting;
  return longest && (fitting.length === 1 || longest.bytes.length === expected) ? longest : null;
};

/**
 * Splits received bytes into frames and noise; after a byte that begins no frame it goes on one byte further.
 * `expected` is the length of this board's read-all reply, bytes. Pure.
 */
export const dissect = (bytes: Uint8Array, expected: number): readonly Piece[] => {
  const pieces: Piece[] = [];
  let noiseFrom = 0;
  const noiseUpTo = (end: number): void => {
    if (end > noiseFrom) pieces.push({ kind: 'noise', bytes: bytes.subarray(noiseFrom, end) });
  };
  for (let at = 0; at < bytes.length;) {
    const piece = inputsAt(bytes, at, expected) ?? shortAt(bytes, at);
    if (!piece) {
      at += 1;
      continue;
    }
    noiseUpTo(at);
    pieces.push(piece);
    at += piece.bytes.length;
    noiseFrom = at;
  }
  noiseUpTo(bytes.length);
  return pieces;
};
