import { formatDocketCode } from '#controller/domain/docket-code.ts';
import type { PlacedSymbol } from '../barcodes/draw.ts';
import { outerRect } from '../barcodes/draw.ts';
import { code128, qrCode } from '../barcodes/symbols.ts';
import { ArtworkError } from '../problem.ts';
import type { Rect } from '../raster.ts';
import { checkLabel } from './label-data.ts';
import type { CheckedLabel, LabelData } from './label-data.ts';
import { layLabelText } from './label-text.ts';
import { lineHeight, paint } from './placed.ts';
import type { Artwork, Placed } from './placed.ts';
import { stockOf } from './stock.ts';
import type { Stock } from './stock.ts';
import { widthOf } from './text.ts';

/** Millimetres, 60 × 40 label. Nothing but quiet zones comes nearer than `margin` to the edge. */
const MM = {
  margin: 2,
  edge: 1,
  qrModule: 0.63,
  barHeight: 8.2,
  barModule: 0.33,
  code: 3.1,
  gap: 0.5,
} as const;

/**
 * A 60 × 40 mm label: QR and Code 128 of the docket code, the code in groups, recipient, document number, title,
 * issuer, copy, and an inverted urgency mark. Title and issuer are shortened with `…` when they must be; all else is
 * printed whole or refused.
 *
 * Throws ArtworkError (see problem.ts).
 */
export const label = (
  data: LabelData,
  stockName: string,
  dpi: number,
  language: 'zh-CN' | 'en' = 'zh-CN',
): Artwork => {
  const stock = stockOf(stockName, dpi);
  if (stock.heightDots === null)
    throw new ArtworkError('unsupported', { what: 'label stock', value: stockName, expected: '60x40' });
  const checked = checkLabel(data, language);
  const qr = placeQr(checked.docket, stock);
  const bars = placeBars(checked.docket, stock, stock.heightDots);
  const right = outerRect(qr);
  const barsTop = outerRect(bars).y;
  const margin = stock.mm(MM.margin);
  const column: Rect = {
    x: margin,
    y: margin,
    width: right.x - margin,
    height: barsTop - stock.mm(MM.gap) - margin,
  };
  const placed: Placed[] = [
    ...layLabelText(checked, column, stock),
    ...(checked.mark === null ? [] : placeMark(checked.mark, qr, barsTop, stock)),
    placeCode(checked, bars, stock),
  ];
  return paint(stock.widthDots, stock.heightDots, dpi, placed, [qr, bars]);
};

const placeQr = (docket: string, stock: Stock): PlacedSymbol => {
  const symbol = qrCode(docket, 'Q', 1);
  const module = stock.mm(MM.qrModule);
  const right = stock.widthDots - stock.mm(MM.edge) - symbol.quiet.x * module;
  return {
    symbol,
    module,
    rowHeight: module,
    x: right - symbol.columns * module,
    y: stock.mm(MM.edge) + symbol.quiet.y * module,
  };
};

const placeBars = (docket: string, stock: Stock, height: number): PlacedSymbol => {
  const symbol = code128(docket);
  const modules = symbol.columns + 2 * symbol.quiet.x;
  const module = Math.min(Math.floor(stock.widthDots / modules), Math.max(2, stock.mm(MM.barModule)));
  if (module < 2) throw new ArtworkError('symbol-does-not-fit', { symbology: 'Code128' });
  const bottom = height - stock.mm(MM.margin) - lineHeight(stock.mm(MM.code));
  return {
    symbol,
    module,
    rowHeight: stock.mm(MM.barHeight),
    x: Math.floor((stock.widthDots - symbol.columns * module) / 2),
    y: bottom - stock.mm(MM.barHeight),
  };
};

/** The docket code for people, centred under its bars. */
const placeCode = ({ docket }: CheckedLabel, bars: PlacedSymbol, stock: Stock): Placed => {
  const text = formatDocketCode(docket);
  const size = stock.mm(MM.code);
  const x = Math.round((stock.widthDots - widthOf(text, 'bold', size)) / 2);
  return { kind: 'text', text, weight: 'bold', size, x, y: bars.y + bars.rowHeight, ink: 'black' };
};

/** White on black, between the QR code and the bars: seen across a room. */
const placeMark = (mark: string, qr: PlacedSymbol, barsTop: number, stock: Stock): Placed[] => {
  const outer = outerRect(qr);
  const x = outer.x + stock.mm(MM.edge);
  const y = outer.y + outer.height;
  const width = qr.x + qr.symbol.columns * qr.module - x;
  const box: Rect = { x, y, width, height: barsTop - stock.mm(MM.gap) - y };
  const room = box.width - 2 * stock.mm(0.8);
  const size = Math.floor(Math.min(box.height / 1.25, room / widthOf(mark, 'bold', 1)));
  const text: Placed = {
    kind: 'text',
    text: mark,
    weight: 'bold',
    size,
    x: box.x + Math.round((box.width - widthOf(mark, 'bold', size)) / 2),
    y: box.y + Math.round((box.height - size * 1.15) / 2),
    ink: 'white',
  };
  return [{ kind: 'box', ...box }, text];
};
