import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { isBlack } from '../raster.ts';
import type { Raster } from '../raster.ts';
import type { Symbology } from './symbols.ts';

let ready: Promise<void> | undefined;

/** Loads the decoder from our own packages once; it would fetch it from the internet otherwise. */
const load = async (): Promise<void> => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = await readFile(file);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
};

/** Every symbol of these kinds in the raster: zxing-cpp, slower and stronger than zxing-js. */
export const readWithZxingWasm = async (
  raster: Raster,
  symbologies: readonly Symbology[],
): Promise<{ readonly symbology: string; readonly text: string }[]> => {
  ready ??= load();
  await ready;
  const found = await readBarcodes(toImage(raster), {
    formats: [...symbologies],
    tryInvert: false,
    tryDownscale: false,
    maxNumberOfSymbols: 16,
  });
  return found.filter((one) => one.isValid).map((one) => ({ symbology: one.format, text: one.text }));
};

/** Image as canvases hand it out; their type is not known outside a browser. */
type Image = Extract<Parameters<typeof readBarcodes>[0], { readonly width: number }>;

const toImage = (raster: Raster): Image => {
  const { widthDots: width, heightDots: height } = raster;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (isBlack(raster, x, y)) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  return { data, width, height, colorSpace: 'srgb', pixelFormat: 'rgba-unorm8' } as Image;
};
