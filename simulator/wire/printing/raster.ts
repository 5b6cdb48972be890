import { crc32, deflateSync } from 'node:zlib';

/** Dots on paper, one bit each, 1 is black, the left-most dot is the highest bit of its byte. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly bytesPerRow: number;
  readonly bits: Uint8Array;
}

export const blankRaster = (width: number, height: number): Raster => {
  const bytesPerRow = Math.ceil(width / 8);
  return { width, height, bytesPerRow, bits: new Uint8Array(bytesPerRow * height) };
};

export const isBlack = (raster: Raster, x: number, y: number): boolean =>
  ((raster.bits[y * raster.bytesPerRow + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;

export const setDot = (raster: Raster, x: number, y: number, black: boolean): void => {
  const at = y * raster.bytesPerRow + (x >> 3);
  const mask = 0x80 >> (x & 7);
  raster.bits[at] = black ? (raster.bits[at] ?? 0) | mask : (raster.bits[at] ?? 0) & ~mask;
};

/** Burns a bitmap in at `left`, `top`; what falls off the paper is lost. White dots leave the paper as it is. */
export const burn = (paper: Raster, bitmap: Raster, left: number, top: number): void => {
  for (let y = 0; y < bitmap.height; y++)
    for (let x = 0; x < bitmap.width; x++) {
      const [px, py] = [left + x, top + y];
      const onPaper = px >= 0 && py >= 0 && px < paper.width && py < paper.height;
      if (onPaper && isBlack(bitmap, x, y)) setDot(paper, px, py, true);
    }
};

/** The same with each dot `across` dots wide and `down` dots high. */
export const enlarged = (raster: Raster, across: number, down: number): Raster => {
  const large = blankRaster(raster.width * across, raster.height * down);
  for (let y = 0; y < large.height; y++)
    for (let x = 0; x < large.width; x++)
      if (isBlack(raster, Math.floor(x / across), Math.floor(y / down))) setDot(large, x, y, true);
  return large;
};

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};

/** The raster as a PNG of one bit per dot, with its resolution (PNG specification, third edition, 11.2 and 11.3.4.3). */
export const pngOf = (raster: Raster, dpi: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(raster.width, 0);
  header.writeUInt32BE(raster.height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const density = Buffer.alloc(9);
  const perMetre = Math.round(dpi / 0.0254);
  density.writeUInt32BE(perMetre, 0);
  density.writeUInt32BE(perMetre, 4);
  density[8] = 1;
  const rows = Buffer.alloc((raster.bytesPerRow + 1) * raster.height);
  for (let y = 0; y < raster.height; y++)
    for (let i = 0; i < raster.bytesPerRow; i++)
      rows[y * (raster.bytesPerRow + 1) + 1 + i] = ~(raster.bits[y * raster.bytesPerRow + i] ?? 0) & 0xff;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
};
