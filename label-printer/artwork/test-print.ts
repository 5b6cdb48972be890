import { isRoll } from '#controller/domain/label-stock.ts';
import { outerRect } from '../barcodes/draw.ts';
import type { PlacedSymbol } from '../barcodes/draw.ts';
import { code128, qrCode } from '../barcodes/symbols.ts';
import { ArtworkError } from '../problem.ts';
import type { Rect } from '../raster.ts';
import { Flow } from './flow.ts';
import { paint } from './placed.ts';
import type { Artwork, Placed } from './placed.ts';
import { MARGIN_MM, stockOf } from './stock.ts';
import type { Stock } from './stock.ts';
import { widthOf } from './text.ts';

/** What a test print says of its printer. */
export interface TestPrintData {
  /** Device id. */
  readonly id: string;
  /** `printer/tspl` … */
  readonly kind: string;
  readonly dpi: number;
  /** Stock of the piece: a label such as `60x40`, or `80`, `58` for a roll. */
  readonly stock: string;
}

/** Millimetres. */
const MM = {
  roll: { top: 2, height: 40, narrowHeight: 50 },
  margin: 2,
  frame: 0.25,
  qrModule: 0.5,
  barModule: 0.25,
  barHeight: 8,
  box: 4.4,
  boxWidth: 18,
  gap: 0.6,
} as const;
/** The same where a label is lower than so much. */
const LOW = { height: 28, barHeight: 5, bottom: 1.5, box: 2.9 } as const;
const foot = ({ heightDots, mm }: Stock) =>
  heightDots !== null && heightDots < mm(LOW.height)
    ? LOW
    : { barHeight: MM.barHeight, bottom: MM.margin, box: MM.box };

/** What the symbols of a test print say: neither can be taken for a docket. */
export const testQrText = ({ id }: TestPrintData): string => `DOCKETBOX TEST ${id}`;
export const testBarText = ({ dpi }: TestPrintData): string => `TEST-${dpi}`;

/**
 * A piece of paper that shows what a technician must see: a frame at the edges of what can be printed, a box that must
 * be black and one that must be white, a QR code and a Code 128, and which device at how many dots an inch this is.
 *
 * Throws ArtworkError.
 */
export const testPrint = (data: TestPrintData): Artwork => {
  if (!/^[a-zA-Z0-9-]{1,32}$/.test(data.id))
    throw new ArtworkError('bad-field', { field: 'id', expected: 'a device id' });
  const stock = stockOf(data.stock, data.dpi);
  const inner = innerOf(stock, data.stock);
  const margin = stock.mm(MM.margin);
  const qr = placeQr(data, stock, inner);
  const bars = placeBars(data, stock, inner);
  const words = new Flow({ ...stock, widthDots: outerRect(qr).x }, 0, 0);
  words.y = inner.y + margin;
  const indent = (inner.x + margin) / stock.mm(1);
  words.text('test', '测试打印 TEST', { size: 4, weight: 'bold', indent });
  words.text('id', data.id, { size: 3.2, weight: 'bold', indent });
  words.text('kind', data.kind, { size: 2.6, indent });
  words.text('dpi', `${data.dpi} dpi · ${data.stock}`, { size: 2.6, indent });
  const boxes = polarity(stock, inner, outerRect(bars), data.stock === '58');
  const placed = [...frame(inner, stock), ...words.placed, ...boxes];
  const height = stock.heightDots ?? inner.y * 2 + inner.height;
  return paint(stock.widthDots, height, data.dpi, placed, [qr, bars]);
};

const innerOf = (stock: Stock, name: string): Rect => {
  if (stock.heightDots !== null) return { x: 0, y: 0, width: stock.widthDots, height: stock.heightDots };
  const margin = stock.mm(isRoll(name) ? MARGIN_MM[name] : 0);
  const width = stock.widthDots - 2 * margin - 2;
  const x = Math.floor((stock.widthDots - width) / 2);
  return {
    x,
    y: stock.mm(MM.roll.top),
    width,
    height: stock.mm(name === '58' ? MM.roll.narrowHeight : MM.roll.height),
  };
};

const frame = ({ x, y, width, height }: Rect, stock: Stock): Placed[] => {
  const line = Math.max(2, stock.mm(MM.frame));
  const box = (rect: Rect): Placed => ({ kind: 'box', ...rect });
  return [
    box({ x, y, width, height: line }),
    box({ x, y: y + height - line, width, height: line }),
    box({ x, y, width: line, height }),
    box({ x: x + width - line, y, width: line, height }),
  ];
};

const placeQr = (data: TestPrintData, stock: Stock, inner: Rect): PlacedSymbol => {
  const symbol = qrCode(testQrText(data), 'M');
  const module = stock.mm(MM.qrModule);
  const right = inner.x + inner.width - stock.mm(1) - symbol.quiet.x * module;
  const y = inner.y + stock.mm(1) + symbol.quiet.y * module;
  return { symbol, module, rowHeight: module, x: right - symbol.columns * module, y };
};

const placeBars = (data: TestPrintData, stock: Stock, inner: Rect): PlacedSymbol => {
  const symbol = code128(testBarText(data));
  const module = Math.max(2, stock.mm(MM.barModule));
  const { barHeight, bottom } = foot(stock);
  const rowHeight = stock.mm(barHeight);
  const x = inner.x + stock.mm(1) + symbol.quiet.x * module;
  return { symbol, module, rowHeight, x, y: inner.y + inner.height - stock.mm(bottom) - rowHeight };
};

/** With the wrong polarity the two boxes, and all else, change places. On narrow paper they stand above the bars. */
const polarity = (stock: Stock, inner: Rect, bars: Rect, above: boolean): Placed[] => {
  const [width, height] = [stock.mm(MM.boxWidth), stock.mm(foot(stock).box)];
  const x = inner.x + inner.width - stock.mm(MM.margin) - width;
  const size = stock.mm(2.8);
  const word = (text: string, y: number, ink: 'black' | 'white'): Placed => ({
    ...{ kind: 'text', text, weight: 'bold', size, ink },
    x: x + Math.round((width - widthOf(text, 'bold', size)) / 2),
    y: y + Math.round((height - size * 1.15) / 2),
  });
  const gap = stock.mm(MM.gap);
  const black = above ? bars.y - 2 * (height + gap) : bars.y - gap;
  const white = black + gap + height;
  return [
    { kind: 'box', x, y: black, width, height },
    word('黑 BLACK', black, 'white'),
    ...frame({ x, y: white, width, height }, stock),
    word('白 WHITE', white, 'black'),
  ];
};
