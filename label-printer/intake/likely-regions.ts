import type { Grey } from '../decoding/grey.ts';
import { partsOf, type Part } from '../decoding/parts.ts';
import type { Region } from '../decoding/regions.ts';
import { CELL, cellsOf, coarser, restless, type Cells } from './restless-cells.ts';

/** Pixels between two samples, each way, at 200 dpi; as much paper at other resolutions. */
const STEP_AT_200_DPI = 3;
/** Least shares of dark samples and of changes, of cells of 3 mm and of 6 mm: lines of text have less. */
const SMALL = { dark: 0.26, changes: 0.12 };
const LARGE = { dark: 0.34, changes: 0.08 };
/** Fewest cells on the shorter and on the longer side. */
const SHORT = 3;
const LONG = 4;
/** Share of the box that its cells fill: a square at 45° fills half. */
const FILLED = 0.45;
/** Fewest cells of a piece that may go on in another; most cells between the two. */
const FEWEST = 3;
const GAP = 1;
const MOST = 12;
/** Cells kept around: quiet zone, and what a coarse look missed, mostly at the ends of bars. */
const MARGIN = 2;
const MARGIN_SHARE = 0.15;
/** Share of dark samples from which on it is no text: half of the modules of a symbol are dark. */
const DARK_ENOUGH = 0.39;
/** Cells from which on, and the shorter side: a few dark characters have fewer. */
const LARGE_ENOUGH = 20;
const BROAD_ENOUGH = 4;

/** A part of a page that may be a symbol. */
export interface LikelyRegion extends Region {
  /** Too dark and too large for text: worth the passes that take long. */
  readonly likeliest: boolean;
}

/** Where symbols may be on a page of so many dots an inch, largest first: a few milliseconds for A4. */
export const likelyRegions = (grey: Grey, dpi: number): LikelyRegion[] => {
  const step = Math.max(1, Math.round((STEP_AT_200_DPI * dpi) / 200));
  const fine = cellsOf(grey, step);
  if (fine.across < SHORT || fine.down < SHORT)
    return [{ x: 0, y: 0, width: grey.width, height: grey.height, likeliest: true }];
  const size = step * CELL;
  // Large modules leave cells empty; in cells of twice the side they do not.
  const coarse = coarser(fine);
  const large = boxesIn(coarse, restless(coarse, LARGE)).map((box) => regionOf(box, 2 * size, grey));
  const small = boxesIn(fine, restless(fine, SMALL)).map((box) => regionOf(box, size, grey));
  return [...large, ...small.filter((region) => !large.some((other) => holds(other, region)))].slice(0, MOST);
};

/** Boxes of the shape of symbols, largest first. */
const boxesIn = (cells: Cells, marked: Uint8Array): Box[] =>
  joined(
    partsOf(marked, cells.across)
      .map((part) => boxOf(part, cells))
      .filter(({ cells: count }) => count >= FEWEST),
  )
    .filter(
      ({ cells: count, left, top, right, bottom }) =>
        Math.min(right - left, bottom - top) >= SHORT &&
        Math.max(right - left, bottom - top) >= LONG &&
        count >= FILLED * (right - left) * (bottom - top),
    )
    .filter(({ cells: count, dark }) => dark >= DARK_ENOUGH * count * cells.samples)
    .sort((a, b) => b.cells - a.cells);

const regionOf = ({ cells, left, top, right, bottom }: Box, size: number, grey: Grey): LikelyRegion => {
  const margin = MARGIN + Math.ceil(MARGIN_SHARE * Math.max(right - left, bottom - top));
  const x = Math.max(0, (left - margin) * size);
  const y = Math.max(0, (top - margin) * size);
  return {
    ...{ x, y },
    likeliest: cells >= LARGE_ENOUGH && Math.min(right - left, bottom - top) >= BROAD_ENOUGH,
    width: Math.min(grey.width, (right + margin) * size) - x,
    height: Math.min(grey.height, (bottom + margin) * size) - y,
  };
};

const holds = (outer: Region, inner: Region): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** In cells; right and bottom are the first ones outside. */
interface Box {
  readonly cells: number;
  /** Dark samples in them. */
  readonly dark: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
const boxOf = ({ cells, left, top, right, bottom }: Part, { dark }: Cells): Box => ({
  dark: cells.reduce((sum, cell) => sum + (dark[cell] ?? 0), 0),
  ...{ cells: cells.length, left, top, right: right + 1, bottom: bottom + 1 },
});

/** Pieces of one row of bars as one: a wide bar or a wide space fills a cell, and breaks it there. */
const joined = (boxes: readonly Box[]): Box[] => {
  const whole = [...boxes].sort((a, b) => a.left - b.left || a.top - b.top);
  for (let i = 0; i < whole.length; i++)
    for (let j = i + 1; j < whole.length; j++) {
      const [a, b] = [whole[i], whole[j]];
      if (!a || !b || !ROWS.some(([along, across]) => continues(a, b, along, across))) continue;
      whole[i] = {
        ...{ cells: a.cells + b.cells, dark: a.dark + b.dark },
        ...{ left: Math.min(a.left, b.left), top: Math.min(a.top, b.top) },
        ...{ right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) },
      };
      whole.splice(j, 1);
      j = i;
    }
  return whole;
};
type Sides = readonly ['left', 'right'] | readonly ['top', 'bottom'];
const ACROSS = ['left', 'right'] as const;
const DOWN = ['top', 'bottom'] as const;
const ROWS = [
  [ACROSS, DOWN],
  [DOWN, ACROSS],
] as const;
/** Whether b goes on where a ends along one axis, with the same edges along the other. */
const continues = (a: Box, b: Box, [start, end]: Sides, [low, high]: Sides): boolean => {
  const gap = Math.max(a[start], b[start]) - Math.min(a[end], b[end]);
  return gap <= GAP && Math.abs(a[low] - b[low]) <= 1 && Math.abs(a[high] - b[high]) <= 1;
};
