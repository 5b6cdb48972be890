import { describe, expect, it } from 'vitest';
import { label } from '#label-printer/artwork/label.ts';
import type { Artwork } from '#label-printer/artwork/placed.ts';
import { outerRect } from '#label-printer/barcodes/draw.ts';
import { readBack } from '#label-printer/barcodes/read-back.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import { blankRaster, copyRaster, fillRect, isBlack } from '#label-printer/raster.ts';
import type { Raster, Rect } from '#label-printer/raster.ts';
import { verify } from '#label-printer/verified.ts';
import { docket, sampleLabel } from './samples.ts';

const expected = [
  { symbology: 'QRCode', text: docket },
  { symbology: 'Code128', text: docket },
] as const;
const artwork = label(sampleLabel, '60x40', 203);

const refusal = async (run: Promise<unknown>): Promise<string | null> => {
  try {
    await run;
    return null;
  } catch (error) {
    return error instanceof ArtworkError ? error.code : String(error);
  }
};
const withDots = (change: (raster: Raster) => void): Artwork => {
  const raster = copyRaster(artwork);
  change(raster);
  return { ...artwork, bits: raster.bits };
};
const invert = (raster: Raster, { x, y, width, height }: Rect): void => {
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++)
      fillRect(raster, { x: column, y: row, width: 1, height: 1 }, !isBlack(raster, column, row));
};
/** Squeezes columns so that a module is no longer a whole number of dots: what careless scaling does. */
const squeezed = (by: number): Artwork => {
  const raster = blankRaster(artwork.widthDots, artwork.heightDots);
  for (let y = 0; y < raster.heightDots; y++)
    for (let x = 0; x < raster.widthDots; x++)
      if (isBlack(artwork, Math.round(x * by), y)) fillRect(raster, { x, y, width: 1, height: 1 });
  return { ...artwork, bits: raster.bits };
};

describe('artwork before it becomes bytes', () => {
  it('passes when QR code and Code 128 read back as the docket code', async () => {
    expect(await refusal(verify(artwork, expected))).toBeNull();
  });

  it('is refused when the QR code is damaged, even within what its error correction repairs', async () => {
    const { x, y } = outerRect(artwork.symbols[0] ?? expect.fail());
    const slightly = withDots((raster) => invert(raster, { x: x + 70, y: y + 70, width: 10, height: 5 }));
    expect(await refusal(verify(slightly, expected))).toBe('symbol-not-clean');
    expect(await refusal(readBack(slightly, expected))).toBeNull();
    const badly = withDots((raster) => fillRect(raster, { x: x + 20, y: y + 20, width: 60, height: 60 }));
    expect(await refusal(verify(badly, expected))).toBe('symbol-not-clean');
    expect(await refusal(readBack(badly, expected))).toBe('symbol-unreadable');
  });

  it('is refused when the bars are damaged', async () => {
    const bars = artwork.symbols[1] ?? expect.fail();
    const torn = withDots((raster) =>
      fillRect(raster, { x: bars.x + 100, y: bars.y, width: 12, height: bars.rowHeight }),
    );
    expect(await refusal(verify(torn, expected))).toBe('symbol-not-clean');
    expect(await refusal(readBack(torn, expected))).toBe('symbol-unreadable');
  });

  it('is refused when it carries another code than the piece has', async () => {
    const other = label({ ...sampleLabel, docket: '7K3D0Q9MABCDEFGJ' }, '60x40', 203);
    expect(await refusal(verify(other, expected))).toBe('symbol-wrong');
  });

  it('is refused when a module is a fractional number of dots, although a reader still reads it', async () => {
    const mutant = squeezed(1.04);
    expect(await refusal(readBack(mutant, expected))).toBeNull();
    expect(await refusal(verify(mutant, expected))).toBe('symbol-not-clean');
  });

  it('is refused when a symbol is missing', async () => {
    const bare: Artwork = { ...artwork, bits: new Uint8Array(artwork.bits.length) };
    expect(await refusal(verify(bare, expected))).toBe('symbol-not-clean');
    expect(await refusal(readBack(bare, expected))).toBe('symbol-unreadable');
    expect(await refusal(verify({ ...artwork, symbols: artwork.symbols.slice(0, 1) }, expected))).toBe(
      'symbol-unreadable',
    );
  });

  it('is still read by the second decoder where the first fails', async () => {
    const tilted = withDots((raster) => {
      const bars = artwork.symbols[1] ?? expect.fail();
      // A white scratch through the middle rows, where the fast decoder looks first.
      fillRect(raster, { x: bars.x, y: bars.y + 30, width: 200, height: 10 }, false);
    });
    expect(await refusal(readBack(tilted, expected))).toBeNull();
  });
});
