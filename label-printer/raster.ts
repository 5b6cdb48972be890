/**
 * What a printer burns: one bit a dot, 1 = black, most significant bit leftmost, rows padded with 0 to whole bytes.
 * Lengths are in printer dots.
 */
export interface Raster {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly bytesPerRow: number;
  /** `heightDots * bytesPerRow` bytes. */
  readonly bits: Uint8Array;
}

/** An all-white raster. Throws a RangeError unless both sides are whole and at least 1. */
export const blankRaster = (widthDots: number, heightDots: number): Raster => {
  if (!Number.isInteger(widthDots) || !Number.isInteger(heightDots) || widthDots < 1 || heightDots < 1)
    throw new RangeError(`a raster of ${widthDots} × ${heightDots} dots; both must be whole and at least 1`);
  const bytesPerRow = Math.ceil(widthDots / 8);
  return { widthDots, heightDots, bytesPerRow, bits: new Uint8Array(bytesPerRow * heightDots) };
};

/** Whether the dot is black; outside the raster is white. */
export const isBlack = (raster: Raster, x: number, y: number): boolean =>
  x >= 0 &&
  y >= 0 &&
  x < raster.widthDots &&
  y < raster.heightDots &&
  ((raster.bits[y * raster.bytesPerRow + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;

/** Rectangle in whole dots. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Makes every dot of `rect` black, or white. Throws a RangeError when it is not whole dots inside the raster. */
export const fillRect = (raster: Raster, rect: Rect, black = true): void => {
  const { x, y, width, height } = rect;
  if (![x, y, width, height].every(Number.isInteger) || !isInside(raster, rect))
    throw new RangeError(
      `rectangle ${x},${y} ${width}×${height} is not whole dots inside ${raster.widthDots}×${raster.heightDots}`,
    );
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++) {
      const at = row * raster.bytesPerRow + (column >> 3);
      const mask = 0x80 >> (column & 7);
      raster.bits[at] = black ? (raster.bits[at] ?? 0) | mask : (raster.bits[at] ?? 0) & ~mask;
    }
};

export const isInside = (raster: Raster, { x, y, width, height }: Rect): boolean =>
  x >= 0 &&
  y >= 0 &&
  width >= 0 &&
  height >= 0 &&
  x + width <= raster.widthDots &&
  y + height <= raster.heightDots;

/**
 * `width` columns from column `from` on as a raster of their own; columns off the raster are white. `from` may be
 * negative: the dots move to the right.
 */
export const columnsOf = (raster: Raster, from: number, width: number): Raster => {
  const cut = blankRaster(width, raster.heightDots);
  const shift = ((from % 8) + 8) % 8;
  const first = (from - shift) / 8;
  // Dots behind the last column of either raster stay white.
  const last = Math.min(width, raster.widthDots - from);
  const used = Math.ceil(last / 8);
  const mask = last % 8 === 0 ? 0xff : (0xff00 >> (last % 8)) & 0xff;
  for (let y = 0; y < raster.heightDots; y++) {
    const row = raster.bits.subarray(y * raster.bytesPerRow, (y + 1) * raster.bytesPerRow);
    for (let i = 0; i < used; i++) {
      const pair = ((row[first + i] ?? 0) << 8) | (row[first + i + 1] ?? 0);
      const byte = (pair >> (8 - shift)) & 0xff;
      cut.bits[y * cut.bytesPerRow + i] = i === used - 1 ? byte & mask : byte;
    }
  }
  return cut;
};

/** Columns without a black dot at the left edge, at most `most`. */
export const whiteColumns = (raster: Raster, most: number, side: 'left' | 'right' = 'left'): number => {
  for (let n = 0; n < Math.min(most, raster.widthDots); n++) {
    const x = side === 'left' ? n : raster.widthDots - 1 - n;
    for (let y = 0; y < raster.heightDots; y++) if (isBlack(raster, x, y)) return n;
  }
  return Math.min(most, raster.widthDots);
};

/** A copy that can be changed without touching the original. */
export const copyRaster = (raster: Raster): Raster => ({ ...raster, bits: raster.bits.slice() });

export const sameRaster = (a: Raster, b: Raster): boolean =>
  a.widthDots === b.widthDots && a.heightDots === b.heightDots && Buffer.compare(a.bits, b.bits) === 0;
