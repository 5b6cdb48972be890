import { setImmediate as breathe } from 'node:timers/promises';
import { cropped } from '../decoding/regions.ts';
import { pagesOf } from '../decoding/pages.ts';
import { textOf } from '../decoding/text.ts';
import { readWithZxingWasm } from '../decoding/zxing-wasm.ts';
import { ArtworkError } from '../problem.ts';
import type { PlacedCode } from './codes.ts';

/** Dots an inch at which pages are looked at: coarser than any printer and most scanners. */
const DPI = 200;
const DOTS_PER_MM = DPI / 25.4;

/**
 * Renders the finished file with pdfium and decodes every code where it stands. Rejects with ArtworkError
 * `symbol-unreadable` when one cannot be read there, `symbol-wrong` when something else is.
 */
export const readForms = async (file: Uint8Array, codes: readonly PlacedCode[]): Promise<void> => {
  let page = 0;
  const unread = new Set(codes);
  for await (const grey of pagesOf(file)) {
    for (const code of codes) {
      if (code.page !== page) continue;
      // Decoding holds the thread for some milliseconds; doors and scanners wait on it too.
      await breathe();
      const { symbology, text } = code.symbol;
      const readings = await readWithZxingWasm(cropped(grey, dotsOf(code)), [symbology], 'upright');
      if (readings.length === 0) throw new ArtworkError('symbol-unreadable', { symbology });
      if (readings.some(({ bytes }) => textOf(bytes) !== text))
        throw new ArtworkError('symbol-wrong', { symbology });
      unread.delete(code);
    }
    // A foreign file may have a thousand pages behind the last one with a code.
    if (unread.size === 0) return;
    page++;
  }
  for (const { symbol } of unread)
    throw new ArtworkError('symbol-unreadable', { symbology: symbol.symbology });
};

/** Its area with its quiet zone, no more: what stands there must not disturb it. */
const dotsOf = ({ area }: PlacedCode) => ({
  x: Math.round(area.x * DOTS_PER_MM),
  y: Math.round(area.y * DOTS_PER_MM),
  width: Math.round(area.width * DOTS_PER_MM),
  height: Math.round(area.height * DOTS_PER_MM),
});
