import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bwip from 'bwip-js/node';

/** A symbol as an encoder made it, for the pictures of tests and benchmarks. */
export interface Modules {
  readonly columns: number;
  readonly rows: number;
  /** Row by row, 1 = dark. */
  readonly dark: Uint8Array;
  /** Height of a row, in widths of a column. */
  readonly rowHeight: number;
  /** White kept around it, in columns. */
  readonly quiet: number;
}
export const CORPUS_KINDS = ['QRCode', 'Code128', 'DataMatrix', 'PDF417', 'Aztec', 'EAN13'] as const;
export type CorpusKind = (typeof CORPUS_KINDS)[number];

/** What each encoder calls it, and how tall and far from others it is drawn. */
const KINDS = {
  QRCode: { bcid: 'qrcode', zint: 58, rowHeight: 1, quiet: 4 },
  Code128: { bcid: 'code128', zint: 20, rowHeight: 40, quiet: 10 },
  DataMatrix: { bcid: 'datamatrix', zint: 71, rowHeight: 1, quiet: 2 },
  PDF417: { bcid: 'pdf417', zint: 55, rowHeight: 2, quiet: 4 },
  Aztec: { bcid: 'azteccode', zint: 92, rowHeight: 1, quiet: 2 },
  EAN13: { bcid: 'ean13', zint: 13, rowHeight: 45, quiet: 11 },
} as const satisfies Record<CorpusKind, object>;

/** `bytes` as modules, made by bwip-js. PDF417 has level 3 and 8 data columns, as official documents have it. */
export const withBwip = (kind: CorpusKind, bytes: Uint8Array): Modules => {
  const { bcid, rowHeight, quiet } = KINDS[kind];
  const text = Buffer.from(bytes).toString('latin1');
  const options =
    kind === 'PDF417'
      ? { binarytext: true, eclevel: 3, columns: 8, rowmult: 1 }
      : bytes.every((byte) => byte < 0x80)
        ? {}
        : { binarytext: true };
  const [made] = bwip.raw({ bcid, text, ...options } as Parameters<typeof bwip.raw>[0]) as unknown as [
    { sbs?: number[]; pixs?: number[]; pixx?: number; pixy?: number },
  ];
  if (made.sbs !== undefined) {
    const dark = made.sbs.flatMap((width, i) => new Array<number>(width).fill(1 - (i % 2)));
    return { columns: dark.length, rows: 1, dark: Uint8Array.from(dark), rowHeight, quiet };
  }
  const { pixs = [], pixx = 0, pixy = 0 } = made;
  return { columns: pixx, rows: pixy, dark: Uint8Array.from(pixs), rowHeight, quiet };
};

/** Whether Debian's `zint` is on this machine. */
export const hasZint = (): boolean => spawnSync('zint', ['--version']).status === 0;

/** `bytes` as modules, made by zint: an encoder that shares nothing with bwip-js. */
export const withZint = (kind: CorpusKind, bytes: Uint8Array): Modules => {
  const { zint, rowHeight, quiet } = KINDS[kind];
  const folder = mkdtempSync(join(tmpdir(), 'docketbox-zint-'));
  try {
    const file = join(folder, 'data');
    writeFileSync(file, bytes);
    const level = kind === 'PDF417' ? ['--secure=3', '--cols=8'] : [];
    const binary = bytes.some((byte) => byte >= 0x80) ? ['--binary'] : [];
    const args = [`--barcode=${zint}`, ...level, ...binary, `--input=${file}`, '--direct', '--filetype=TXT'];
    const { status, stdout, stderr } = spawnSync('zint', args, { encoding: 'latin1' });
    if (status !== 0) throw new Error(`zint ${args.join(' ')}: ${stderr}`);
    return { ...fromHex(stdout, kind === 'Code128' || kind === 'EAN13'), rowHeight, quiet };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Rows of hexadecimal bytes, padded on the right with white; the last column of every kind has a dark module. */
const fromHex = (text: string, linear: boolean): Pick<Modules, 'columns' | 'rows' | 'dark'> => {
  const lines = text
    .trim()
    .split('\n')
    .slice(0, linear ? 1 : undefined)
    .map((line) => line.replace(/[^0-9A-F]/g, '').replace(/./g, (digit) => NIBBLES[digit] ?? ''));
  const columns = Math.max(...lines.map((line) => line.lastIndexOf('1') + 1));
  const dark = Uint8Array.from(lines.flatMap((line) => [...line.slice(0, columns)].map(Number)));
  return { columns, rows: lines.length, dark };
};
const NIBBLES: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789ABCDEF'].map((digit) => [digit, Number.parseInt(digit, 16).toString(2).padStart(4, '0')]),
);
