import type { Grey } from '../decoding/grey.ts';

/** Longest side, pixels. */
const LONGEST = 320;

/** A small picture of a page: each pixel is the mean of some of those it stands for. */
export const shrunk = ({ width, height, pixels }: Grey): Grey => {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / LONGEST));
  const across = Math.max(1, Math.floor(width / step));
  const down = Math.max(1, Math.floor(height / step));
  const means = new Uint8Array(across * down);
  // Nine of them are enough for a picture this small.
  const stride = Math.ceil(step / 3);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      let [sum, count] = [0, 0];
      for (let dy = 0; dy < step; dy += stride)
        for (let dx = 0; dx < step; dx += stride) {
          sum += pixels[(y * step + dy) * width + x * step + dx] as number;
          count++;
        }
      means[y * across + x] = sum / count;
    }
  return { width: across, height: down, pixels: means };
};
