import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type * as Zxing from 'zxing-wasm/reader';
import { isBlack, type Raster } from './raster.ts';

export interface FoundCode {
  /** Name as the reader gives it: `QRCode`, `Code128`, … */
  readonly symbology: string;
  readonly text: string;
}

const QUIET_DOTS = 24;
const BLACK = [0, 0, 0, 255];
let reader: Promise<typeof Zxing> | null = null;

const load = async (): Promise<typeof Zxing> => {
  const zxing = await import('zxing-wasm/reader');
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await zxing.prepareZXingModule({
    overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) },
    fireImmediately: true,
  });
  return zxing;
};

/** The codes on a printed label, read from its dots as a scanner would see them. */
export const readCodes = async (raster: Raster): Promise<readonly FoundCode[]> => {
  reader ??= load();
  const { readBarcodes } = await reader;
  const width = raster.width + 2 * QUIET_DOTS;
  const height = raster.height + 2 * QUIET_DOTS;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < raster.height; y++)
    for (let x = 0; x < raster.width; x++)
      if (isBlack(raster, x, y)) data.set(BLACK, 4 * ((y + QUIET_DOTS) * width + x + QUIET_DOTS));
  const image = { data, width, height, colorSpace: 'srgb' as const };
  const found = await readBarcodes(image as Parameters<typeof readBarcodes>[0], {
    formats: ['QRCode', 'Code128', 'DataMatrix', 'PDF417'],
    tryHarder: true,
    tryInvert: false,
    tryDownscale: false,
    maxNumberOfSymbols: 8,
  });
  return found.filter((code) => code.isValid).map((code) => ({ symbology: code.format, text: code.text }));
};
