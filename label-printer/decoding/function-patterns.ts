/** What every symbol of a kind and size has at the same modules. */
export interface FunctionPattern {
  readonly symbology: 'QRCode' | 'DataMatrix' | 'Aztec';
  /** Modules on a side. */
  readonly side: number;
  /** Row by row: 1 dark, 0 light, 2 data. */
  readonly modules: Uint8Array;
}
const DATA = 2;

const patternOf = (
  symbology: FunctionPattern['symbology'],
  side: number,
  paint: (set: (x: number, y: number, dark: boolean) => void) => void,
): FunctionPattern => {
  const modules = new Uint8Array(side * side).fill(DATA);
  paint((x, y, dark) => {
    if (x >= 0 && y >= 0 && x < side && y < side) modules[y * side + x] = Number(dark);
  });
  return { symbology, side, modules };
};

/** ISO/IEC 18004 §6.3: finder patterns and separators, timing patterns, the alignment pattern at the lower right. */
const qrCode = (version: number): FunctionPattern => {
  const side = 17 + 4 * version;
  return patternOf('QRCode', side, (set) => {
    for (let i = 8; i < side - 8; i++) {
      set(i, 6, i % 2 === 0);
      set(6, i, i % 2 === 0);
    }
    for (const [cx, cy] of [
      [3, 3],
      [side - 4, 3],
      [3, side - 4],
    ] as const)
      for (let dy = -4; dy <= 4; dy++)
        for (let dx = -4; dx <= 4; dx++) {
          const ring = Math.max(Math.abs(dx), Math.abs(dy));
          set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
        }
    if (version > 1)
      for (let dy = -2; dy <= 2; dy++)
        for (let dx = -2; dx <= 2; dx++)
          set(side - 7 + dx, side - 7 + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
  });
};

/** ISO/IEC 16022 §5.2: of each region a solid left and lower side, an alternating upper and right one. */
const dataMatrix = (side: number, region: number): FunctionPattern =>
  patternOf('DataMatrix', side, (set) => {
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const [rx, ry] = [x % region, y % region];
        if (rx === 0 || ry === region - 1) set(x, y, true);
        else if (ry === 0) set(x, y, rx % 2 === 0);
        else if (rx === region - 1) set(x, y, ry % 2 === 1);
      }
  });

/** ISO/IEC 24778 §7: the bull's eye and its orientation marks; of full-range symbols the reference grid. */
const aztec = (side: number, compact: boolean): FunctionPattern =>
  patternOf('Aztec', side, (set) => {
    const middle = (side - 1) / 2;
    const core = compact ? 5 : 7;
    if (!compact)
      for (let y = -middle; y <= middle; y++)
        for (let x = -middle; x <= middle; x++) {
          if (x % 16 === 0) set(middle + x, middle + y, y % 2 === 0);
          if (y % 16 === 0) set(middle + x, middle + y, x % 2 === 0);
        }
    for (let y = -core; y <= core; y++)
      for (let x = -core; x <= core; x++) {
        const ring = Math.max(Math.abs(x), Math.abs(y));
        if (ring < core) set(middle + x, middle + y, ring % 2 === 0);
      }
    const marks = [
      [
        [-core, -core, 1],
        [1 - core, -core, 1],
        [-core, 1 - core, 1],
      ],
      [
        [core, -core, 1],
        [core - 1, -core, 0],
        [core, 1 - core, 1],
      ],
      [
        [core, core, 0],
        [core, core - 1, 1],
        [core - 1, core, 0],
      ],
      [
        [-core, core, 0],
        [-core, core - 1, 0],
        [1 - core, core, 0],
      ],
    ] as const;
    for (const [x, y, dark] of marks.flat()) set(middle + x, middle + y, dark === 1);
  });

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

/** The sizes worth trying: what labels, envelopes and official papers carry. */
export const FUNCTION_PATTERNS: readonly FunctionPattern[] = [
  ...range(1, 10, 1).map(qrCode),
  ...range(10, 26, 2).map((side) => dataMatrix(side, side)),
  ...range(32, 52, 4).map((side) => dataMatrix(side, side / 2)),
  ...range(15, 27, 4).map((side) => aztec(side, true)),
  ...[19, 23, 27, 31, 37, 41, 45].map((side) => aztec(side, false)),
];
