import type { Grey } from '../decoding/grey.ts';

/** Samples on a side of a cell. */
export const CELL = 8;
/** Of paper that a computer drew. */
const WHITE = 255;

/** What the samples of every cell of a field say, row by row. */
export interface Cells {
  readonly across: number;
  readonly down: number;
  /** Samples of one cell. */
  readonly samples: number;
  /** Dark ones among them. */
  readonly dark: Uint16Array;
  /** Changes between dark and light, sideways and downwards. */
  readonly sideways: Uint16Array;
  readonly downwards: Uint16Array;
}

/** The cells of a picture that is sampled every `step` pixels; what is over at the edges is left out. */
export const cellsOf = ({ width, height, pixels }: Grey, step: number): Cells => {
  const across = Math.floor(width / (step * CELL));
  const down = Math.floor(height / (step * CELL));
  const limit = darkLimit(pixels);
  const dark = new Uint16Array(across * down);
  const sideways = new Uint16Array(across * down);
  const downwards = new Uint16Array(across * down);
  const samples = across * CELL;
  const white = new Uint8Array(width).fill(WHITE);
  let above = new Uint8Array(samples);
  let row = new Uint8Array(samples);
  let wasWhite = true;
  for (let line = 0; line < down * CELL; line++) {
    const start = Math.min(height - 1, line * step) * width;
    // Between lines of text a page that was never on paper is white from edge to edge.
    const isWhite = Buffer.compare(pixels.subarray(start, start + width), white) === 0;
    if (isWhite && wasWhite) continue;
    wasWhite = isWhite;
    let cell = Math.floor(line / CELL) * across;
    let at = start;
    let before = 0;
    let s = 0;
    for (const last = cell + across; cell < last; cell++) {
      let inks = 0;
      let along = 0;
      let below = 0;
      for (const end = s + CELL; s < end; s++) {
        // 1 below the limit; a comparison would be guessed wrong at every edge.
        const bit = ((pixels[at] as number) - limit) >>> 31;
        inks += bit;
        along += bit ^ before;
        below += bit ^ (above[s] as number);
        row[s] = bit;
        before = bit;
        at += step;
      }
      dark[cell] = (dark[cell] as number) + inks;
      sideways[cell] = (sideways[cell] as number) + along;
      downwards[cell] = (downwards[cell] as number) + below;
    }
    const spare = above;
    above = row;
    row = spare;
  }
  return { across, down, samples: CELL * CELL, dark, sideways, downwards };
};

/** The same in cells of twice the side. */
export const coarser = ({ across, down, samples, ...counts }: Cells): Cells => {
  const [half, rows] = [across >> 1, down >> 1];
  const summed = (fine: Uint16Array): Uint16Array => {
    const sums = new Uint16Array(half * rows);
    for (let y = 0, cell = 0; y < rows; y++)
      for (let at = 2 * y * across, end = at + 2 * half; at < end; at += 2) {
        const upper = (fine[at] as number) + (fine[at + 1] as number);
        const lower = (fine[at + across] as number) + (fine[at + across + 1] as number);
        sums[cell++] = upper + lower;
      }
    return sums;
  };
  return {
    ...{ across: half, down: rows, samples: 4 * samples, dark: summed(counts.dark) },
    ...{ sideways: summed(counts.sideways), downwards: summed(counts.downwards) },
  };
};

/** Share of dark samples in a cell of a symbol; filled areas have more. */
const DARKEST = 0.9;

/** 1 for each cell with these shares of dark samples and of changes along its livelier direction. */
export const restless = (
  { samples, dark, sideways, downwards }: Cells,
  least: { readonly dark: number; readonly changes: number },
): Uint8Array => {
  const marked = new Uint8Array(dark.length);
  for (let cell = 0; cell < marked.length; cell++) {
    const share = (dark[cell] as number) / samples;
    // Most of a page is paper.
    if (share < least.dark || share > DARKEST) continue;
    const lively = Math.max(sideways[cell] as number, downwards[cell] as number) / samples;
    marked[cell] = Number(lively >= least.changes);
  }
  return marked;
};

/** Darker than this is ink: half of the way from the paper's grey to the darkest there is. */
const darkLimit = (pixels: Uint8Array): number => {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let i = 0; i < pixels.length; i += 61) {
    counts[pixels[i] ?? 255] = (counts[pixels[i] ?? 255] ?? 0) + 1;
    total++;
  }
  const at = (share: number): number => {
    let sum = 0;
    for (let value = 0; value < 256; value++) if ((sum += counts[value] ?? 0) >= share * total) return value;
    return 255;
  };
  const [ink, paper] = [at(0.002), at(0.7)];
  return Math.max(1, Math.ceil((paper + ink) / 2));
};
