import {
  isLabelStock,
  isRoll,
  LABEL_STOCKS,
  ROLLS,
  sizeOfStock,
  type Roll,
} from '#controller/domain/label-stock.ts';
import { ArtworkError } from '../problem.ts';

type Dpi = 203 | 300 | 600;

/** Dots a millimetre as printer makers count them (203 dpi heads are 8 dots/mm, 300 dpi 11.8, 600 dpi 23.6). */
const DOTS_PER_MM: Readonly<Record<Dpi, number>> = { 203: 8, 300: 11.8, 600: 23.6 };

export interface Stock {
  readonly dpi: Dpi;
  readonly widthDots: number;
  /** Null on a continuous roll. */
  readonly heightDots: number | null;
  /** Millimetres to whole dots. */
  mm(length: number): number;
}

/** Dots a millimetre of the head. Throws ArtworkError `unsupported` for an unknown resolution. */
export const dotsPerMm = (dpi: number): number => {
  if (dpi === 203 || dpi === 300 || dpi === 600) return DOTS_PER_MM[dpi];
  throw new ArtworkError('unsupported', { what: 'dpi', value: dpi, expected: '203, 300 or 600' });
};

/**
 * Stock as in the site configuration: `60x40` is a die-cut label, `80` or `58` a continuous roll, mm. Throws ArtworkError
 * `unsupported` for any other name or resolution.
 */
export const stockOf = (name: string, dpi: number): Stock => {
  const perMm = dotsPerMm(dpi);
  const common = { dpi: dpi as Dpi, mm: (length: number) => Math.round(length * perMm) };
  if (isLabelStock(name)) {
    const { width, height } = sizeOfStock(name);
    return { ...common, widthDots: Math.floor(width * perMm), heightDots: Math.floor(height * perMm) };
  }
  if (isRoll(name)) return { ...common, widthDots: Math.floor(Number(name) * perMm), heightDots: null };
  throw new ArtworkError('unsupported', {
    what: 'stock',
    value: name,
    expected: [...LABEL_STOCKS, ...ROLLS].join(', '),
  });
};

/** White at either side of a roll that no head reaches, mm: heads are 72 mm wide on 80, 48 on 58. */
export const MARGIN_MM: Readonly<Record<Roll, number>> = { '80': 4, '58': 5 };
