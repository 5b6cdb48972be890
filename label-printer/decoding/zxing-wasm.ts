import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Grey } from './grey.ts';
import { SYMBOLOGIES, type Reading, type Symbology } from './reading.ts';

let ready: Promise<void> | undefined;

/** Loads the decoder from our own packages once; it would fetch it from the internet otherwise. */
const load = async (): Promise<void> => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = await readFile(file);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
};

/** `quick`: upright symbols, few scan lines; `upright`: every line; `full`: any quarter turn too. */
export type Effort = 'quick' | 'upright' | 'full';

/** Every symbol of these kinds in the picture, by zxing-cpp. */
export const readWithZxingWasm = async (
  grey: Grey,
  symbologies: readonly Symbology[],
  effort: Effort = 'full',
): Promise<Reading[]> => {
  ready ??= load();
  await ready;
  const found = await readBarcodes(portableGreymap(grey), {
    formats: [...symbologies],
    tryInvert: false,
    tryDownscale: false,
    tryHarder: effort !== 'quick',
    tryRotate: effort === 'full',
  });
  return found.flatMap(({ isValid, format, symbology, bytes, position, extra }) => {
    const known = SYMBOLOGIES.find((one) => one === format) ?? SYMBOLOGIES.find((one) => one === symbology);
    if (!isValid || known === undefined) return [];
    const { topLeft, topRight, bottomRight, bottomLeft } = position;
    const corners = [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => [x, y] as const);
    return [{ symbology: known, bytes, corners, margin: marginOf(extra) }];
  });
};

/** A file it takes without being told four colours a pixel. */
const portableGreymap = ({ width, height, pixels }: Grey): Uint8Array => {
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`);
  const file = new Uint8Array(head.length + pixels.length);
  file.set(head);
  file.set(pixels, head.length);
  return file;
};

/** zxing-cpp's "unused error correction". */
const marginOf = (extra: string): number | null => {
  const { UEC } = (extra === '' ? {} : JSON.parse(extra)) as { readonly UEC?: unknown };
  return UEC === undefined ? null : Number(UEC);
};
