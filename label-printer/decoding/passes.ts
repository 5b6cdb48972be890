import { bandOf } from './bands.ts';
import { ALL_ROWS, SOME_ROWS, type Source } from './evidence.ts';
import { evened, sharpened, smoothed, stretched } from './filters.ts';
import { gridsOf, redrawn } from './grid.ts';
import type { Grey } from './grey.ts';
import { quadsOf } from './quad.ts';
import type { Point, Reading, Symbology } from './reading.ts';
import { apply, enlarged, straightened, type Moved } from './resample.ts';
import { slopeOf } from './slope.ts';
import { readWithZxingJs } from './zxing-js.ts';
import { readWithZxingWasm, type Effort } from './zxing-wasm.ts';

/** One way to prepare a picture before it is read; corners come back in pixels of the picture it was given. */
export interface Pass {
  /** Passes of one name are not independent: they count once. */
  readonly name: string;
  readonly source: Source;
  /** What it is for; it runs only while one of these is looked for. */
  readonly symbologies: readonly Symbology[];
  read(bench: Workbench, symbologies: readonly Symbology[]): Promise<Reading[]>;
}

const LINEAR = ['Code128', 'EAN13'] as const;
const SQUARE = ['QRCode', 'DataMatrix', 'Aztec'] as const;
const BARRED = [...LINEAR, 'PDF417'] as const;
const EVERY = [...SQUARE, ...BARRED] as const;
const PLAIN = [...EVERY, 'Code39'] as const;
/** Pixels an enlarged picture may have: the bound on the effort of one pass. */
const MOST_PIXELS = 6_000_000;

/** A picture and what several passes need of it, made once and only when asked for. */
export class Workbench {
  readonly grey: Grey;
  readonly #made = new Map<string, unknown>();

  constructor(grey: Grey) {
    this.grey = grey;
  }

  /** At most `factor`, less when the picture would become too large. */
  factor(wanted: number): number {
    return Math.min(wanted, Math.sqrt(MOST_PIXELS / (2 * this.grey.width * this.grey.height)));
  }

  once<T>(name: string, make: () => T): T {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name) as T;
  }

  /** With the bars upright, enlarged. */
  barsUpright(reach: number, factor: number): Moved {
    const size = this.factor(factor);
    return this.once(`bars ${reach} ${size}`, () =>
      straightened(this.grey, slopeOf(this.grey, reach).bars, size),
    );
  }
  enlarged(factor: number): Moved {
    const size = this.factor(factor);
    return this.once(`enlarged ${size}`, () => enlarged(this.grey, size));
  }
}

const readMoved = async (
  { grey, back }: Moved,
  symbologies: readonly Symbology[],
  effort: Effort,
): Promise<Reading[]> => {
  const readings = await readWithZxingWasm(grey, symbologies, effort);
  return readings.map((reading) => ({
    ...reading,
    corners: reading.corners.map((point): Point => apply(back, point)),
  }));
};

const filtering = (name: string, symbologies: readonly Symbology[], change: (grey: Grey) => Grey): Pass => ({
  name,
  source: 'changed',
  symbologies,
  read: (bench, wanted) => readWithZxingWasm(change(bench.grey), wanted),
});
const moving = (
  name: string,
  symbologies: readonly Symbology[],
  effort: Effort,
  change: (bench: Workbench) => Moved,
): Pass => ({
  name,
  source: 'changed',
  symbologies,
  read: (bench, wanted) => readMoved(change(bench), wanted, effort),
});
const changed = ({ grey, back }: Moved, change: (grey: Grey) => Grey): Moved => ({
  grey: change(grey),
  back,
});

/** Square symbols sampled module by module and drawn anew, their finder patterns restored. */
const redrawing = (undo: number): Pass => ({
  name: 'redrawn',
  source: 'changed',
  symbologies: SQUARE,
  async read(bench, wanted) {
    const { plain, grids } = bench.once('grids', () => {
      const light = stretched(bench.grey);
      return {
        plain: light,
        grids: quadsOf(bench.grey).flatMap((corners) => gridsOf(light, corners, wanted)),
      };
    });
    const readings: Reading[] = [];
    for (const grid of grids) {
      const read = await readWithZxingWasm(redrawn(plain, grid, undo), [grid.pattern.symbology], 'quick');
      readings.push(...read.map((reading) => ({ ...reading, corners: grid.corners })));
    }
    return readings;
  },
});

/**
 * All rows of the bars between two shares of their height as one. Rows of different bands are different evidence: a
 * scratch that turns digits into others does so in some of them.
 */
const band = (
  name: string,
  from: number,
  to: number,
  change = (line: Grey): Grey => line,
  factor?: number,
): Pass => ({
  name,
  source: 'changed',
  symbologies: LINEAR,
  async read(bench, wanted) {
    // Enough pixels a bar, and no more: this also confirms what was read in a millisecond.
    const size = factor ?? (bench.grey.width < 300 ? 2 : 1);
    const upright = bench.barsUpright(2, size);
    const plain = bench.once(`${name} ${size}`, () => bandOf(upright.grey, from, to));
    const readings = await readWithZxingWasm(change(plain), wanted, 'quick');
    // The corners of the whole picture: a band has no place of its own.
    const { width, height } = bench.grey;
    return readings.map((reading) => ({
      ...reading,
      corners: [
        [0, 0],
        [width, 0],
        [width, height],
        [0, height],
      ],
    }));
  },
});
/** Slim ones: of bars seen askew by a lens only neighbouring rows lie straight above one another. */
const SLIM = [0.1, 0.28, 0.46, 0.64, 0.82];
const bands = (change?: (line: Grey) => Grey, factor?: number): readonly Pass[] => [
  band(ALL_ROWS, 0.1, 0.9, change, factor),
  ...SLIM.map((from) => band(`${SOME_ROWS}${from}`, from, from + 0.08, change, factor)),
];
const BANDS = bands();

/** What is tried on the picture as it is. */
export const QUICK: Pass = {
  name: 'zxing-cpp',
  source: 'untouched',
  symbologies: PLAIN,
  read: (bench, wanted) => readWithZxingWasm(bench.grey, wanted, 'quick'),
};
const FULL: Pass = { ...QUICK, read: (bench, wanted) => readWithZxingWasm(bench.grey, wanted) };
const SECOND_OPINION: Pass = {
  name: 'zxing-js',
  source: 'untouched',
  symbologies: PLAIN,
  read: (bench, wanted) => Promise.resolve(readWithZxingJs(bench.grey, wanted)),
};
export const UNTOUCHED: readonly Pass[] = [FULL, SECOND_OPINION];
/** What confirms or refutes a first reading. */
export const CONFIRMING: readonly Pass[] = [...BANDS, SECOND_OPINION];

/** What is tried on changed pictures, cheap and fruitful first; measured, see docs/decoding.md. */
export const CHANGED: readonly Pass[] = [
  filtering('soft', EVERY, (grey) => stretched(smoothed(grey, 1, 1))),
  redrawing(0.7),
  moving('bars averaged', BARRED, 'upright', (bench) =>
    changed(bench.barsUpright(1, 2), (grey) => stretched(smoothed(grey, 1, 4))),
  ),
  ...BANDS,
  band(ALL_ROWS, 0.1, 0.9, (line) => sharpened(line, 4, 3)),
  ...bands((line) => evened(line, 24)),
  redrawing(1.5),
  moving('bars upright', BARRED, 'upright', (bench) => bench.barsUpright(1, 2)),
  moving('sharp', EVERY, 'full', (bench) => changed(bench.enlarged(2), (grey) => sharpened(grey, 3, 3))),
  filtering('soft', EVERY, (grey) => evened(smoothed(grey, 1, 1), 20)),
  moving('long bars averaged', LINEAR, 'upright', (bench) =>
    changed(bench.barsUpright(2, 2), (grey) => stretched(smoothed(grey, 0, 25))),
  ),
  moving('bars sharp', BARRED, 'upright', (bench) =>
    changed(bench.barsUpright(2, 3), (grey) => sharpened(stretched(smoothed(grey, 0, 4)), 4, 3)),
  ),
  redrawing(0),
  moving('sharp', EVERY, 'full', (bench) => changed(bench.enlarged(3), (grey) => sharpened(grey, 4, 2))),
  moving('soft', EVERY, 'full', (bench) => enlarged(stretched(smoothed(bench.grey, 1, 1)), bench.factor(2))),
  ...bands(undefined, 2),
  ...bands((line) => sharpened(line, 3, 3), 2),
  ...bands((line) => sharpened(line, 4, 3), 3),
  ...bands((line) => sharpened(line, 6, 5), 3),
];
