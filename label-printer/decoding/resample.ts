import type { Grey } from './grey.ts';

/** Maps points of the new picture to points of the old: x' = a·x + b·y + c, y' = d·x + e·y + f, pixels. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}
export interface Moved {
  readonly grey: Grey;
  /** From the new picture back to the old. */
  readonly back: Affine;
}

export const IDENTITY: Affine = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 };
export const apply = (m: Affine, [x, y]: readonly [number, number]): readonly [number, number] => [
  m.a * x + m.b * y + m.c,
  m.d * x + m.e * y + m.f,
];

/** Weights of the four neighbours of a point `t` (0 to 1) after the second: Catmull-Rom. */
const weights = (t: number, to: Float64Array): void => {
  to[0] = t * (-0.5 + t * (1 - 0.5 * t));
  to[1] = 1 + t * t * (-2.5 + 1.5 * t);
  to[2] = t * (0.5 + t * (2 - 1.5 * t));
  to[3] = t * t * (-0.5 + 0.5 * t);
};

/** `grey` seen through `back`, bicubic; what lies outside is white. */
export const resampled = (grey: Grey, width: number, height: number, back: Affine): Grey => {
  const { pixels: from } = grey;
  const pixels = new Uint8ClampedArray(width * height);
  const wx = new Float64Array(4);
  const wy = new Float64Array(4);
  const [mostX, mostY] = [grey.width - 1, grey.height - 1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const sx = back.a * (x + 0.5) + back.b * (y + 0.5) + back.c - 0.5;
      const sy = back.d * (x + 0.5) + back.e * (y + 0.5) + back.f - 0.5;
      if (sx < -1 || sy < -1 || sx > mostX + 1 || sy > mostY + 1) {
        pixels[y * width + x] = 255;
        continue;
      }
      const [ix, iy] = [Math.floor(sx), Math.floor(sy)];
      weights(sx - ix, wx);
      weights(sy - iy, wy);
      let sum = 0;
      for (let k = 0; k < 4; k++) {
        const row = Math.max(0, Math.min(mostY, iy - 1 + k)) * grey.width;
        let line = 0;
        for (let l = 0; l < 4; l++)
          line += (wx[l] ?? 0) * (from[row + Math.max(0, Math.min(mostX, ix - 1 + l))] ?? 0);
        sum += (wy[k] ?? 0) * line;
      }
      pixels[y * width + x] = sum;
    }
  return { width, height, pixels: new Uint8Array(pixels.buffer) };
};

/** `factor` times as large. */
export const enlarged = (grey: Grey, factor: number): Moved => {
  const back = { ...IDENTITY, a: 1 / factor, e: 1 / factor };
  return {
    grey: resampled(grey, Math.round(grey.width * factor), Math.round(grey.height * factor), back),
    back,
  };
};

/** Turned by `-angle` (radians) about its middle and enlarged: what ran along `angle` then runs across. */
export const straightened = (grey: Grey, angle: number, factor: number): Moved => {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const width = Math.ceil((Math.abs(grey.width * cos) + Math.abs(grey.height * sin)) * factor);
  const height = Math.ceil((Math.abs(grey.width * sin) + Math.abs(grey.height * cos)) * factor);
  const [a, b] = [cos / factor, -sin / factor];
  const back = {
    ...{ a, b, c: grey.width / 2 - (a * width + b * height) / 2 },
    ...{ d: -b, e: a, f: grey.height / 2 - (-b * width + a * height) / 2 },
  };
  return { grey: resampled(grey, width, height, back), back };
};
