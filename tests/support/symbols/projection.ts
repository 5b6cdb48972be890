import type { Modules } from './modules.ts';
import type { Projection } from './picture.ts';
import type { Random } from './random.ts';

/** How large the picture is, pixels, and where the symbol lies in it. */
export interface Placing {
  readonly size: { readonly width: number; readonly height: number };
  readonly toSymbol: Projection;
}
type Point = readonly [x: number, y: number];

/** Straight, `pixels` a module; with `random` the modules do not start on whole pixels. */
export const flat = (modules: Modules, pixels: number, random?: Random): Placing => {
  const { columns, rows, rowHeight, quiet } = modules;
  const [dx, dy] = random ? [random.next(), random.next()] : [0, 0];
  return {
    size: {
      width: Math.ceil((columns + 2 * quiet) * pixels + dx),
      height: Math.ceil((rows * rowHeight + 2 * quiet) * pixels + dy),
    },
    toSymbol: [1 / pixels, 0, -quiet - dx / pixels, 0, 1 / pixels, -quiet - dy / pixels, 0, 0],
  };
};

/** Turned about its middle by `degrees`. */
export const turned = (modules: Modules, pixels: number, degrees: number): Placing => {
  const [width, height] = outer(modules);
  const angle = (degrees * Math.PI) / 180;
  const corner = ([x, y]: Point): Point => [
    pixels * (x * Math.cos(angle) - y * Math.sin(angle)),
    pixels * (x * Math.sin(angle) + y * Math.cos(angle)),
  ];
  return placed(modules, cornersOf(width, height).map(corner));
};

/** Its four corners moved inwards, each by up to `depth` of the sides, as a camera held askew sees it. */
export const perspective = (modules: Modules, pixels: number, depth: number, random: Random): Placing => {
  const [width, height] = outer(modules);
  const corners = cornersOf(width, height).map(([x, y]): Point => [
    pixels * (x - Math.sign(x) * random.next() * depth * Math.min(width, 2 * height)),
    pixels * (y - Math.sign(y) * random.next() * depth * height),
  ]);
  return placed(modules, corners);
};

/** Size with the quiet zone, in columns. */
const outer = ({ columns, rows, rowHeight, quiet }: Modules): Point => [
  columns + 2 * quiet,
  rows * rowHeight + 2 * quiet,
];
/** Clockwise from the upper left, about the middle. */
const cornersOf = (width: number, height: number): readonly Point[] => [
  [-width / 2, -height / 2],
  [width / 2, -height / 2],
  [width / 2, height / 2],
  [-width / 2, height / 2],
];

/** The picture that just holds the symbol whose quiet zone has these corners. */
const placed = (modules: Modules, corners: readonly Point[]): Placing => {
  const [left, top] = [Math.min(...corners.map(([x]) => x)), Math.min(...corners.map(([, y]) => y))];
  const moved = corners.map(([x, y]): Point => [x - left, y - top]);
  const [width, height] = outer(modules);
  const targets = cornersOf(width, height).map(([x, y]): Point => [
    x + width / 2 - modules.quiet,
    y + height / 2 - modules.quiet,
  ]);
  return {
    size: {
      width: Math.ceil(Math.max(...moved.map(([x]) => x))),
      height: Math.ceil(Math.max(...moved.map(([, y]) => y))),
    },
    toSymbol: projectionOf(moved, targets),
  };
};

/** The projective map that takes four points to four others, by elimination. */
const projectionOf = (from: readonly Point[], to: readonly Point[]): Projection => {
  const rows = from.flatMap(([x, y], i) => {
    const [u, v] = to[i] ?? [0, 0];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let column = 0; column < 8; column++) {
    const size = (i: number) => Math.abs(rows[i]?.[column] ?? 0);
    let pivot = column;
    for (let i = column + 1; i < 8; i++) if (size(i) > size(pivot)) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []];
    const head = rows[column] ?? [];
    for (let i = 0; i < 8; i++) {
      const row = rows[i];
      if (i === column || row === undefined) continue;
      const factor = (row[column] ?? 0) / (head[column] ?? 1);
      for (let k = column; k < 9; k++) row[k] = (row[k] ?? 0) - factor * (head[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[8] ?? 0) / (row[i] ?? 1));
};
