import type { Roll } from '#controller/domain/label-stock.ts';
import type { Table } from '#controller/ports/table.ts';
import { outerRect } from '../barcodes/draw.ts';
import { MOST_DOTS } from '../languages/zpl.ts';
import { shownCell } from '../lists/cells.ts';
import { ArtworkError } from '../problem.ts';
import { qrCode } from '../barcodes/symbols.ts';
import { Flow } from './flow.ts';
import { paint } from './placed.ts';
import type { Artwork } from './placed.ts';
import { MARGIN_MM, stockOf } from './stock.ts';
import { printable } from './text.ts';

/** Millimetres. */
const MM = { top: 3, bottom: 6, indent: 7, module: 0.5, text: 3, small: 2.5 } as const;

/**
 * A list as a slip on a roll, for a station without an A4 printer: each row's cells one below the other, the
 * totals, the content hash as text and in the QR code. Throws ArtworkError; `too-long` above 32,000 dots.
 */
export const listSlip = (table: Table, dpi: number, roll: Roll = '80'): Artwork => {
  const stock = stockOf(roll, dpi);
  const flow = new Flow(stock, MARGIN_MM[roll], MM.top);
  const put = (text: string, style: Parameters<Flow['text']>[2]): void => {
    const said = printable('list', text);
    if (said !== '') flow.text('list', said, style);
  };
  put(table.unit, { size: 3.4, align: 'centre' });
  put(table.title, { size: 6, weight: 'bold', align: 'centre' });
  if (table.mark !== null) put(table.mark, { size: 3.4, weight: 'bold', align: 'centre' });
  flow.rule();
  for (const [label, value] of table.facts) put(`${label}: ${value}`, { size: MM.text });
  flow.rule();
  for (const { rows } of table.sections)
    for (const row of rows) {
      const shown = row.map((cell, i) => {
        const column = table.columns[i];
        return column ? shownCell(cell, column, table.timeZone) : '';
      });
      const [no = '', party = '', ...rest] = shown;
      flow.pair(no, printable('list', party), { size: 3.3, weight: 'bold', indent: MM.indent });
      for (const text of rest) put(text, { size: MM.text, indent: MM.indent });
      flow.gap(1.2);
    }
  flow.rule();
  put(table.totals, { size: MM.text, weight: 'bold' });
  for (const [label, value] of table.evidence) put(`${label}: ${value}`, { size: MM.small });
  for (const label of table.sign) {
    flow.gap(7);
    put(`${label}: ________________`, { size: MM.text });
  }
  const symbols = [];
  if (table.symbol !== null) {
    const module = Math.max(3, stock.mm(MM.module));
    const symbol = qrCode(table.symbol, 'M');
    const side = (symbol.columns + 2 * symbol.quiet.x) * module;
    const x = Math.floor((stock.widthDots - side) / 2) + symbol.quiet.x * module;
    const placed = { symbol, x, y: flow.y + symbol.quiet.y * module, module, rowHeight: module };
    symbols.push(placed);
    flow.y += outerRect(placed).height;
  }
  flow.gap(MM.bottom);
  if (flow.y > MOST_DOTS) throw new ArtworkError('too-long', { dots: flow.y, most: MOST_DOTS });
  return paint(stock.widthDots, flow.y, dpi, flow.placed, symbols);
};
