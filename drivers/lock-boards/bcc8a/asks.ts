import type { Ask, Found } from '../../exchange-machine.ts';
import { concat, hexOf } from '../../framing/bytes.ts';
import { dissect, type Piece } from './frames.ts';
import { openOne, readAll } from './messages.ts';

/** How long a board may take to answer, ms: the open reply comes after pulse and feedback read. */
export const delays = { read: 400, open: 1500 } as const;

export interface Address {
  readonly board: number;
  /** Length of this board's read-all reply, bytes. */
  readonly expected: number;
}
export type OpenFound =
  /** The board's own answer: the feedback input after the pulse. */
  | { readonly kind: 'input'; readonly input: boolean; readonly raw: string }
  /** Equal to the request: the line's echo says the same. */
  | { readonly kind: 'proves-nothing'; readonly raw: string };

const without = (pieces: readonly Piece[], taken: Piece): Uint8Array =>
  concat(...pieces.filter((piece) => piece !== taken).map((piece) => piece.bytes));

/**
 * Opens one channel. `echoRemoved`: the line is known to echo and the echo is taken out before, so that a frame
 * equal to the request is the board's own.
 */
export const openAsk = (to: Address, channel: number, echoRemoved: boolean): Ask<OpenFound> => {
  const bytes = openOne.encode({ board: to.board, channel });
  const request = hexOf(bytes);
  const read: Ask<OpenFound>['read'] = (received, moment) => {
    const pieces = dissect(received, to.expected);
    // Noise may be the beginning of a longer frame that only looks like a reply inside: silence tells.
    if (moment === 'bytes' && pieces.some((piece) => piece.kind === 'noise')) return null;
    let equal: Found<OpenFound> | null = null;
    for (const piece of pieces) {
      if (piece.kind !== 'open-reply' || piece.board !== to.board || piece.channel !== channel) continue;
      const raw = hexOf(piece.bytes);
      const rest = without(pieces, piece);
      if (raw !== request || echoRemoved) return { reply: { kind: 'input', input: piece.input, raw }, rest };
      equal = { reply: { kind: 'proves-nothing', raw }, rest };
    }
    return moment === 'late' ? equal : null;
  };
  return { bytes, urgent: true, timeoutMs: delays.open, read };
};

/** Reads every input. Decided when the line is silent: a prefix of the reply can pass the check by itself. */
export const readAsk = (to: Address): Ask<Extract<Piece, { kind: 'inputs' }>> => ({
  bytes: readAll.encode({ board: to.board }),
  urgent: false,
  timeoutMs: delays.read,
  read(received, moment) {
    if (moment === 'bytes') return null;
    const pieces = dissect(received, to.expected);
    const mine = pieces.filter((piece) => piece.kind === 'inputs' && piece.board === to.board);
    const [first] = mine;
    if (first?.kind !== 'inputs') return null;
    // Two answers that differ: an old one came late, and nothing tells which.
    if (mine.some((piece) => hexOf(piece.bytes) !== hexOf(first.bytes))) return null;
    return { reply: first, rest: without(pieces, first) };
  },
});
