import { crc32, deflateSync } from 'node:zlib';
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
  const header = Buffer.alloc(13);
  header.writeUInt32BE(raster.widthDots, 0);
  header.writeUInt32BE(raster.heightDots, 4);
  header[8] = 1;
  const rows = Buffer.alloc((raster.bytesPerRow + 1) * raster.heightDots);
  for (let y = 0; y < raster.heightDots; y++) {
    const from = y * raster.bytesPerRow;
    const to = y * (raster.bytesPerRow + 1) + 1;
    for (let i = 0; i < raster.bytesPerRow; i++) rows[to + i] = ~(raster.bits[from + i] ?? 0);
  }
  const parts = [SIGNATURE, chunk('IHDR', header)];
  if (dpi !== undefined) parts.push(chunk('pHYs', physical(dpi)));
  return new Uint8Array(
    Buffer.concat([...parts, chunk('IDAT', deflateSync(rows)), chunk('IEND', new Uint8Array())]),
  );
};

const physical = (dpi: number): Buffer => {
  const out = Buffer.alloc(9);
  out.writeUInt32BE(Math.round(dpi / 0.0254), 0);
  out.writeUInt32BE(Math.round(dpi / 0.0254), 4);
  out[8] = 1;
  return out;
};
