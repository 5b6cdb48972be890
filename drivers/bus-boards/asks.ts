import type { Ask, Found } from '../exchange-machine.ts';
import { hexOf } from '../framing/bytes.ts';
import type { Dialect, OpenDialect } from './dialect.ts';
import { without, type Frame } from './piece.ts';

/** How long writing an open may take where no answer is waited for, ms. */
const writeMs = 300;

export type OpenFound =
  /** The board's own answer; `input` is null when it does not say where the door is. */
  | { readonly kind: 'input'; readonly input: boolean | null; readonly raw: string }
  /** Equal to the request: the line's echo says the same. */
  | { readonly kind: 'proves-nothing'; readonly raw: string };

/**
 * Opens one channel. `echoRemoved`: the line is known to echo and the echo is taken out before, so that a frame
 * equal to the request is the board's own.
 */
export const openAsk = (to: OpenDialect, channel: number, echoRemoved: boolean): Ask<OpenFound> => {
  const bytes = to.openRequest(channel);
  if (to.openMs === null)
    return { bytes, urgent: true, timeoutMs: writeMs, unanswered: true, restMs: to.restMs, read: () => null };
  const request = hexOf(bytes);
  const read: Ask<OpenFound>['read'] = (received, moment) => {
    const pieces = to.dissect(received, moment !== 'bytes');
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
  return { bytes, urgent: true, timeoutMs: to.openMs, read };
};

export type Inputs = Extract<Frame, { kind: 'inputs' }>;

/** Reads every input. What could still be the beginning of something longer waits until the line is silent. */
export const readAsk = (to: Dialect): Ask<Inputs> => ({
  bytes: to.readAll,
  urgent: false,
  timeoutMs: to.readMs,
  read(received, moment) {
    const pieces = to.dissect(received, moment !== 'bytes');
    if (moment === 'bytes' && pieces.some((piece) => piece.kind === 'noise')) return null;
    const mine = pieces.filter((piece) => piece.kind === 'inputs' && piece.board === to.board);
    const [first] = mine;
    if (first?.kind !== 'inputs') return null;
    // Two answers that differ: an old one came late, and nothing tells which.
    if (mine.some((piece) => hexOf(piece.bytes) !== hexOf(first.bytes))) return null;
    return { reply: first, rest: without(pieces, first) };
  },
});
