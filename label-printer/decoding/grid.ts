import { FUNCTION_PATTERNS, type FunctionPattern } from './function-patterns.ts';
import type { Grey } from './grey.ts';
import type { Point } from './reading.ts';
import type { Symbology } from './reading.ts';

/** A square symbol laid over a picture: its pattern and where its outer corners are, pixels. */
export interface Grid {
  readonly pattern: FunctionPattern;
  /** Upper left, upper right, lower right, lower left of the symbol as its pattern is drawn. */
  readonly corners: readonly Point[];
  /** Light minus dark modules of the pattern, as a share of what the picture has between them: 1 = all as they ought to be. */
  readonly fit: number;
  /** Half-way between its light and dark modules, 0 to 255. */
  readonly mid: number;
}

/** The eight numbers of the projective map from the unit square to four corners (Heckbert 1989). */
const projection = (corners: readonly Point[]): Float64Array => {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners as readonly [Point, Point, Point, Point];
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dx2, dy1, dy2] = [x1 - x2, x3 - x2, y1 - y2, y3 - y2];
  const den = dx1 * dy2 - dx2 * dy1 || 1e-9;
  const g = (sx * dy2 - dx2 * sy) / den;
  const h = (dx1 * sy - sx * dy1) / den;
  return Float64Array.of(
    x1 - x0 + g * x1,
    x3 - x0 + h * x3,
    x0,
    y1 - y0 + g * y1,
    y3 - y0 + h * y3,
    y0,
    g,
    h,
  );
};

/** Mean grey of the middle of one module. `spread`: half the width that counts, modules. */
const sampler = (grey: Grey, corners: readonly Point[], side: number, spread: number) => {
  const m = projection(corners);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = m;
  const { width, height, pixels } = grey;
  return (column: number, row: number): number => {
    let sum = 0;
    for (let k = 0; k < 9; k++) {
      const u = (column + 0.5 + spread * ((k % 3) - 1)) / side;
      const v = (row + 0.5 + spread * (Math.floor(k / 3) - 1)) / side;
      const w = g * u + h * v + 1;
      const x = Math.floor((a * u + b * v + c) / w);
      const y = Math.floor((d * u + e * v + f) / w);
      sum += x >= 0 && y >= 0 && x < width && y < height ? (pixels[y * width + x] ?? 255) : 255;
    }
    return sum / 9;
  };
};

/** How far light and dark modules of the pattern are apart, and the middle between them. */
const contrastOf = (
  grey: Grey,
  pattern: FunctionPattern,
  corners: readonly Point[],
): readonly [apart: number, mid: number] => {
  const at = sampler(grey, corners, pattern.side, 0.25);
  const sums = [0, 0];
  const counts = [0, 0];
  pattern.modules.forEach((module, i) => {
    if (module > 1) return;
    sums[module] = (sums[module] ?? 0) + at(i % pattern.side, Math.floor(i / pattern.side));
    counts[module] = (counts[module] ?? 0) + 1;
  });
  const light = (sums[0] ?? 0) / (counts[0] ?? 1);
  const dark = (sums[1] ?? 0) / (counts[1] ?? 1);
  return [light - dark, (light + dark) / 2];
};

const DIRECTIONS: readonly Point[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];
const ROUNDS = 3;

interface Laid {
  readonly corners: readonly Point[];
  readonly apart: number;
}
/** Moves the corners one at a time, by ever smaller steps, while light and dark come further apart. */
const settled = (grey: Grey, pattern: FunctionPattern, start: readonly Point[]): Laid => {
  const [first, second] = start as readonly [Point, Point];
  const module = Math.hypot(second[0] - first[0], second[1] - first[1]) / pattern.side;
  let best: Laid = { corners: start, apart: contrastOf(grey, pattern, start)[0] };
  for (const step of [0.8, 0.4, 0.2])
    for (let round = 0; round < ROUNDS; round++) {
      const before = best.apart;
      for (const moved of moves(step * module)) {
        const corners = moved(best.corners);
        const [apart] = contrastOf(grey, pattern, corners);
        if (apart > best.apart) best = { corners, apart };
      }
      if (best.apart === before) break;
    }
  return best;
};

/** Each corner each way by `distance` pixels. */
const moves = (distance: number): ((corners: readonly Point[]) => readonly Point[])[] =>
  [0, 1, 2, 3].flatMap((corner) =>
    DIRECTIONS.map(
      ([dx, dy]) =>
        (corners: readonly Point[]) =>
          corners.map(([x, y], i): Point => (i === corner ? [x + dx * distance, y + dy * distance] : [x, y])),
    ),
  );

const quarterTurns = (corners: readonly Point[]): (readonly Point[])[] =>
  [0, 1, 2, 3].map((turns) => [...corners.slice(turns), ...corners.slice(0, turns)]);

const KEPT = 3;

/**
 * The square symbols that the four corners may hold, best first: each known size in each quarter turn is laid over
 * the picture, the likeliest are moved until their finder patterns lie best. `grey` goes from black to white.
 */
export const gridsOf = (grey: Grey, corners: readonly Point[], symbologies: readonly Symbology[]): Grid[] => {
  const guesses = FUNCTION_PATTERNS.filter(({ symbology }) => symbologies.includes(symbology)).flatMap(
    (pattern) =>
      quarterTurns(corners).map((turned) => ({
        pattern,
        turned,
        apart: contrastOf(grey, pattern, turned)[0],
      })),
  );
  guesses.sort((a, b) => b.apart - a.apart);
  return guesses
    .slice(0, 2 * KEPT)
    .map(({ pattern, turned }) => {
      const { corners: best, apart } = settled(grey, pattern, turned);
      return { pattern, corners: best, fit: apart / 255, mid: contrastOf(grey, pattern, best)[1] };
    })
    .sort((a, b) => b.fit - a.fit)
    .slice(0, KEPT);
};

const DOTS = 4;
const QUIET = 4;

/**
 * The symbol drawn anew: each module black or white by its own mean, finder patterns as the standard has them.
 * `undo`: how much of the neighbours' mean is taken off each module first, against blur.
 */
export const redrawn = (grey: Grey, grid: Grid, undo: number): Grey => {
  const { side, modules } = grid.pattern;
  const at = sampler(grey, grid.corners, side, 0.3);
  const means = Float32Array.from(modules, (_, i) => at(i % side, Math.floor(i / side)));
  const mean = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= side || y >= side ? 255 : (means[y * side + x] ?? 255);
  const size = (side + 2 * QUIET) * DOTS;
  const pixels = new Uint8Array(size * size).fill(255);
  modules.forEach((module, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    const own = mean(x, y);
    const around = (mean(x - 1, y) + mean(x + 1, y) + mean(x, y - 1) + mean(x, y + 1)) / 4;
    const dark = module === 2 ? own + undo * (own - around) < grid.mid : module === 1;
    if (!dark) return;
    for (let dot = 0; dot < DOTS; dot++) {
      const start = ((y + QUIET) * DOTS + dot) * size + (x + QUIET) * DOTS;
      pixels.fill(0, start, start + DOTS);
    }
  });
  return { width: size, height: size, pixels };
};
