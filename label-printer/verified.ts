import type { Artwork } from './artwork/placed.ts';
import { checkGrid, outerRect } from './barcodes/draw.ts';
import type { PlacedSymbol } from './barcodes/draw.ts';
import { readBack } from './barcodes/read-back.ts';
import type { ExpectedSymbol, Place } from './barcodes/read-back.ts';
import { ArtworkError } from './problem.ts';
import type { Raster } from './raster.ts';

declare const proof: unique symbol;
/** Dots whose symbols were read back from these very dots. Only `verify` makes one; printer languages take no other. */
export type VerifiedRaster = Raster & { readonly [proof]: true };

/**
 * Reads every symbol back from the final dots before anything is sent. `expected` comes from the data, not from the
 * drawing, so that a wrong code is found as well as a damaged one. Rejects with an ArtworkError.
 */
export const verify = async (
  artwork: Artwork,
  expected: readonly ExpectedSymbol[],
): Promise<VerifiedRaster> => {
  if (expected.length === 0 || artwork.symbols.length !== expected.length)
    throw new ArtworkError('symbol-unreadable', { symbology: expected[0]?.symbology ?? 'none' });
  for (const placed of artwork.symbols) checkGrid(artwork, placed);
  await readBack(artwork, expected, artwork.symbols.map(placeOf));
  const { widthDots, heightDots, bytesPerRow, bits } = artwork;
  return { widthDots, heightDots, bytesPerRow, bits } as VerifiedRaster;
};

const placeOf = (placed: PlacedSymbol): Place => {
  const { y, height } = outerRect(placed);
  return { symbology: placed.symbol.symbology, top: y, rows: height };
};
