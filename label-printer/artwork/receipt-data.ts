import type { Roll } from '#controller/domain/label-stock.ts';
import { ArtworkError } from '../problem.ts';
import { printable } from './text.ts';

export { receiptSymbolText } from '#controller/domain/receipt-symbol.ts';

/** What a slip says; the receipt page's view fits it. */
export interface ReceiptData {
  readonly id: string;
  readonly kind: 'drop' | 'pickup';
  readonly site: string;
  readonly station: string;
  readonly person: { readonly number: string; readonly name: string };
  /** UTC instant. */
  readonly issuedAt: string;
  readonly pieces: readonly ReceiptPiece[];
  /** Ledger size and root (64 hex digits) that the receipt vouches for. */
  readonly size: number;
  readonly root: string;
  /** The receipt's own line in the ledger, and its leaf hash (64 hex digits). */
  readonly sequence: number;
  readonly leaf: string;
}
export interface ReceiptPiece {
  readonly docket: string;
  readonly number: string;
  readonly departmentName: string;
  readonly compartment: string;
  readonly sequence: number;
  readonly leaf: string;
}
export interface ReceiptOptions {
  /** 80 mm where it is left out. */
  readonly roll?: Roll;
  readonly language: 'zh-CN' | 'en';
  /** IANA name of the site's time zone. */
  readonly timeZone: string;
}

/** The same, every text printable. Throws ArtworkError naming the field. */
export const checkReceipt = (data: ReceiptData): ReceiptData => ({
  ...data,
  id: mark('id', data.id),
  site: printable('site', data.site),
  station: printable('station', data.station),
  person: {
    number: printable('person.number', data.person.number),
    name: printable('person.name', data.person.name),
  },
  size: count('size', data.size),
  sequence: count('sequence', data.sequence),
  root: hash('root', data.root),
  leaf: hash('leaf', data.leaf),
  pieces: data.pieces.map((piece, i) => ({
    docket: mark(`pieces[${i}].docket`, piece.docket),
    number: printable(`pieces[${i}].number`, piece.number),
    departmentName: printable(`pieces[${i}].departmentName`, piece.departmentName),
    compartment: printable(`pieces[${i}].compartment`, piece.compartment),
    sequence: count(`pieces[${i}].sequence`, piece.sequence),
    leaf: hash(`pieces[${i}].leaf`, piece.leaf),
  })),
});

/** `2026-06-18 09:00:00`, in the site's time zone. */
export const localTime = (instant: string, timeZone: string): string => {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) throw new ArtworkError('bad-field', { field: 'issuedAt', expected: 'an instant' });
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(time);
};

const mark = (field: string, text: string): string => {
  if (!/^[\x21-\x7e]{1,64}$/.test(text))
    throw new ArtworkError('bad-field', { field, expected: '1 to 64 ASCII characters without spaces' });
  return text;
};
const hash = (field: string, text: string): string => {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new ArtworkError('bad-field', { field, expected: '64 hex digits' });
  return text.toLowerCase();
};
const count = (field: string, value: number): number => {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new ArtworkError('bad-field', { field, expected: 'a whole number' });
  return value;
};
