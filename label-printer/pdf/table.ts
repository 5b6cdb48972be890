import type { Align } from './drawing.ts';
import type { Pdf } from './pdf.ts';
import { lineHeight, linesOf } from './type.ts';
import type { Style } from './type.ts';

export interface Column {
  /** mm. */
  readonly width: number;
  readonly align?: Align;
}
/** A row whose text is broken into lines and whose height is known, before anything is drawn. */
export interface Row {
  readonly cells: readonly (readonly string[])[];
  readonly style: Style;
  /** mm. */
  readonly height: number;
}

/** Between a cell's line and its text, mm. */
const PADDING = { x: 1.2, y: 1 } as const;

/** Breaks each cell's text to its column, so that the caller knows whether the row still fits the page. */
export const layRow = (texts: readonly string[], columns: readonly Column[], style: Style): Row => {
  const cells = columns.map(({ width }, i) => linesOf(texts[i] ?? '', style, width - 2 * PADDING.x));
  const most = Math.max(1, ...cells.map((lines) => lines.length));
  return { cells, style, height: most * lineHeight(style) + 2 * PADDING.y };
};

/** Draws a row with the frames of its cells at `x`, `y` (mm). `fill` colours the cells: a head, a total. */
export const drawRow = (
  pdf: Pdf,
  at: { readonly x: number; readonly y: number },
  row: Row,
  columns: readonly Column[],
  fill?: string,
): void => {
  const step = lineHeight(row.style);
  let { x } = at;
  columns.forEach(({ width, align = 'left' }, i) => {
    pdf.box({ x, y: at.y, width, height: row.height }, { line: 0.15, ...(fill ? { fill } : {}) });
    const lines = row.cells[i] ?? [];
    const anchor = { left: PADDING.x, center: width / 2, right: width - PADDING.x }[align];
    const top = at.y + (row.height - lines.length * step) / 2;
    lines.forEach((line, k) => pdf.text(x + anchor, top + k * step, line, row.style, align));
    x += width;
  });
};
