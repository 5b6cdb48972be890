import { meanOf, stretched } from './filters.ts';
import type { Grey } from './grey.ts';

/** Rows of a band that is handed to a decoder. */
const ROWS = 16;
/** A row belongs to the bars when its edges are this share of the busiest row's. */
const BUSY = 0.4;

/** First and last row of upright bars: where neighbouring pixels of a row differ most. */
const barRows = (grey: Grey): readonly [first: number, last: number] => {
  const { width, height } = grey;
  const means = meanOf(grey, 1, 2);
  const edges = Float32Array.from({ length: height }, (_, y) => {
    let sum = 0;
    for (let x = 2; x < width; x++)
      sum += Math.abs((means[y * width + x] ?? 0) - (means[y * width + x - 2] ?? 0));
    return sum;
  });
  const least = BUSY * edges.reduce((a, b) => Math.max(a, b), 0);
  return [edges.findIndex((edge) => edge >= least), edges.findLastIndex((edge) => edge >= least)];
};

/**
 * Upright bars as one averaged line: each column the mean of the middle half of its pixels between the shares `from`
 * and `to` of the bars' height, so that a scratch across them does not count. As a picture of equal rows.
 */
export const bandOf = (grey: Grey, from: number, to: number): Grey => {
  const { width, pixels } = grey;
  const [first, last] = barRows(grey);
  const top = Math.round(first + from * (last - first));
  const count = Math.max(1, Math.round((to - from) * (last - first)));
  const line = new Uint8Array(width);
  const column = new Uint8Array(count);
  for (let x = 0; x < width; x++) {
    for (let i = 0; i < count; i++) column[i] = pixels[(top + i) * width + x] ?? 255;
    const middle = column.sort().subarray(Math.floor(count / 4), Math.max(1, Math.ceil((3 * count) / 4)));
    line[x] = middle.reduce((sum, value) => sum + value, 0) / middle.length;
  }
  const band = new Uint8Array(width * ROWS);
  for (let row = 0; row < ROWS; row++) band.set(line, row * width);
  return stretched({ width, height: ROWS, pixels: band });
};
