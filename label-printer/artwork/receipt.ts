import { formatDocketCode } from '#controller/domain/docket-code.ts';
import { outerRect } from '../barcodes/draw.ts';
import type { PlacedSymbol } from '../barcodes/draw.ts';
import { qrCode } from '../barcodes/symbols.ts';
import { MOST_DOTS } from '../languages/zpl.ts';
import { ArtworkError } from '../problem.ts';
import { Flow } from './flow.ts';
import { paint } from './placed.ts';
import type { Artwork } from './placed.ts';
import { checkReceipt, localTime, receiptSymbolText } from './receipt-data.ts';
import type { ReceiptData, ReceiptOptions, ReceiptPiece } from './receipt-data.ts';
import { receiptWords } from './receipt-words.ts';
import type { ReceiptWords } from './receipt-words.ts';
import { MARGIN_MM, stockOf } from './stock.ts';
import type { Stock } from './stock.ts';

/** Millimetres. */
const MM = { top: 3, bottom: 6, column: 17, qrModule: 0.5, small: 2.5, text: 3 } as const;

/**
 * A receipt slip on a roll, as long as it needs: who handed over what, where and when, and what proves it: the
 * receipt's ledger line, its leaf hash and the root it vouches for, in full, and as a QR code.
 *
 * Throws ArtworkError; `too-long` above 32,000 dots.
 */
export const receipt = (data: ReceiptData, dpi: number, options: ReceiptOptions): Artwork => {
  const { roll = '80' } = options;
  const stock = stockOf(roll, dpi);
  const words = receiptWords[options.language];
  const slip = checkReceipt(data);
  const flow = new Flow(stock, MARGIN_MM[roll], MM.top);
  head(flow, slip, words, options.timeZone);
  slip.pieces.forEach((piece, i) => pieceLines(flow, piece, i + 1, words));
  flow.rule();
  proof(flow, slip, words);
  const qr = placeQr(receiptSymbolText(slip), stock, flow.y);
  flow.y += outerRect(qr).height;
  flow.text('check', words.check, { size: MM.small, align: 'centre' });
  flow.gap(MM.bottom);
  if (flow.y > MOST_DOTS) throw new ArtworkError('too-long', { dots: flow.y, most: MOST_DOTS });
  return paint(stock.widthDots, flow.y, dpi, flow.placed, [qr]);
};

const head = (flow: Flow, slip: ReceiptData, words: ReceiptWords, timeZone: string): void => {
  flow.text('site', slip.site, { size: 3.4, align: 'centre' });
  flow.gap(0.5);
  flow.text('kind', words[slip.kind], { size: 6, weight: 'bold', align: 'centre' });
  flow.rule();
  const style = { size: MM.text, indent: MM.column };
  const who = slip.person.name === '' ? slip.person.number : `${slip.person.name} (${slip.person.number})`;
  flow.pair(words.station, slip.station, style);
  flow.pair(words.person, who, style);
  flow.pair(words.time, localTime(slip.issuedAt, timeZone), style);
  flow.pair(words.pieces, String(slip.pieces.length), style);
  flow.rule();
};

const pieceLines = (flow: Flow, piece: ReceiptPiece, position: number, words: ReceiptWords): void => {
  if (position > 1) flow.gap(1.4);
  flow.pair(String(position), piece.number, { size: 3.3, weight: 'bold', indent: 7 });
  const indented = { size: MM.text, indent: 7 };
  flow.text('piece', `${piece.departmentName} · ${words.compartment} ${piece.compartment}`, indented);
  flow.text('piece', formatDocketCode(piece.docket), indented);
  flow.text('piece', `${words.ledgerLine} ${piece.sequence}`, { size: MM.small, indent: 7 });
  for (const line of hashLines(piece.leaf)) flow.text('piece', line, { size: MM.small, indent: 7 });
};

const proof = (flow: Flow, slip: ReceiptData, words: ReceiptWords): void => {
  const style = { size: MM.small, indent: MM.column };
  flow.pair(words.receipt, slip.id, style);
  flow.pair(words.ledgerLine, String(slip.sequence), style);
  hashLines(slip.leaf).forEach((line, i) => flow.pair(i === 0 ? words.leaf : '', line, style));
  flow.pair(words.size, String(slip.size), style);
  hashLines(slip.root).forEach((line, i) => flow.pair(i === 0 ? words.root : '', line, style));
};

/** 64 hex digits as two lines of four groups: readable aloud, and compared line by line. */
const hashLines = (hash: string): string[] =>
  [hash.slice(0, 32), hash.slice(32)].map((half) => half.replace(/(.{8})(?=.)/gu, '$1 '));

const placeQr = (text: string, stock: Stock, top: number): PlacedSymbol => {
  const symbol = qrCode(text, 'M');
  const module = Math.max(3, stock.mm(MM.qrModule));
  const width = symbol.columns * module;
  if (width + 2 * symbol.quiet.x * module > stock.widthDots)
    throw new ArtworkError('symbol-does-not-fit', { symbology: 'QRCode' });
  return {
    symbol,
    module,
    rowHeight: module,
    x: Math.floor((stock.widthDots - width) / 2),
    y: top + symbol.quiet.y * module,
  };
};
