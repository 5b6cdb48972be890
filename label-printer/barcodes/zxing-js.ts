import * as zxing from '@zxing/library';
import type { Raster } from '../raster.ts';
import type { Symbology } from './symbols.ts';

/** Hands zxing our dots as they are: there is nothing left to threshold. */
class PlainDots extends zxing.Binarizer {
  readonly #matrix: zxing.BitMatrix;

  constructor(source: zxing.LuminanceSource, matrix: zxing.BitMatrix) {
    super(source);
    this.#matrix = matrix;
  }

  override getBlackRow(y: number, row: zxing.BitArray): zxing.BitArray {
    return this.#matrix.getRow(y, row);
  }

  override getBlackMatrix(): zxing.BitMatrix {
    return this.#matrix;
  }

  override createBinarizer(source: zxing.LuminanceSource): zxing.Binarizer {
    return new PlainDots(source, this.#matrix);
  }
}

/** A byte with its bits in reverse order: zxing keeps the leftmost dot in the lowest bit. */
const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) reversed |= 0x80 >> bit;
  return reversed;
});

/** Rows of the raster from `top` on. */
interface Strip {
  readonly top: number;
  readonly rows: number;
}

const toMatrix = (raster: Raster, { top, rows }: Strip): zxing.BitMatrix => {
  const rowSize = Math.ceil(raster.widthDots / 32);
  const bytes = new Uint8Array(rowSize * 4 * rows);
  for (let y = 0; y < rows; y++)
    for (let i = 0; i < raster.bytesPerRow; i++)
      bytes[y * rowSize * 4 + i] = REVERSED[raster.bits[(y + top) * raster.bytesPerRow + i] ?? 0] ?? 0;
  return new zxing.BitMatrix(raster.widthDots, rows, rowSize, new Int32Array(bytes.buffer));
};

// The readers themselves: the library's own dispatcher prints a stack trace whenever nothing is found.
const readers: Readonly<Record<Symbology, zxing.Reader>> = {
  QRCode: new zxing.QRCodeReader(),
  Code128: new zxing.Code128Reader(),
};
const HINTS = new Map<zxing.DecodeHintType, unknown>([[zxing.DecodeHintType.TRY_HARDER, true]]);

/**
 * The text of one symbol of that kind, or null: zxing-js, the fast first pass. It looks at the full width of the rows
 * `strip` (all rows without it): finding a linear symbol in a page of text is what takes it long.
 */
export const readWithZxingJs = (
  raster: Raster,
  symbology: Symbology,
  strip: Strip = { top: 0, rows: raster.heightDots },
): string | null => {
  const source = new zxing.RGBLuminanceSource(new Uint8ClampedArray(0), raster.widthDots, strip.rows);
  const bitmap = new zxing.BinaryBitmap(new PlainDots(source, toMatrix(raster, strip)));
  try {
    return readers[symbology].decode(bitmap, HINTS).getText();
  } catch {
    // Its way of saying that nothing was found.
    return null;
  }
};
