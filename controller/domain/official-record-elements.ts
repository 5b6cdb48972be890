import iconv from 'iconv-lite';
import type { PayloadOf } from './events.ts';

/** The elements of an official-document record (GB0626-2005) and what their values look like. */
export type Urgency = PayloadOf<'DocumentRegistered'>['urgency'];

/** Something unusual in a record: a stable code, the element (1 to 14, null for the whole), what was found there. */
export interface Oddity {
  readonly code: OddityCode;
  readonly element: number | null;
  /** At most 60 characters; never of the title. */
  readonly value: string;
}
export type OddityCode =
  | 'framing'
  | 'missing-end'
  | 'after-end'
  | 'bar-inside'
  | 'missing-elements'
  | 'extra-elements'
  | 'padded'
  | 'empty'
  | 'too-long'
  | 'number-form'
  | 'urgency-word'
  | 'date-form'
  | 'date-time'
  | 'release-level';

/** One line for the ledger: `date-form:10:2026-06-18`. */
export const oddityText = (oddity: Oddity): string =>
  `${oddity.code}:${oddity.element ?? ''}:${oddity.value}`.slice(0, 200);

/** Length of `text` in a GBK barcode, bytes; characters beyond GBK count as GB18030's four. */
export const gbkBytes = (text: string): number => iconv.encode(text, 'gb18030').length;

/** The longest beginning of `text` of at most `bytes` GBK bytes, never half a character. */
export const limitGbk = (text: string, bytes: number): string => {
  let kept = '';
  let left = bytes;
  for (const character of text) {
    left -= gbkBytes(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
};

/**
 * Characters no record may carry: C0 (but CR, LF), DEL, C1, zero-width and bidirectional controls, line separators,
 * replacement characters, non-characters, halves of surrogate pairs.
 */
export const UNREADABLE =
  /(?![\r\n])\p{Cc}|\p{Bidi_Control}|\p{Surrogate}|\p{Noncharacter_Code_Point}|[\u00AD\u200B-\u200D\u2028\u2029\u2060-\u206F\uFEFF\uFFF9-\uFFFD]/u;

const URGENCY_WORDS: Readonly<Record<string, Urgency>> = {
  无: 'none',
  平件: 'none',
  急件: 'jiaji',
  加急: 'jiaji',
  特急: 'teji',
  平急: 'pingji',
  特提: 'teti',
};
/** Word of element 9 (paper and telegrams) as our urgency; undefined when it is none of them. */
export const urgencyOf = (word: string): Urgency | undefined =>
  Object.hasOwn(URGENCY_WORDS, word) ? URGENCY_WORDS[word] : undefined;

/** The word the 2005 record uses for an urgency. */
export const URGENCY_WORD: Readonly<Record<Urgency, string>> = {
  none: '无',
  jiaji: '急件',
  teji: '特急',
  pingji: '平急',
  teti: '特提',
};
export const RELEASE_LEVELS: ReadonlySet<string> = new Set(['省军级', '市地级', '县团级', '公开发布']);

/** A date as some maker wrote it. `form` is what was unusual: null for plain yyyyMMdd. */
export interface ReadDate {
  /** yyyy-MM-dd, null when there is none to be read. */
  readonly date: string | null;
  readonly form: 'date-form' | 'date-time' | null;
}
export const readDate = (text: string): ReadDate => {
  const parts =
    /^(\d{4})(\d\d)(\d\d)(.*)$/.exec(text) ??
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(.*)$/.exec(text) ??
    undefined;
  const [, year = '', month = '', day = '', rest = ''] = parts ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = /^[T ]?\d{1,2}(:?\d\d){1,2}$|^$/.test(rest);
  if (!parts || !time || !isCalendarDate(date)) return { date: null, form: 'date-form' };
  if (rest !== '') return { date, form: 'date-time' };
  return { date, form: text.length === 8 && /^\d{8}$/.test(text) ? null : 'date-form' };
};

/** Whether `date` (yyyy-MM-dd) is a day of the calendar from 1900 to 2199. */
export const isCalendarDate = (date: string): boolean => {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(date)) return false;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
};

/** A document number in today's form: `〔2026〕` for `（2026）`, `[2026]`, `【2026】`; ASCII digits. */
export const tidyNumber = (number: string): string =>
  number
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/ *[（([【［〈〔] *((?:19|20)\d\d) *[）)\]】］〉〕] */g, '〔$1〕');
