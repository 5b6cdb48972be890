import {
  isCalendarDate,
  limitGbk,
  RELEASE_LEVELS,
  UNREADABLE,
  URGENCY_WORD,
  type Urgency,
} from './official-record-elements.ts';

/** What goes into an official-document barcode. Only papers that are no state secrets get one from us. */
export interface RecordFields {
  readonly barcode: string;
  readonly issuer: string;
  readonly kind?: string;
  readonly number?: string | null;
  readonly recipient?: string;
  readonly title: string;
  readonly urgency?: Urgency;
  /** yyyy-MM-dd. */
  readonly writtenOn: string;
  readonly releaseLevel?: string;
  readonly maker?: string;
  /** yyyy-MM-dd. */
  readonly madeOn: string;
  readonly free?: string;
}

/**
 * Text of a GB0626-2005 record: 14 elements each ended by `^`, then `|`. Element separators and every control
 * character are taken out of texts, which are then limited to their GBK bytes on a character boundary. The barcode
 * number and the dates are never shortened: a RangeError names the element, the value and the fix.
 */
export const buildOfficialRecord = (fields: RecordFields): string =>
  [
    'GB0626-2005',
    barcodeOf(fields.barcode),
    required('issuer', 3, clean(fields.issuer, 40)),
    clean(fields.kind ?? '', 30),
    clean(fields.number ?? '', 30) || '无',
    clean(fields.recipient ?? '', 40),
    clean(fields.title, 160),
    '无',
    URGENCY_WORD[fields.urgency ?? 'none'],
    compactDate('writtenOn', 10, fields.writtenOn),
    releaseLevelOf(fields.releaseLevel ?? ''),
    clean(fields.maker ?? '', 40),
    compactDate('madeOn', 13, fields.madeOn),
    clean(fields.free ?? '', 40),
  ]
    .map((element) => `${element}^`)
    .join('') + '|';

/** Unreadable characters and separators dropped, runs of space as one, at most `bytes` GBK bytes. */
const clean = (text: string, bytes: number): string => {
  const plain = [...text].map((c) => (/\s/u.test(c) ? ' ' : UNREADABLE.test(c) || '^|'.includes(c) ? '' : c));
  return limitGbk(plain.join('').replace(/ +/g, ' ').trim(), bytes).trimEnd();
};

const fail = (field: string, element: number, value: string, fix: string): never => {
  throw new RangeError(`${field} (element ${element}): ${JSON.stringify(value)}; ${fix}`);
};
const required = (field: string, element: number, value: string): string =>
  value === '' ? fail(field, element, value, 'it must not be empty') : value;

const barcodeOf = (barcode: string): string =>
  /^[0-9A-Za-z-]{1,32}$/.test(barcode)
    ? barcode
    : fail('barcode', 2, barcode.slice(0, 40), 'use 1 to 32 letters, digits and hyphens');

const releaseLevelOf = (level: string): string =>
  level === '' || RELEASE_LEVELS.has(level)
    ? level
    : fail('releaseLevel', 11, level.slice(0, 40), `use ${[...RELEASE_LEVELS].join(', ')} or leave it empty`);

const compactDate = (field: string, element: number, date: string): string =>
  isCalendarDate(date)
    ? date.replaceAll('-', '')
    : fail(field, element, date.slice(0, 40), 'write a day as yyyy-MM-dd');
