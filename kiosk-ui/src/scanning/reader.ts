import BarcodeFormat from '@zxing/library/esm/core/BarcodeFormat';
import BinaryBitmap from '@zxing/library/esm/core/BinaryBitmap';
import DecodeHintType from '@zxing/library/esm/core/DecodeHintType';
import type Reader from '@zxing/library/esm/core/Reader';
import RGBLuminanceSource from '@zxing/library/esm/core/RGBLuminanceSource';
import HybridBinarizer from '@zxing/library/esm/core/common/HybridBinarizer';
import DataMatrixReader from '@zxing/library/esm/core/datamatrix/DataMatrixReader';
import Code128Reader from '@zxing/library/esm/core/oned/Code128Reader';
import PDF417Reader from '@zxing/library/esm/core/pdf417/PDF417Reader';
import QRCodeReader from '@zxing/library/esm/core/qrcode/QRCodeReader';
import { textOf } from './text-of.ts';

export interface Code {
  readonly symbology: 'QRCode' | 'Code128' | 'DataMatrix' | 'PDF417';
  readonly text: string;
}
/** Brightness of a picture, a byte a pixel, row by row. */
export interface Grey {
  readonly pixels: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

// The readers themselves, asked one by one: the library's dispatcher prints a stack trace for every empty picture.
const readers: readonly (readonly [Code['symbology'], BarcodeFormat, () => Reader])[] = [
  ['QRCode', BarcodeFormat.QR_CODE, () => new QRCodeReader()],
  ['Code128', BarcodeFormat.CODE_128, () => new Code128Reader()],
  ['PDF417', BarcodeFormat.PDF_417, () => new PDF417Reader()],
  ['DataMatrix', BarcodeFormat.DATA_MATRIX, () => new DataMatrixReader()],
];

/** At most one symbol of each kind in the picture as it lies. */
export function codesIn({ pixels, width, height }: Grey): Code[] {
  const source = new RGBLuminanceSource(pixels, width, height);
  return readers.flatMap(([symbology, format, make]) => {
    const hints = new Map<DecodeHintType, unknown>([
      [DecodeHintType.POSSIBLE_FORMATS, [format]],
      [DecodeHintType.TRY_HARDER, true],
    ]);
    try {
      const read = make()
        .decode(new BinaryBitmap(new HybridBinarizer(source)), hints)
        .getText();
      return read === '' ? [] : [{ symbology, text: textOf(read) }];
    } catch {
      // Its way of saying that nothing was found.
      return [];
    }
  });
}

/** The picture turned by a quarter: linear and stacked symbols are found only as they lie. */
export function turned({ pixels, width, height }: Grey): Grey {
  const out = new Uint8ClampedArray(pixels.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) out[x * height + (height - 1 - y)] = pixels[y * width + x] ?? 0;
  return { pixels: out, width: height, height: width };
}

/** Brightness of RGBA pixels, weights of ITU-R BT.601. */
export function greyOf(rgba: Uint8ClampedArray, width: number, height: number): Grey {
  const pixels = new Uint8ClampedArray(width * height);
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = ((rgba[i * 4] ?? 0) * 77 + (rgba[i * 4 + 1] ?? 0) * 150 + (rgba[i * 4 + 2] ?? 0) * 29) >> 8;
  return { pixels, width, height };
}
