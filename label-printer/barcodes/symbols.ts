import bwip from 'bwip-js/node';
import { ArtworkError } from '../problem.ts';

/** zxing-cpp's names. */
export type Symbology = 'QRCode' | 'Code128';

/** A symbol as modules, row by row, 1 = dark; a linear symbol is one row. Without its quiet zone. */
export interface SymbolMatrix {
  readonly symbology: Symbology;
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
  readonly modules: Uint8Array;
  /** Modules that must stay white: QR all around (ISO/IEC 18004 §9.1), Code 128 left and right (ISO/IEC 15417 §4.4). */
  readonly quiet: { readonly x: number; readonly y: number };
}

const PRINTABLE = /^[\x20-\x7e]{1,400}$/;

const encode = (
  bcid: string,
  symbology: Symbology,
  text: string,
  options: object,
): Record<string, unknown> => {
  if (!PRINTABLE.test(text))
    throw new ArtworkError('bad-field', {
      field: symbology,
      expected: '1 to 400 printable ASCII characters',
    });
  try {
    const stack: unknown = bwip.raw({ bcid, text, ...options } as Parameters<typeof bwip.raw>[0]);
    if (Array.isArray(stack) && typeof stack[0] === 'object' && stack[0] !== null)
      return stack[0] as Record<string, unknown>;
  } catch {
    // Falls through: the encoder's own words are of no use to people.
  }
  throw new ArtworkError('symbol-does-not-fit', { symbology });
};

/**
 * QR code (ISO/IEC 18004) of printable ASCII. `version` fixes the size (21 modules for 1); without it the least
 * that fits. Throws ArtworkError `symbol-does-not-fit` when the version does not hold the text.
 */
export const qrCode = (text: string, level: 'L' | 'M' | 'Q' | 'H', version?: number): SymbolMatrix => {
  const made = encode('qrcode', 'QRCode', text, { eclevel: level, ...(version ? { version } : {}) });
  const columns = Number(made['pixx']);
  const rows = Number(made['pixy']);
  const modules = Uint8Array.from(made['pixs'] as number[]);
  if (modules.length !== columns * rows)
    throw new ArtworkError('symbol-does-not-fit', { symbology: 'QRCode' });
  return { symbology: 'QRCode', text, columns, rows, modules, quiet: { x: 4, y: 4 } };
};

/** Code 128 (ISO/IEC 15417) of printable ASCII, switching code sets to stay short. */
export const code128 = (text: string): SymbolMatrix => {
  const widths = encode('code128', 'Code128', text, {})['sbs'] as number[];
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
