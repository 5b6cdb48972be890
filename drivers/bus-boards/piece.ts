import { concat } from '../framing/bytes.ts';

/** What a family's frames can mean to us. `bytes` is the whole frame as received. */
export type Frame =
  /** To an open. `input`: the feedback input as sent, polarity not applied; null: it does not say. */
  | {
      readonly kind: 'open-reply';
      readonly board: number;
      readonly channel: number;
      readonly input: boolean | null;
      readonly bytes: Uint8Array;
    }
  /** To reading all. Index 0 is channel 1. `unknown`: channels the board could not read. */
  | {
      readonly kind: 'inputs';
      readonly board: number;
      readonly inputs: readonly boolean[];
      readonly items: readonly boolean[] | null;
      readonly unknown: readonly number[];
      readonly bytes: Uint8Array;
    }
  /** Unasked: something changed at a channel. */
  | {
      readonly kind: 'push';
      readonly board: number;
      readonly channel: number;
      readonly bytes: Uint8Array;
    }
  /** Well formed and of no meaning here: refusals, answers to what we do not send, acknowledgements. */
  | { readonly kind: 'other'; readonly board: number; readonly bytes: Uint8Array };

/** Everything in a stretch of received bytes, in order, nothing left out. */
export type Piece = Frame | { readonly kind: 'noise'; readonly bytes: Uint8Array };

/** How the frames of a family are found in a stream. */
export interface Grammar {
  /** Where in a frame a byte stands that tells most places apart: 0 is its first. */
  readonly markAt: number;
  /** What that byte can be. Every byte of noise is asked, so it must be cheap. */
  readonly marks: ReadonlySet<number>;
  /** The frame that begins at `at`, or null. */
  frameAt(bytes: Uint8Array, at: number): Frame | null;
}

/** Splits received bytes into frames and noise; after a byte that begins no frame it goes on one byte further. Pure. */
export type Dissector = (bytes: Uint8Array) => readonly Piece[];

export const dissector = ({ markAt, marks, frameAt }: Grammar): Dissector => {
  const marked = Uint8Array.from({ length: 256 }, (_, byte) => (marks.has(byte) ? 1 : 0));
  return (bytes) => {
    const pieces: Piece[] = [];
    let noiseFrom = 0;
    const noiseUpTo = (end: number): void => {
      if (end > noiseFrom) pieces.push({ kind: 'noise', bytes: bytes.subarray(noiseFrom, end) });
    };
    const last = bytes.length - markAt;
    for (let at = 0; at < last;) {
      if (marked[bytes[at + markAt] ?? 0] === 0) {
        at += 1;
        continue;
      }
      const frame = frameAt(bytes, at);
      if (!frame) {
        at += 1;
        continue;
      }
      noiseUpTo(at);
      pieces.push(frame);
      at += frame.bytes.length;
      noiseFrom = at;
    }
    noiseUpTo(bytes.length);
    return pieces;
  };
};

/** What is left of the pieces' bytes without one of them. */
export const without = (pieces: readonly Piece[], taken: Piece): Uint8Array =>
  concat(...pieces.filter((piece) => piece !== taken).map((piece) => piece.bytes));
