import { isDocketCode } from '../domain/docket-code.ts';
import type { PayloadOf } from '../domain/events.ts';
import {
  looksLikeOfficialRecord,
  parseOfficialRecord,
  type ParsedRecord,
} from '../domain/official-record.ts';
import type { PageMarks } from '../domain/scan-split.ts';
import { isClassified } from '../domain/secrecy.ts';
import type { PageCode, PageReading } from '../ports/intake.ts';
import type { ReadModels } from '../ports/read-models.ts';
import { isBadge } from './badge.ts';

type Kept = PayloadOf<'ScanReceived'>['readings'][number];
/** A code whose meaning is known. */
type Meant =
  | { readonly kind: 'docket' | 'badge' | 'foreign'; readonly code: PageCode }
  | {
      readonly kind: 'record';
      readonly code: PageCode;
      readonly record: Extract<ParsedRecord, { ok: true }>;
    };

/** Least side of the QR code of a cover sheet, mm: labels on pages have smaller ones. */
export const COVER_QR_MM = 28;
const MOST_TEXT = 1500;
const MOST_FOREIGN_TEXT = 200;

/** The payload of the first classified record on any page; null when there is none. Asked before anything else. */
export const classifiedOn = (pages: readonly PageReading[]): Uint8Array | null => {
  for (const { codes } of pages)
    for (const { text, bytes } of codes) {
      const parsed = parseOfficialRecord(text);
      if (parsed.ok && (parsed.classified || isClassified(parsed.record.secrecy))) return bytes;
    }
  return null;
};

const meant = (code: PageCode): Meant => {
  // Never taken on trust: whoever read it may be wrong about the check character.
  if (code.docket && isDocketCode(code.text)) return { kind: 'docket', code };
  if (isBadge(code.text)) return { kind: 'badge', code };
  const record = parseOfficialRecord(code.text);
  return record.ok ? { kind: 'record', code, record } : { kind: 'foreign', code };
};

/** What a page says of where it belongs; only what is registered counts as ours. */
export const marksOf = (
  { codes }: PageReading,
  views: Pick<ReadModels, 'consignment' | 'documentsLike'>,
): PageMarks => {
  const all = codes.map(meant);
  const dockets: { docket: string; document: string }[] = [];
  let strangers = false;
  for (const { kind, code } of all) {
    if (kind !== 'docket') continue;
    const row = views.consignment(code.text);
    if (row) dockets.push({ docket: row.docket, document: row.document });
    else strangers = true;
  }
  const records = all.flatMap((one) => {
    if (one.kind !== 'record') return [];
    const { barcode, number } = one.record.record;
    const like = views.documentsLike({ barcode: barcode === '' ? null : barcode, number });
    return [{ text: one.code.text, documents: like.map(({ id }) => id) }];
  });
  return {
    ...{ dockets, strangers, records, cover: isCover(codes) },
    foreign: all.some(({ kind }) => kind === 'foreign'),
  };
};

/** A cover sheet has one docket code in both symbols, the QR code larger than on any label for a page. */
const isCover = (codes: readonly PageCode[]): boolean =>
  codes.some(
    ({ symbology, text, docket, sideMm }) =>
      docket &&
      symbology === 'QRCode' &&
      sideMm >= COVER_QR_MM &&
      codes.some((other) => other.symbology === 'Code128' && other.text === text),
  );

/**
 * Codes as the record keeps them. A badge opens doors, and a record that cannot be taken apart may be a secret one:
 * that one was on the page is all that is kept of either.
 */
export const keptOf = ({ codes }: PageReading, page: number): Kept[] =>
  codes.map((code) => {
    const { kind } = meant(code);
    const most = kind === 'foreign' ? MOST_FOREIGN_TEXT : MOST_TEXT;
    const isHidden = kind === 'badge' || (kind === 'foreign' && looksLikeOfficialRecord(code.text));
    const text = isHidden ? '' : code.text.replace(/\p{C}/gu, '').slice(0, most);
    return { page, symbology: code.symbology.slice(0, 20), kind, text: text.toWellFormed() };
  });
