import { smoothed, stretched } from './filters.ts';
import type { Grey } from './grey.ts';
import { partsOf, type Part } from './parts.ts';
import type { Point } from './reading.ts';

/** The grey value that parts dark from light best (Otsu). */
const midOf = ({ pixels }: Grey): number => {
  const counts = new Uint32Array(256);
  let sum = 0;
  for (const pixel of pixels) {
    counts[pixel] = (counts[pixel] ?? 0) + 1;
    sum += pixel;
  }
  let [best, mid, below, belowSum] = [-1, 128, 0, 0];
  for (let value = 0; value < 255; value++) {
    below += counts[value] ?? 0;
    belowSum += value * (counts[value] ?? 0);
    const above = pixels.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (belowSum / below - (sum - belowSum) / above) ** 2;
    if (between > best) [best, mid] = [between, value + 0.5];
  }
  return mid;
};

/**
 * The four sides around what is dark in a smooth picture of one symbol, clockwise on the screen; null when there is
 * next to nothing. `gap`: dark parts at most so many pixels from one another belong together.
 */
const quadOf = (grey: Grey, gap: number): readonly Point[] | null => {
  const points = edgePoints(grey, gap);
  const hull = hullOf(points);
  if (hull.length < 4) return null;
  return fourSides(hull);
};

/** First and last dark pixel of every row, of the largest part of the picture that holds together. */
const edgePoints = (grey: Grey, gap: number): Point[] => {
  const { width, height, pixels } = grey;
  const mid = midOf(grey);
  const size = Math.max(1, Math.round(gap));
  const [across, down] = [Math.ceil(width / size), Math.ceil(height / size)];
  const dark = new Uint32Array(across * down);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((pixels[y * width + x] ?? 255) < mid) {
        const cell = Math.floor(y / size) * across + Math.floor(x / size);
        dark[cell] = (dark[cell] ?? 0) + 1;
      }
  const kept = largestPart(dark, across);
  const points: Point[] = [];
  for (let y = 0; y < height; y++) {
    let [first, last] = [-1, -1];
    for (let x = 0; x < width; x++)
      if (
        (pixels[y * width + x] ?? 255) < mid &&
        kept[Math.floor(y / size) * across + Math.floor(x / size)]
      ) {
        if (first < 0) first = x;
        last = x;
      }
    if (first >= 0) points.push([first, y], [first, y + 1], [last + 1, y], [last + 1, y + 1]);
  }
  return points;
};

/** Marks the cells of the part with the most dark pixels. */
const largestPart = (dark: Uint32Array, across: number): Uint8Array => {
  const kept = new Uint8Array(dark.length);
  const weight = ({ cells }: Part): number => cells.reduce((sum, cell) => sum + (dark[cell] ?? 0), 0);
  const parts = partsOf(
    Uint8Array.from(dark, (count) => Number(count > 0)),
    across,
  );
  const largest = parts.map((part) => ({ part, dark: weight(part) })).sort((a, b) => b.dark - a.dark)[0];
  for (const cell of largest?.part.cells ?? []) kept[cell] = 1;
  return kept;
};

const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);

/** Convex hull, clockwise on the screen (y down). */
const hullOf = (points: readonly Point[]): Point[] => {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of list) {
      for (;;) {
        const [a, b] = [chain.at(-2), chain.at(-1)];
        if (a === undefined || b === undefined || turn(a, b, point) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
};

const area = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number =>
  Math.abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2;

/** Where the sides before and after the side b–c meet when b–c is taken away; null when they run apart. */
const meeting = (a: Point, b: Point, c: Point, d: Point): Point | null => {
  const [rx, ry] = [b[0] - a[0], b[1] - a[1]];
  const [sx, sy] = [c[0] - d[0], c[1] - d[1]];
  const cross = rx * sy - ry * sx;
  if (Math.abs(cross) < 1e-9) return null;
  const t = ((d[0] - a[0]) * sy - (d[1] - a[1]) * sx) / cross;
  const u = ((d[0] - a[0]) * ry - (d[1] - a[1]) * rx) / cross;
  return t >= 1 && u >= 1 ? [a[0] + t * rx, a[1] + t * ry] : null;
};

/** Sides are taken away, each time the one that adds the least area, until four are left. */
const fourSides = (hull: readonly Point[]): readonly Point[] | null => {
  const sides = [...hull];
  while (sides.length > 4) {
    let [least, at, corner]: [number, number, Point | null] = [Infinity, -1, null];
    for (let i = 0; i < sides.length; i++) {
      const [a, b, c, d] = [0, 1, 2, 3].map((k) => sides[(i + k) % sides.length] ?? [0, 0]) as [
        Point,
        Point,
        Point,
        Point,
      ];
      const met = meeting(a, b, c, d);
      if (met === null) continue;
      const added = area(b, met, c);
      if (added < least) [least, at, corner] = [added, i, met];
    }
    if (corner === null) return null;
    const [second, third] = [(at + 1) % sides.length, (at + 2) % sides.length];
    sides[second] = corner;
    sides.splice(third, 1);
  }
  return sides;
};

/** Blurs, pixels each way: enough against noise; enough to wash away a scratch that leaves the symbol. */
const BLURS = [2, 6];
/** Pixels between parts of one symbol: more than a module. */
const GAP = 6;
/** The four sides around the symbol of a picture that may be noisy or scratched, one guess for each blur. */
export const quadsOf = (grey: Grey): (readonly Point[])[] =>
  BLURS.map((reach) => quadOf(stretched(smoothed(grey, reach, reach)), GAP)).filter((quad) => quad !== null);
