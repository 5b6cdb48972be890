import type { Grey } from '../decoding/grey.ts';

/** Longest side, pixels. */
const LONGEST = 320;

/** A small picture of a page: each pixel is the mean of some of those it stands for. */
export const shrunk = ({ width, height, pixels }: Grey): Grey => {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / LONGEST));
  const across = Math.max(1, Math.floor(width / step));
  const down = Math.max(1, Math.floor(height / step));
  const sums = new Uint32Array(across);
  const means = new Uint8Array(across * down);
  // Nine of them are enough for a picture this small.
  const stride = Math.ceil(step / 3);
  const side = Math.ceil(step / stride);
  const white = new Uint8Array(width).fill(255);
  for (let y = 0; y < down; y++) {
    sums.fill(0);
    for (let row = y * step; row < (y + 1) * step; row += stride) {
      let at = row * width;
      if (Buffer.compare(pixels.subarray(at, at + width), white) === 0) {
        for (let x = 0; x < across; x++) sums[x] = (sums[x] as number) + 255 * side;
        continue;
      }
      for (let x = 0; x < across; x++, at += step) {
        let sum = sums[x] as number;
        for (let dx = 0; dx < step; dx += stride) sum += pixels[at + dx] as number;
        sums[x] = sum;
      }
    }
    for (let x = 0; x < across; x++) means[y * across + x] = (sums[x] as number) / (side * side);
  }
  return { width: across, height: down, pixels: means };
};
