import { meanOf } from './filters.ts';
import type { Grey } from './grey.ts';

/** Which way the edges of a picture run. */
export interface Slope {
  /** Across the bars of a linear or stacked symbol, radians, −π/2 to π/2. */
  readonly bars: number;
  /** 0 = edges in every direction alike, 1 = all parallel. */
  readonly parallel: number;
  /** Of the sides of a square symbol against the picture's, radians, −π/4 to π/4. */
  readonly squares: number;
}

/**
 * Measures the slope of edges by their gradients, after a blur of `reach` pixels that keeps noise out: the mean
 * direction of all gradients taken twice their angle (bars), or four times it (squares).
 */
export const slopeOf = (grey: Grey, reach: number): Slope => {
  const { width, height } = grey;
  const blurred = meanOf({ width, height, pixels: meanOf(grey, reach, reach) }, reach, reach);
  let [energy, c2, s2, c4, s4, e4] = [0, 0, 0, 0, 0, 0];
  const at = (i: number): number => blurred[i] ?? 0;
  for (let y = 1; y + 1 < height; y++)
    for (let x = 1; x + 1 < width; x++) {
      const i = y * width + x;
      const gx =
        3 * (at(i - width + 1) - at(i - width - 1) + at(i + width + 1) - at(i + width - 1)) +
        10 * (at(i + 1) - at(i - 1));
      const gy =
        3 * (at(i + width - 1) - at(i - width - 1) + at(i + width + 1) - at(i - width + 1)) +
        10 * (at(i + width) - at(i - width));
      const square = gx * gx + gy * gy;
      const [cos, sin] = [gx * gx - gy * gy, 2 * gx * gy];
      energy += square;
      c2 += cos;
      s2 += sin;
      // (cos + i·sin)² has four times the angle and the fourth power of the length.
      c4 += cos * cos - sin * sin;
      s4 += 2 * cos * sin;
      e4 += square * square;
    }
  return {
    bars: Math.atan2(s2, c2) / 2,
    parallel: energy > 0 && e4 > 0 ? Math.hypot(c2, s2) / energy : 0,
    squares: Math.atan2(s4, c4) / 4,
  };
};
