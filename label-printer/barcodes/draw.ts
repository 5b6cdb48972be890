import { ArtworkError } from '../problem.ts';
import { fillRect, isBlack } from '../raster.ts';
import type { Raster, Rect } from '../raster.ts';
import type { SymbolMatrix } from './symbols.ts';

/** A symbol with its place. All in whole dots; `x`, `y` are the first dark column and row, inside the quiet zone. */
export interface PlacedSymbol {
  readonly symbol: SymbolMatrix;
  readonly x: number;
  readonly y: number;
  /** Dots a module is wide. */
  readonly module: number;
  /** Dots a row of modules is high: `module` for a matrix, the bar height for a linear symbol. */
  readonly rowHeight: number;
}

/** The symbol with its quiet zone. */
export const outerRect = ({ symbol, x, y, module, rowHeight }: PlacedSymbol): Rect => ({
  x: x - symbol.quiet.x * module,
  y: y - symbol.quiet.y * module,
  width: (symbol.columns + 2 * symbol.quiet.x) * module,
  height: symbol.rows * rowHeight + 2 * symbol.quiet.y * module,
});

/** Draws dark modules. Throws a RangeError when a place or size is not whole dots inside the raster. */
export const drawSymbol = (raster: Raster, placed: PlacedSymbol): void => {
  const { symbol, x, y, module, rowHeight } = placed;
  for (let row = 0; row < symbol.rows; row++)
    for (let column = 0; column < symbol.columns; column++)
      if (symbol.modules[row * symbol.columns + column] === 1)
        fillRect(raster, {
          x: x + column * module,
          y: y + row * rowHeight,
          width: module,
          height: rowHeight,
        });
};

/**
 * Checks dot by dot that the raster holds exactly this symbol: every module the same whole number of dots, nothing in
 * its quiet zone, nothing of it off the stock. Throws ArtworkError `symbol-not-clean` with the first wrong dot.
 *
 * A reader corrects errors, so a symbol that reads may still be damaged or blurred; this finds it.
 */
export const checkGrid = (raster: Raster, placed: PlacedSymbol): void => {
  const { symbol, module, rowHeight } = placed;
  const outer = outerRect(placed);
  const refuse = (x: number, y: number): never => {
    throw new ArtworkError('symbol-not-clean', { symbology: symbol.symbology, x, y });
  };
  if (![placed.x, placed.y, module, rowHeight].every(Number.isInteger) || module < 1 || rowHeight < 1)
    refuse(placed.x, placed.y);
  if (outer.x < 0 || outer.y < 0) refuse(outer.x, outer.y);
  if (outer.x + outer.width > raster.widthDots || outer.y + outer.height > raster.heightDots)
    refuse(outer.x + outer.width, outer.y + outer.height);
  for (let y = outer.y; y < outer.y + outer.height; y++)
    for (let x = outer.x; x < outer.x + outer.width; x++)
      if (isBlack(raster, x, y) !== isDark(placed, x, y)) refuse(x, y);
};

const isDark = ({ symbol, x, y, module, rowHeight }: PlacedSymbol, atX: number, atY: number): boolean => {
  const column = Math.floor((atX - x) / module);
  const row = Math.floor((atY - y) / rowHeight);
  if (column < 0 || row < 0 || column >= symbol.columns || row >= symbol.rows) return false;
  return symbol.modules[row * symbol.columns + column] === 1;
};
