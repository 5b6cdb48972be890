import type { Grey } from '../decoding/grey.ts';

/** Samples on a side of a cell: a power of two, see the shift below. */
export const CELL = 8;
/** Share of dark samples in a cell of a symbol; most lines of text have less, filled areas more. */
const LIGHTEST = 0.26;
const DARKEST = 0.9;
/** Changes between dark and light, a sample, along the livelier direction. */
const LIVELY = 0.12;

/**
 * For each cell of `CELL` samples a side, `step` pixels apart, that is as restless as a symbol: its dark samples;
 * 0 for the others.
 */
export const restlessCells = (
  { width, height, pixels }: Grey,
  step: number,
  across: number,
  down: number,
): Uint8Array => {
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
      if (share >= LIGHTEST && share <= DARKEST && lively >= LIVELY)
        likely[cellRow * across + cell] = dark[cell] ?? 0;
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
