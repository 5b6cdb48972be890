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

/** Dots a millimetre are rounded figures: 3 dots at 300 dpi are 0.254 mm, 2 at 203 dpi 0.2502. */
const SLACK_MM = 0.005;

/** Fewest dots of a module. */
export const leastModuleDots = (symbology: Symbology, dotsPerMm: number): number =>
  Math.ceil((LEAST_MODULE_MM[symbology] - SLACK_MM) * dotsPerMm);

/** The whole symbol without its quiet zone, in the unit that it is sized in. */
export const sizeOf = ({ symbol, module, rowHeight }: SizedSymbol): { width: number; height: number } => ({
  width: symbol.columns * module,
  height: symbol.rows * rowHeight,
});
