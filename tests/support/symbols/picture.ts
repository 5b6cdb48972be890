import type { Modules } from './modules.ts';
import type { Random } from './random.ts';

/** Eight-bit grey, row by row, 255 = white. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}
/** From pixels of the picture to modules of the symbol: `[a, b, c, d, e, f, g, h]` of a projective map. */
export type Projection = readonly number[];

const SUBSAMPLES = 3;

/**
 * The symbol as a lens sees it: black on white, each pixel the mean of nine points. `toSymbol` takes the point
 * (x, y) of the picture, pixels, to column ((a·x + b·y + c) / w) and height ((d·x + e·y + f) / w) in columns, with
 * w = g·x + h·y + 1.
 */
export const draw = (
  modules: Modules,
  size: { width: number; height: number },
  toSymbol: Projection,
): Picture => {
  const { columns, rows, dark, rowHeight } = modules;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = toSymbol;
  const { width, height } = size;
  const pixels = new Uint8Array(width * height).fill(255);
  const total = SUBSAMPLES * SUBSAMPLES;
  for (let py = 0; py < height; py++)
    for (let px = 0; px < width; px++) {
      let black = 0;
      for (let s = 0; s < total; s++) {
        const x = px + ((s % SUBSAMPLES) + 0.5) / SUBSAMPLES;
        const y = py + (Math.floor(s / SUBSAMPLES) + 0.5) / SUBSAMPLES;
        const w = g * x + h * y + 1;
        const column = Math.floor((a * x + b * y + c) / w);
        const row = Math.floor((d * x + e * y + f) / w / rowHeight);
        if (column >= 0 && row >= 0 && column < columns && row < rows)
          black += dark[row * columns + column] ?? 0;
      }
      pixels[py * width + px] = Math.round(255 * (1 - black / total));
    }
  return { width, height, pixels };
};

/** Every pixel by `change`, rounded and kept within 0 to 255. */
export const mapPixels = (
  picture: Picture,
  change: (grey: number, x: number, y: number) => number,
): Picture => ({
  ...picture,
  pixels: Uint8Array.from(picture.pixels, (grey, i) =>
    Math.max(0, Math.min(255, Math.round(change(grey, i % picture.width, Math.floor(i / picture.width))))),
  ),
});

/** Out of focus: a Gaussian of standard deviation `sigma`, pixels. */
export const outOfFocus = (picture: Picture, sigma: number): Picture => {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((all, one) => all + one, 0);
  const { width, height, pixels } = picture;
  const once = (from: Float64Array, step: number, length: number, index: (i: number) => number) => {
    const to = new Float64Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const at = index(i);
      let total = 0;
      for (let k = -reach; k <= reach; k++) {
        const kept = Math.max(0, Math.min(length - 1, at + k));
        total += (weights[k + reach] ?? 0) * (from[i + (kept - at) * step] ?? 0);
      }
      to[i] = total / sum;
    }
    return to;
  };
  const rows = once(Float64Array.from(pixels), 1, width, (i) => i % width);
  const both = once(rows, width, height, (i) => Math.floor(i / width));
  return { width, height, pixels: Uint8Array.from(both, Math.round) };
};

/** Straight scratches across the picture, `thickness` pixels wide, black or white. */
export const scratched = (picture: Picture, random: Random, count: number, thickness: number): Picture => {
  let worn = picture;
  for (let n = 0; n < count; n++) {
    const [x0, y0] = [
      random.between(0.15, 0.85) * picture.width,
      random.between(0.15, 0.85) * picture.height,
    ];
    const angle = random.between(0, Math.PI);
    const colour = random.next() < 0.5 ? 0 : 255;
    const reach = random.between(0.05, 0.35) * Math.max(picture.width, picture.height);
    const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
    worn = mapPixels(worn, (grey, x, y) => {
      const along = (x - x0) * ux + (y - y0) * uy;
      const across = Math.abs((y - y0) * ux - (x - x0) * uy);
      return across <= thickness / 2 && Math.abs(along) <= reach ? colour : grey;
    });
  }
  return worn;
};
