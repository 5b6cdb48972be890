import type { Grey } from '../decoding/grey.ts';
import { partsOf } from '../decoding/parts.ts';
import type { Region } from '../decoding/regions.ts';

/** Pixels between two samples, each way, at 200 dpi; as much paper at other resolutions. */
const STEP_AT_200_DPI = 3;
/** Samples on a side of a cell: 3 mm of paper. */
const CELL = 8;
/** Share of dark samples in a cell of a symbol; lines of text have less, filled areas more. */
const LIGHTEST = 0.26;
const DARKEST = 0.9;
/** Changes between dark and light, a sample, along the livelier direction. */
const LIVELY = 0.12;
/** Fewest cells on the shorter and on the longer side. */
const SHORT = 3;
const LONG = 4;
/** Share of the box that its cells fill: a square at 45° fills half. */
const FILLED = 0.45;
const MOST = 12;
/** Cells kept around: quiet zone, and what a coarse look missed. */
const MARGIN = 2;

/** Where symbols may be on a page of so many dots an inch, largest first: a few milliseconds for A4. */
export const likelyRegions = (grey: Grey, dpi: number): Region[] => {
  const step = Math.max(1, Math.round((STEP_AT_200_DPI * dpi) / 200));
  const across = Math.floor(grey.width / (step * CELL));
  const down = Math.floor(grey.height / (step * CELL));
  if (across < SHORT || down < SHORT) return [{ x: 0, y: 0, width: grey.width, height: grey.height }];
  const likely = likelyCells(grey, step, across, down);
  return partsOf(likely, across)
    .map(({ cells, left, top, right, bottom }) => ({
      ...{ cells: cells.length, left, top, width: right - left + 1, height: bottom - top + 1 },
    }))
    .filter(
      ({ cells, width, height }) =>
        Math.min(width, height) >= SHORT &&
        Math.max(width, height) >= LONG &&
        cells >= FILLED * width * height,
    )
    .sort((a, b) => b.cells - a.cells)
    .slice(0, MOST)
    .map(({ left, top, width, height }) => {
      const size = step * CELL;
      const x = Math.max(0, (left - MARGIN) * size);
      const y = Math.max(0, (top - MARGIN) * size);
      return {
        ...{ x, y },
        width: Math.min(grey.width, (left + width + MARGIN) * size) - x,
        height: Math.min(grey.height, (top + height + MARGIN) * size) - y,
      };
    });
};

/** 1 for each cell that is as dark and as restless as a symbol. */
const likelyCells = ({ width, height, pixels }: Grey, step: number, across: number, down: number): Uint8Array => {
  const limit = darkLimit(pixels);
  const likely = new Uint8Array(across * down);
  const dark = new Uint16Array(across);
  const sideways = new Uint16Array(across);
  const downwards = new Uint16Array(across);
  const samples = across * CELL;
  let above = new Uint8Array(samples);
  let row = new Uint8Array(samples);
  for (let cellRow = 0; cellRow < down; cellRow++) {
    dark.fill(0);
    sideways.fill(0);
    downwards.fill(0);
    for (let line = 0; line < CELL; line++) {
      const y = Math.min(height - 1, (cellRow * CELL + line) * step);
      const start = y * width;
      let before = 0;
      for (let s = 0; s < samples; s++) {
        const bit = (pixels[start + s * step] ?? 255) < limit ? 1 : 0;
        const cell = s >> 3;
        row[s] = bit;
        dark[cell] = (dark[cell] ?? 0) + bit;
        sideways[cell] = (sideways[cell] ?? 0) + (bit ^ before);
        downwards[cell] = (downwards[cell] ?? 0) + (bit ^ (above[s] ?? 0));
        before = bit;
      }
      [above, row] = [row, above];
    }
    const full = CELL * CELL;
    for (let cell = 0; cell < across; cell++) {
      const share = (dark[cell] ?? 0) / full;
      const lively = Math.max(sideways[cell] ?? 0, downwards[cell] ?? 0) / full;
      if (share >= LIGHTEST && share <= DARKEST && lively >= LIVELY) likely[cellRow * across + cell] = 1;
    }
  }
  return likely;
};

/** Darker than this is ink: a third of the way from the paper's grey to the darkest there is. */
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
  return Math.max(1, paper - 0.4 * (paper - ink));
};
