import type { SymbolMatrix } from '../barcodes/symbols.ts';
import type { Weight } from './faces.ts';
import { measure, PT } from './type.ts';
import type { Style } from './type.ts';

export type Align = 'left' | 'center' | 'right';

/** Millimetres from the top left corner of the page. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface SymbolPlace {
  /** The first dark column and row, mm. */
  readonly x: number;
  readonly y: number;
  /** Width of a module, mm. */
  readonly module: number;
  /** Height of a row of modules, mm: the bars' height for a linear symbol. */
  readonly rowHeight: number;
}

/** From the top of a line to its baseline, em: Chinese characters stand in the middle of the line then. */
const BASELINE = 1.055;

/** Millimetres as points with the precision of a printer's finest dot. */
const pt = (mm: number): string => String(Math.round(mm * PT * 1000) / 1000);

const colour = (ink: string): string => {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(ink);
  if (!parts) throw new TypeError(`colour ${JSON.stringify(ink)}: write #rrggbb`);
  return parts
    .slice(1)
    .map((part) => String(Math.round((parseInt(part, 16) / 255) * 1000) / 1000))
    .join(' ');
};

/** Numbers a character as a glyph of the document's own font: four hexadecimal digits. */
export type GlyphOf = (weight: Weight, character: string) => string;

/**
 * Page content (ISO 32000-1 §8, §9) in a space whose y grows downwards, as the PDF library sets it up. Text goes in as
 * numbers of glyphs only: whatever a field says, it cannot be an operator.
 */
export const textAt = (
  glyphOf: GlyphOf,
  at: { readonly x: number; readonly y: number; readonly align?: Align | undefined },
  text: string,
  style: Style,
): string => {
  const { size, weight = 'regular', ink = '#000000' } = style;
  const width = measure(text, style);
  const left = at.x - (at.align === 'right' ? width : at.align === 'center' ? width / 2 : 0);
  let glyphs = '';
  for (const character of text) glyphs += glyphOf(weight, character);
  const baseline = at.y + (size * BASELINE) / PT;
  return `BT ${colour(ink)} rg /${weight} ${size} Tf 1 0 0 -1 ${pt(left)} ${pt(baseline)} Tm <${glyphs}> Tj ET\n`;
};

export const ruleAt = (x1: number, y1: number, x2: number, y2: number, width: number): string =>
  `0 G ${pt(width)} w ${pt(x1)} ${pt(y1)} m ${pt(x2)} ${pt(y2)} l S\n`;

const rect = ({ x, y, width, height }: Area): string => `${pt(x)} ${pt(y)} ${pt(width)} ${pt(height)} re`;

export const boxAt = (area: Area, look: { readonly line?: number; readonly fill?: string }): string =>
  (look.fill === undefined ? '' : `${colour(look.fill)} rg ${rect(area)} f\n`) +
  (look.line === undefined ? '' : `0 G ${pt(look.line)} w ${rect(area)} S\n`);

/** Dark modules that stand side by side are one rectangle: no hair line between them, whatever the renderer. */
export const symbolAt = ({ modules, columns, rows }: SymbolMatrix, place: SymbolPlace): string => {
  const { x, y, module, rowHeight } = place;
  const runs: string[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const from = column;
      while (column < columns && modules[row * columns + column] === 1) column++;
      const run = { x: x + from * module, y: y + row * rowHeight, width: (column - from) * module };
      if (column > from) runs.push(rect({ ...run, height: rowHeight }));
    }
  return `0 g ${runs.join(' ')} f\n`;
};
