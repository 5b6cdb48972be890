import { crc32, deflateSync } from 'node:zlib';
import type { Grey } from './decoding/grey.ts';
import type { Raster } from './raster.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

const chunk = (type: string, data: Uint8Array): Buffer => {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
};

/**
 * The raster as a 1-bit greyscale PNG (ISO/IEC 15948), black dots black. With `dpi` the file says how large it is
 * on paper (pHYs).
 */
export const toPng = (raster: Raster, dpi?: number): Uint8Array<ArrayBuffer> => {
  const rows = Buffer.alloc((raster.bytesPerRow + 1) * raster.heightDots);
  for (let y = 0; y < raster.heightDots; y++) {
    const from = y * raster.bytesPerRow;
    const to = y * (raster.bytesPerRow + 1) + 1;
    for (let i = 0; i < raster.bytesPerRow; i++) rows[to + i] = ~(raster.bits[from + i] ?? 0);
  }
  const about = dpi === undefined ? [] : [chunk('pHYs', physical(dpi))];
  return file(header(raster.widthDots, raster.heightDots, 1), about, rows);
};

/** The picture as an 8-bit greyscale PNG. */
export const greyPng = ({ width, height, pixels }: Grey): Uint8Array<ArrayBuffer> => {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return file(header(width, height, 8), [], rows);
};

/** Greyscale of so many bits a pixel. */
const header = (width: number, height: number, bits: number): Buffer => {
  const out = Buffer.alloc(13);
  out.writeUInt32BE(width, 0);
  out.writeUInt32BE(height, 4);
  out[8] = bits;
  return chunk('IHDR', out);
};

/** Each row begins with the number of its filter. */
const file = (head: Buffer, about: readonly Buffer[], rows: Buffer): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat([
      ...[SIGNATURE, head, ...about],
      ...[chunk('IDAT', deflateSync(rows)), chunk('IEND', new Uint8Array())],
    ]),
  );

const physical = (dpi: number): Buffer => {
  const out = Buffer.alloc(9);
  out.writeUInt32BE(Math.round(dpi / 0.0254), 0);
  out.writeUInt32BE(Math.round(dpi / 0.0254), 4);
  out[8] = 1;
  return out;
};
