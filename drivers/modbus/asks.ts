import { without, type Dissector } from '../bus-boards/piece.ts';
import type { Ask } from '../exchange-machine.ts';
import { hexOf } from '../framing/bytes.ts';
import { answerMs } from './frames.ts';
import { refusal } from './messages.ts';

export interface WriteFound {
  /** The board took it, or said why not. Taken is the request again, which an echo looks like. */
  readonly kind: 'taken' | 'refused';
  readonly raw: string;
}

/** Writes one output. A refusal of another function, or of another unit, is no answer to it. */
export const writeAsk = (bytes: Uint8Array, dissect: Dissector, urgent: boolean): Ask<WriteFound> => ({
  ...{ bytes, urgent, timeoutMs: answerMs },
  read(received, moment) {
    const pieces = dissect(received);
    if (moment === 'bytes' && pieces.some((piece) => piece.kind === 'noise')) return null;
    const request = hexOf(bytes);
    for (const piece of pieces) {
      if (piece.kind !== 'other' || piece.board !== bytes[0]) continue;
      const raw = hexOf(piece.bytes);
      const rest = without(pieces, piece);
      if (raw === request) return { reply: { kind: 'taken', raw }, rest };
      if (refusal.decode(piece.bytes)?.function === 0x85) return { reply: { kind: 'refused', raw }, rest };
    }
    return null;
  },
});
