import bwip from 'bwip-js/node';
import { ArtworkError } from '../problem.ts';

/** zxing-cpp's names. */
export type Symbology = 'QRCode' | 'Code128' | 'DataMatrix' | 'PDF417';

/** A symbol as modules, row by row, 1 = dark; a linear symbol is one row. Without its quiet zone. */
export interface SymbolMatrix {
  readonly symbology: Symbology;
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
  readonly modules: Uint8Array;
  /**
   * Widths of a module that must stay white at each side: QR 4 all around (ISO/IEC 18004 §9.1), Code 128 10 left and
   * right (ISO/IEC 15417 §4.4), PDF417 2 all around (ISO/IEC 15438 §5.8.3), DataMatrix 2 (ISO/IEC 16022 asks for 1).
   */
  readonly quiet: { readonly x: number; readonly y: number };
}

const PRINTABLE = /^[\x20-\x7e]{1,400}$/;

const printable = (symbology: Symbology, text: string): string => {
  if (PRINTABLE.test(text)) return text;
  throw new ArtworkError('bad-field', { field: symbology, expected: '1 to 400 printable ASCII characters' });
};

const encode = (
  bcid: string,
  symbology: Symbology,
  text: string,
  options: object,
): Record<string, unknown> => {
  try {
    const stack: unknown = bwip.raw({ bcid, text, ...options } as Parameters<typeof bwip.raw>[0]);
    if (Array.isArray(stack) && typeof stack[0] === 'object' && stack[0] !== null)
      return stack[0] as Record<string, unknown>;
  } catch {
    // Falls through: the encoder's own words are of no use to people.
  }
  throw new ArtworkError('symbol-does-not-fit', { symbology });
};

const matrix = (
  made: Record<string, unknown>,
  symbology: Symbology,
  text: string,
  quiet: number,
): SymbolMatrix => {
  const columns = Number(made['pixx']);
  const rows = Number(made['pixy']);
  const modules = Uint8Array.from(made['pixs'] as number[]);
  if (modules.length !== columns * rows) throw new ArtworkError('symbol-does-not-fit', { symbology });
  return { symbology, text, columns, rows, modules, quiet: { x: quiet, y: quiet } };
};

/**
 * QR code (ISO/IEC 18004) of printable ASCII. `version` fixes the size (21 modules for 1); without it the least
 * that fits. Throws ArtworkError `symbol-does-not-fit` when the version does not hold the text.
 */
export const qrCode = (text: string, level: 'L' | 'M' | 'Q' | 'H', version?: number): SymbolMatrix => {
  const options = { eclevel: level, ...(version ? { version } : {}) };
  return matrix(encode('qrcode', 'QRCode', printable('QRCode', text), options), 'QRCode', text, 4);
};

/** DataMatrix ECC 200 (ISO/IEC 16022) of printable ASCII: the least square that holds it, 16 modules for a docket code. */
export const dataMatrix = (text: string): SymbolMatrix =>
  matrix(encode('datamatrix', 'DataMatrix', printable('DataMatrix', text), {}), 'DataMatrix', text, 2);

/** Code 128 (ISO/IEC 15417) of printable ASCII, switching code sets to stay short. */
export const code128 = (text: string): SymbolMatrix => {
  const widths = encode('code128', 'Code128', printable('Code128', text), {})['sbs'] as number[];
  const modules: number[] = [];
  widths.forEach((width, i) => modules.push(...new Array<number>(width).fill(i % 2 === 0 ? 1 : 0)));
  return {
    symbology: 'Code128',
    text,
    columns: modules.length,
    rows: 1,
    modules: Uint8Array.from(modules),
    quiet: { x: 10, y: 0 },
  };
};

export interface Pdf417Options {
  /** Data codewords a row, 1 to 30; the symbol is 17 × columns + 69 modules wide. */
  readonly columns: number;
  /** Error correction level, 0 to 8. */
  readonly level: number;
  /** Filled up to so many rows with pad codewords; without it only as many as the bytes need. */
  readonly leastRows?: number;
}

/**
 * PDF417 (ISO/IEC 15438) of `bytes`, whose `text` a reader must get: in byte compaction, without ECI. A row of the
 * matrix is one row of codewords: how high it is drawn is up to the caller. Throws ArtworkError `symbol-does-not-fit`
 * above 90 rows.
 */
export const pdf417 = (
  text: string,
  bytes: Uint8Array,
  { columns, level, leastRows = 3 }: Pdf417Options,
): SymbolMatrix => {
  const made = encode('pdf417', 'PDF417', Buffer.from(bytes).toString('latin1'), {
    binarytext: true,
    columns,
    eclevel: level,
    rows: leastRows,
    rowmult: 1,
  });
  return matrix(made, 'PDF417', text, 2);
};
