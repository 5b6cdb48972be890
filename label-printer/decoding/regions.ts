import type { Grey } from './grey.ts';
import { partsOf } from './parts.ts';

/** A part of a picture, pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels on a side of the cells a picture is looked at by: 1 mm at 200 dpi. */
const CELL = 8;
/** The least contrast of a cell that may be part of a symbol, as a share of the picture's own. */
const LIVELY = 0.4;
/** Fewest cells on a side: a line of text has 3 or 4. */
const FEWEST_CELLS = 5;
/** A square symbol at 45° fills half of its box. */
const FILLED = 0.4;
const MOST = 6;
/** Kept around a region, of its longer side: the quiet zone of an EAN-13 is 11 modules of its 95. */
const MARGIN = 0.14;

/** Where symbols may be on a page, largest first, at most six: connected cells full of edges, larger than text. */
export const regionsOf = (grey: Grey): Region[] => {
  const [across, down] = [Math.ceil(grey.width / CELL), Math.ceil(grey.height / CELL)];
  const contrast = contrasts(grey, across, down);
  const most = contrast.reduce((a, b) => Math.max(a, b), 0);
  const lively = Uint8Array.from(contrast, (value) => Number(value >= 20 && value >= LIVELY * most));
  return partsOf(lively, across)
    .map(({ cells, left, top, right, bottom }) => ({
      ...{ cells: cells.length, x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
    }))
    .filter(
      ({ cells, width, height }) =>
        Math.min(width, height) >= FEWEST_CELLS && cells >= FILLED * width * height,
    )
    .sort((a, b) => b.cells - a.cells)
    .slice(0, MOST)
    .map(({ x, y, width, height }) => {
      const margin = Math.ceil(MARGIN * Math.max(width, height)) + 1;
      return within(
        grey,
        ...([(x - margin) * CELL, (y - margin) * CELL] as const),
        ...([(width + 2 * margin) * CELL, (height + 2 * margin) * CELL] as const),
      );
    });
};

const within = (grey: Grey, x: number, y: number, width: number, height: number): Region => {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return {
    ...{ x: left, y: top },
    ...{ width: Math.min(grey.width, x + width) - left, height: Math.min(grey.height, y + height) - top },
  };
};

const contrasts = ({ width, height, pixels }: Grey, across: number, down: number): Uint8Array => {
  const least = new Uint8Array(across * down).fill(255);
  const most = new Uint8Array(across * down);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const cell = Math.floor(y / CELL) * across + Math.floor(x / CELL);
      const value = pixels[y * width + x] ?? 255;
      if (value < (least[cell] ?? 0)) least[cell] = value;
      if (value > (most[cell] ?? 0)) most[cell] = value;
    }
  return least.map((value, i) => Math.max(0, (most[i] ?? 0) - value));
};

/** The region as a picture of its own. */
export const cropped = (grey: Grey, { x, y, width, height }: Region): Grey => {
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = (y + row) * grey.width + x;
    pixels.set(grey.pixels.subarray(start, start + width), row * width);
  }
  return { width, height, pixels };
};
