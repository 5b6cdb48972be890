import { greyOfRaster } from '../decoding/grey.ts';
import { bytesOfWindows1252, textOf } from '../decoding/text.ts';
import { textInDots } from '../decoding/zxing-js.ts';
import { readWithZxingWasm } from '../decoding/zxing-wasm.ts';
import { ArtworkError } from '../problem.ts';
import type { Raster } from '../raster.ts';
import type { Symbology } from './symbols.ts';

export interface ExpectedSymbol {
  readonly symbology: Symbology;
  readonly text: string;
}
/** Where to look first; the second pass looks everywhere. */
export interface Place {
  readonly symbology: Symbology;
  readonly top: number;
  readonly rows: number;
}

/**
 * Decodes every expected symbol (at most one of a kind) from the final dots, the way a scanner meets them: zxing-js
 * first, zxing-cpp for what it did not find. Rejects with ArtworkError `symbol-wrong` when one reads as any other
 * text, `symbol-unreadable` when neither reads it.
 */
export const readBack = async (
  raster: Raster,
  expected: readonly ExpectedSymbol[],
  places: readonly Place[] = [],
): Promise<void> => {
  const unread: ExpectedSymbol[] = [];
  for (const symbol of expected) {
    const place = places.find((one) => one.symbology === symbol.symbology);
    const text = quickly(raster, symbol.symbology, place);
    if (text === null) unread.push(symbol);
    else if (text !== symbol.text) throw new ArtworkError('symbol-wrong', { symbology: symbol.symbology });
  }
  if (unread.length === 0) return;
  const kinds = unread.map((symbol) => symbol.symbology);
  const found = await readWithZxingWasm(greyOfRaster(raster), kinds);
  for (const { symbology, text } of unread) {
    const texts = found.filter((one) => one.symbology === symbology).map((one) => textOf(one.bytes));
    if (texts.length === 0) throw new ArtworkError('symbol-unreadable', { symbology });
    if (texts.some((one) => one !== text)) throw new ArtworkError('symbol-wrong', { symbology });
  }
};

/** What zxing-js reads: of PDF417 and DataMatrix it tells bytes as letters. */
const quickly = (raster: Raster, symbology: Symbology, place?: Place): string | null => {
  const text = textInDots(raster, symbology, place);
  if (text === null || symbology === 'QRCode' || symbology === 'Code128') return text;
  const bytes = bytesOfWindows1252(text);
  return bytes === null ? null : textOf(bytes);
};
