import { dotsPerMm } from '../artwork/stock.ts';
import { ArtworkError } from '../problem.ts';
import { columnsOf, whiteColumns } from '../raster.ts';
import type { Raster } from '../raster.ts';
import type { VerifiedRaster } from '../verified.ts';
import { blocksOf, inert, MOST_BLOCK } from './inert.ts';

export interface EscPosOptions {
  /** Cut the paper behind each piece; without it the paper is only fed past the tear bar. */
  readonly cut: boolean;
  /** Width of the head, mm: 72 on an 80 mm roll, 48 (384 dots at 203 dpi) on one of 58 mm. */
  readonly headMm: 72 | 48;
}

/**
 * Real-time commands some firmwares obey in the middle of a picture: `DLE EOT` 1–8 (an answer nobody asked for), `DLE
 * ENQ` 0–2 (recover, clear), `DLE DC4` 1–8 (drawer, power off, clear).
 */
const OBEYED = [0x04, 0x05, 0x14].flatMap((second) =>
  Array.from({ length: 9 }, (_, n) => Uint8Array.of(0x10, second, n)),
);

/** Ends a picture that an earlier job left half sent; between commands NULs do nothing. */
export const ESCPOS_FLUSH: Uint8Array<ArrayBuffer> = new Uint8Array(MOST_BLOCK + 16);

/**
 * One piece as ESC/POS: flush, `ESC @`, the dots in blocks of `GS v 0` (1 is black), then feed and cut, or only feed.
 * Dots and numbers only: no text from outside is in it.
 *
 * White edges of artwork wider than the head are left off. Throws ArtworkError `too-wide` when they are not
 * white, `dots-command` (see inert.ts).
 */
export const toEscPos = (
  raster: VerifiedRaster,
  dpi: number,
  options: EscPosOptions,
): Uint8Array<ArrayBuffer> => {
  const laid = inert(placed(raster, options.headMm, dpi), OBEYED);
  const parts: Uint8Array[] = [ESCPOS_FLUSH, Uint8Array.of(0x1b, 0x40)];
  for (const { rows, bits } of blocksOf(laid.raster))
    parts.push(Uint8Array.of(0x1d, 0x76, 0x30, 0, ...little(laid.raster.bytesPerRow), ...little(rows)), bits);
  return new Uint8Array(Buffer.concat([...parts, endOfPiece(options)]));
};

/** `GS V 66 0` feeds to the cutter by itself; without a cutter, four lines bring the paper past the tear bar. */
export const endOfPiece = ({ cut }: Pick<EscPosOptions, 'cut'>): Uint8Array =>
  cut ? Uint8Array.of(0x1d, 0x56, 0x42, 0) : Uint8Array.of(0x1b, 0x64, 4);

const little = (value: number): [number, number] => [value & 0xff, value >> 8];

/** The dots where they are, or a little to either side: as far as only white columns fall off the head. */
function* placed(raster: Raster, headMm: number, dpi: number): Generator<{ readonly raster: Raster }> {
  const head = Math.round(headMm * dotsPerMm(dpi));
  const over = Math.max(0, raster.widthDots - head);
  const left = whiteColumns(raster, over + 8);
  const right = whiteColumns(raster, over + 8, 'right');
  let fits = false;
  for (const aside of [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7]) {
    const from = Math.ceil(over / 2) + aside;
    const width = Math.min(head, raster.widthDots - from);
    if (from > left || raster.widthDots - from - width > right) continue;
    fits = true;
    yield { raster: columnsOf(raster, from, width) };
  }
  if (!fits)
    throw new ArtworkError('too-wide', {
      ...{ mm: Math.round(raster.widthDots / dotsPerMm(dpi)), mostMm: headMm },
    });
}
