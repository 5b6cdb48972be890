import { EAN13_MODULES } from './ean13-bars.ts';
import type { Grey } from './grey.ts';
import type { Point } from './reading.ts';

/** Samples of a module along a line, and rows of pixels that are averaged for one. */
const SAMPLES = 3;
const ROWS = 3;
/** How like the claimed bars a line must be to be one of the symbol's, as a correlation, and lines that may fail. */
const ALIKE = 0.5;
const MOST_FAILING = 3;
/** Steps, pixels for the ends of a line and modules for its bend, and how often they are taken from line to line. */
const END = 0.7;
const BEND = 0.35;
const ROUNDS = 4;
/** Most modules by which a lens held askew moves the middle of a line. */
const MOST_BEND = 12;

/** Where a line across the bars begins and ends: on the outer edges of the outer bars. */
export interface Ends {
  readonly from: Point;
  readonly to: Point;
}
/**
 * A line across the bars. The middle module lies `bend` modules further along than halfway: a symbol that is seen
 * askew is not as wide on the far side.
 */
interface Line extends Ends {
  readonly bend: number;
}
interface Fit {
  readonly line: Line;
  readonly likeness: number;
}

const between = ([ax, ay]: Point, [bx, by]: Point, share: number): Point => [
  ax + share * (bx - ax),
  ay + share * (by - ay),
];

/**
 * The modules of every line of the picture, three pixels apart, that looks like these bars, from the given one upwards
 * and downwards: 0 = as light as the paper, 1 = as dark as the ink of that line. Empty where there are none.
 */
export const linesAlike = (grey: Grey, modules: Uint8Array, start: Ends): Float32Array[] => {
  const length = Math.hypot(start.to[0] - start.from[0], start.to[1] - start.from[1]);
  if (length < EAN13_MODULES) return [];
  const bars = new Bars(grey, modules);
  const across: Point = [
    (ROWS * (start.from[1] - start.to[1])) / length,
    (ROWS * (start.to[0] - start.from[0])) / length,
  ];
  const first = bars.bent({ ...start, bend: 0 });
  const lines = first.likeness >= ALIKE ? [bars.valuesOf(first.line)] : [];
  for (const way of [1, -1]) {
    let [line, failing] = [first.line, 0];
    while (failing <= MOST_FAILING) {
      const next = bars.near(movedBy(line, [way * across[0], way * across[1]]), length);
      if (next.likeness === OUTSIDE) break;
      if (next.likeness >= ALIKE) lines.push(bars.valuesOf(next.line));
      failing = next.likeness >= ALIKE ? 0 : failing + 1;
      line = next.line;
    }
  }
  return lines;
};
const movedBy = ({ from, to, bend }: Line, [x, y]: Point): Line => ({
  ...{ from: [from[0] + x, from[1] + y], to: [to[0] + x, to[1] + y] },
  bend,
});

const OUTSIDE = -2;

/** Bars that lines of a picture are laid over. */
class Bars {
  readonly #grey: Grey;
  readonly #modules: Uint8Array;
  /** Without mean and trend: what a line is held against. */
  readonly #ink: Float64Array;
  readonly #inkSquares: number;
  readonly #values = new Float64Array(EAN13_MODULES);

  constructor(grey: Grey, modules: Uint8Array) {
    this.#grey = grey;
    this.#modules = modules;
    const { mean, slope } = trendOf(modules);
    this.#ink = Float64Array.from(modules, (bit, i) => bit - mean - slope * (i - MIDST));
    this.#inkSquares = this.#ink.reduce((sum, value) => sum + value * value, 0);
  }

  /** The line with the bend at which it is most like the bars. */
  bent(line: Line): Fit {
    let best = this.#fit(line);
    for (let bend = -MOST_BEND; bend <= MOST_BEND; bend += BEND) best = this.#better(best, { ...line, bend });
    return best;
  }

  /** The line with its ends and its bend moved a little, one after the other, to be most like the bars. */
  near(line: Line, length: number): Fit {
    let best = this.#fit(line);
    const share = END / length;
    for (let round = 0; round < ROUNDS; round++) {
      const before = best;
      for (const step of [share, -share]) {
        best = this.#better(best, { ...best.line, from: between(best.line.from, best.line.to, step) });
        best = this.#better(best, { ...best.line, to: between(best.line.from, best.line.to, 1 + step) });
      }
      for (const step of [BEND, -BEND])
        best = this.#better(best, { ...best.line, bend: best.line.bend + step });
      if (best === before) break;
    }
    return best;
  }

  /** Its modules between paper and ink: paper that brightens evenly, and as much ink as fits best. */
  valuesOf(line: Line): Float32Array {
    this.#sample(line);
    const { mean, slope } = trendOf(this.#values);
    const paper = trendOf(this.#modules);
    const contrast = -this.#product() / this.#inkSquares;
    return Float32Array.from(this.#values, (value, i) => {
      const rest = value - mean - slope * (i - MIDST);
      return -rest / contrast + paper.mean + paper.slope * (i - MIDST);
    });
  }

  #better(best: Fit, line: Line): Fit {
    const fit = this.#fit(line);
    return fit.likeness > best.likeness ? fit : best;
  }

  #fit(line: Line): Fit {
    if (!this.#sample(line)) return { line, likeness: OUTSIDE };
    const { mean, slope } = trendOf(this.#values);
    let squares = 0;
    this.#values.forEach((value, i) => (squares += (value - mean - slope * (i - MIDST)) ** 2));
    const likeness = squares === 0 ? 0 : -this.#product() / Math.sqrt(squares * this.#inkSquares);
    return { line, likeness };
  }

  #product(): number {
    let sum = 0;
    for (let i = 0; i < EAN13_MODULES; i++) sum += (this.#values[i] ?? 0) * (this.#ink[i] ?? 0);
    return sum;
  }

  /** Takes the mean grey of each module of a line; false when the line leaves the picture. */
  #sample({ from, to, bend }: Line): boolean {
    const { width, height, pixels } = this.#grey;
    const inside = ([x, y]: Point): boolean => x >= 0 && y >= 1 && x <= width && y <= height - 1;
    if (!inside(from) || !inside(to)) return false;
    // The projective map of 0, ½, 1 to 0, ½ + bend, 1.
    const middle = 0.5 + bend / EAN13_MODULES;
    const ratio = middle / (1 - middle);
    const count = EAN13_MODULES * SAMPLES;
    for (let module = 0, i = 0; module < EAN13_MODULES; module++) {
      let sum = 0;
      for (const end = i + SAMPLES; i < end; i++) {
        const even = (i + 0.5) / count;
        const share = (even * ratio) / (even * ratio + 1 - even);
        // Pixels are areas: their values belong to their centres.
        const x = Math.max(0, Math.min(width - 1.001, from[0] + share * (to[0] - from[0]) - 0.5));
        const y = Math.max(1, Math.min(height - 2, Math.round(from[1] + share * (to[1] - from[1]) - 0.5)));
        const left = Math.floor(x);
        for (let at = (y - 1) * width + left, rows = ROWS; rows > 0; rows--, at += width) {
          const one = pixels[at] as number;
          sum += one + (x - left) * ((pixels[at + 1] as number) - one);
        }
      }
      this.#values[module] = sum / (SAMPLES * ROWS);
    }
    return true;
  }
}

const MIDST = (EAN13_MODULES - 1) / 2;
const SQUARES = Array.from({ length: EAN13_MODULES }, (_, i) => (i - MIDST) ** 2).reduce((a, b) => a + b);
/** Mean and even slope (least squares). */
const trendOf = (values: Float64Array | Uint8Array): { readonly mean: number; readonly slope: number } => {
  let [sum, slope] = [0, 0];
  for (let i = 0; i < EAN13_MODULES; i++) {
    sum += values[i] as number;
    slope += (values[i] as number) * (i - MIDST);
  }
  return { mean: sum / EAN13_MODULES, slope: slope / SQUARES };
};
