import { ArtworkError } from '../problem.ts';
import type { Symbology, SymbolMatrix } from './symbols.ts';

/** A symbol with how large it is drawn, in dots or in millimetres. */
export interface SizedSymbol {
  readonly symbol: SymbolMatrix;
  /** Width of a module. */
  readonly module: number;
  /** Height of a row of modules: `module` for a matrix, the height of the bars for a linear symbol. */
  readonly rowHeight: number;
}

/**
 * Smallest module we print, mm. Bars: 0.25, the 10 mil that the scanners' own tables call medium density, two dots at
 * 203 dpi. Matrix symbols: 1.5 times as much, as the GS1 General Specifications (§5.12) ask for beside linear symbols.
 */
export const LEAST_MODULE_MM: Readonly<Record<Symbology, number>> = {
  QRCode: 0.375,
  DataMatrix: 0.375,
  Code128: 0.25,
  PDF417: 0.25,
};

/** Lengths in whole dots come out a little shorter than they were asked for: 3 dots at 300 dpi are 0.2542 mm. */
const SLACK_MM = 0.005;

/**
 * Dots of a module: the whole number nearest to `moduleMm`. Throws ArtworkError `module-too-small` when that is less
 * than the symbology's least.
 */
export const moduleDots = (symbology: Symbology, moduleMm: number, dotsPerMm: number): number => {
  const dots = Math.max(1, Math.round(moduleMm * dotsPerMm));
  const least = LEAST_MODULE_MM[symbology];
  if (dots / dotsPerMm < least - SLACK_MM)
    throw new ArtworkError('module-too-small', {
      symbology,
      mm: (dots / dotsPerMm).toFixed(3),
      least,
    });
  return dots;
};

/** The whole symbol without its quiet zone, in the unit that it is sized in. */
export const sizeOf = ({ symbol, module, rowHeight }: SizedSymbol): { width: number; height: number } => ({
  width: symbol.columns * module,
  height: symbol.rows * rowHeight,
});
