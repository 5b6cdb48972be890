import * as zxing from '@zxing/library';
import type { Raster } from '../raster.ts';
import type { Grey } from './grey.ts';
import type { Reading, Symbology } from './reading.ts';
import { bytesOfWindows1252 } from './text.ts';

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
  DataMatrix: new zxing.DataMatrixReader(),
  PDF417: new zxing.PDF417Reader(),
  Aztec: new zxing.AztecCodeReader(),
  EAN13: new zxing.EAN13Reader(),
  Code39: new zxing.Code39Reader(),
};
const HINTS = new Map<zxing.DecodeHintType, unknown>([[zxing.DecodeHintType.TRY_HARDER, true]]);

const decoded = (symbology: Symbology, bitmap: zxing.BinaryBitmap): zxing.Result | null => {
  try {
    return readers[symbology].decode(bitmap, HINTS);
  } catch {
    // Its way of saying that nothing was found.
    return null;
  } finally {
    readers[symbology].reset();
  }
};

/**
 * The text of one symbol of that kind, or null: the fast way to read a label back. It looks at the full width of the
 * rows `strip` (all rows without it): finding a linear symbol in a page of text is what takes it long.
 */
export const textInDots = (
  raster: Raster,
  symbology: Symbology,
  strip: Strip = { top: 0, rows: raster.heightDots },
): string | null => {
  const source = new zxing.RGBLuminanceSource(new Uint8ClampedArray(0), raster.widthDots, strip.rows);
  const bitmap = new zxing.BinaryBitmap(new PlainDots(source, toMatrix(raster, strip)));
  return decoded(symbology, bitmap)?.getText() ?? null;
};

/** At most one symbol of each of these kinds in the picture, by zxing-js. */
export const readWithZxingJs = (grey: Grey, symbologies: readonly Symbology[]): Reading[] => {
  const source = new zxing.RGBLuminanceSource(new Uint8ClampedArray(grey.pixels), grey.width, grey.height);
  return symbologies.flatMap((symbology) => {
    const result = decoded(symbology, new zxing.BinaryBitmap(new zxing.HybridBinarizer(source)));
    const bytes = result === null ? null : bytesOfWindows1252(result.getText());
    // Of a QR code it guesses the encoding: only plain ASCII tells its bytes.
    if (result === null || bytes === null || (symbology === 'QRCode' && bytes.some((byte) => byte > 0x7e)))
      return [];
    const corners = (result.getResultPoints() as (zxing.ResultPoint | null)[]).flatMap((point) =>
      point === null ? [] : [[point.getX(), point.getY()] as const],
    );
    return [{ symbology, bytes, corners, margin: null }];
  });
};
