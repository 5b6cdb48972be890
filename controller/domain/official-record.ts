import {
  gbkBytes,
  RELEASE_LEVELS,
  readDate,
  tidyNumber,
  UNREADABLE,
  urgencyOf,
  type Oddity,
  type Urgency,
} from './official-record-elements.ts';
import { isClassified } from './secrecy.ts';

export { buildOfficialRecord, type RecordFields } from './official-record-build.ts';
export { oddityText, type Oddity, type Urgency } from './official-record-elements.ts';

/** What an official-document barcode says. Texts are trimmed; an element left out is an empty text. */
export interface OfficialRecord {
  readonly tag: string;
  readonly barcode: string;
  readonly issuer: string;
  readonly kind: string;
  /** With `〔2026〕` brackets; `无` when the document has none. */
  readonly number: string;
  readonly recipient: string;
  readonly title: string;
  /** `无`; of a classified record its level, or `?` when that is not to be told. */
  readonly secrecy: string;
  readonly urgency: Urgency;
  /** yyyy-MM-dd, null when it cannot be read. */
  readonly writtenOn: string | null;
  readonly releaseLevel: string;
  readonly maker: string;
  readonly madeOn: string | null;
  readonly free: string;
  /** Elements after the fourteenth. */
  readonly extra: readonly string[];
}
export type ParsedRecord =
  | {
      readonly ok: true;
      /** Then every other field of `record` is empty: nothing of a classified record is handed on. */
      readonly classified: boolean;
      readonly record: OfficialRecord;
      readonly oddities: readonly Oddity[];
    }
  | { readonly ok: false; readonly why: RecordFault; readonly element: number | null };
export type RecordFault = 'unreadable-characters' | 'too-long' | 'unknown-tag' | 'too-few-elements';

/** Version tags met in the wild. */
export const DEFAULT_TAGS: readonly string[] = ['GB0626-2005', 'BQZNJH200802'];
const MAX_CHARACTERS = 4096;
/** Elements the standard fixes (1 to 9) are certain; 13 are the fewest seen. */
const FEWEST = 13;
/** GBK bytes of elements 2 to 9 before it is odd; most characters kept before the record is refused. */
const LIMITS: readonly (readonly [element: number, bytes: number, characters: number])[] = [
  [2, 32, 64],
  [3, 40, 100],
  [4, 30, 60],
  [5, 30, 60],
  [6, 40, 200],
  [7, 160, 400],
  [8, 16, 40],
  [9, 4, 40],
  [11, 16, 100],
  [12, 40, 100],
  [14, 160, 400],
];

/** Whether `text` means to be an official-document record: a known tag, or at least twelve element ends. */
export const looksLikeOfficialRecord = (
  text: string,
  { tags = DEFAULT_TAGS }: { readonly tags?: readonly string[] } = {},
): boolean => {
  const start = unframed(text.slice(0, MAX_CHARACTERS)).slice(0, 40).toUpperCase();
  return tags.some((tag) => start.startsWith(`${tag}^`)) || text.split('^', FEWEST).length >= FEWEST;
};

/**
 * Reads the record of an official-document barcode (GB0626-2005: 14 elements, each ended by `^`, the record by `|`),
 * tolerantly: 13 to any number of elements, framing, other brackets and date forms are taken and reported as oddities.
 * `tags` are the accepted version tags (upper case). Never throws.
 */
export const parseOfficialRecord = (
  text: string,
  { tags = DEFAULT_TAGS }: { readonly tags?: readonly string[] } = {},
): ParsedRecord => {
  if (text.length > MAX_CHARACTERS) return fault('too-long');
  const content = unframed(text);
  const parts = content.split('^');
  const tag = (parts[0] ?? '').trim().toUpperCase();
  const known = tags.includes(tag);
  const secrecy = parts[7] ?? '';
  if (known ? parts.length >= 8 && isClassified(secrecy) : parts.some((part) => LEVEL.test(part.trim())))
    return { ok: true, classified: true, record: emptyRecord(known ? tag : '', secrecy), oddities: [] };
  if (UNREADABLE.test(content) || /[\r\n]/.test(content)) return fault('unreadable-characters');
  if (!known) return fault('unknown-tag', 1);
  const oddities: Oddity[] = [];
  const elements = elementsOf(text, content, oddities);
  if (elements.length < FEWEST) return fault('too-few-elements', elements.length);
  for (const [element, bytes, characters] of LIMITS) {
    const value = elements[element - 1] ?? '';
    if (value.length > characters) return fault('too-long', element);
    const length = gbkBytes(value);
    if (length > bytes) oddities.push({ code: 'too-long', element, value: `${length}` });
  }
  return { ok: true, classified: false, record: recordOf(elements, tag, oddities), oddities };
};

const LEVEL = /^(绝密|机密|秘密)/u;
const fault = (why: RecordFault, element: number | null = null): ParsedRecord => ({
  ok: false,
  why,
  element,
});
/** Without what scanners and makers put around a record. */
const unframed = (text: string): string => text.replace(/^[\s*\uFEFF]+|[\s*\0]+$/gu, '');

/** In a record whose elements are shifted the mark may be anything, a title too: only the level's word is kept. */
const emptyRecord = (tag: string, mark: string): OfficialRecord => ({
  ...{ tag, barcode: '', issuer: '', kind: '', number: '', recipient: '', title: '' },
  secrecy: LEVEL.exec(mark.trim())?.[0] ?? '?',
  ...{ urgency: 'none', writtenOn: null, releaseLevel: '', maker: '', madeOn: null, free: '', extra: [] },
});

/** Splits at `^`, up to the `|` that ends the record; the first one with enough elements before it. */
const elementsOf = (text: string, content: string, oddities: Oddity[]): string[] => {
  const note = (code: Oddity['code'], value: string | number, element: number | null = null) =>
    oddities.push({ code, element, value: `${value}`.slice(0, 60) });
  if (text.replace(/(\r\n|\r|\n)$/u, '') !== content) note('framing', text.length - content.length);
  const end = endOf(content);
  if (end < 0) note('missing-end', '');
  else if (end < content.length - 1) note('after-end', content.length - 1 - end);
  const body = end < 0 ? content : content.slice(0, end);
  const elements = body.split('^');
  if (elements.length > FEWEST && elements.at(-1) === '') elements.pop();
  const barred = elements.findIndex((element) => element.includes('|'));
  if (barred >= 0) note('bar-inside', '', barred + 1);
  if (elements.length < 14) note('missing-elements', elements.length);
  if (elements.length > 14) note('extra-elements', elements.length);
  return elements.map((element, index) => {
    const trimmed = element.trim();
    if (trimmed !== element) note('padded', element.length - trimmed.length, index + 1);
    return trimmed;
  });
};

const endOf = (content: string): number => {
  let ends = 0;
  for (let i = 0; i < content.length; i++) {
    if (content[i] === '^') ends++;
    if (content[i] === '|' && ends >= FEWEST - 1) return i;
  }
  return -1;
};

const recordOf = (elements: readonly string[], tag: string, oddities: Oddity[]): OfficialRecord => {
  const at = (element: number): string => elements[element - 1] ?? '';
  const note = (code: Oddity['code'], element: number) =>
    oddities.push({ code, element, value: at(element).slice(0, 60) });
  const date = (element: number): string | null => {
    const { date: day, form } = readDate(at(element));
    if (form) note(form, element);
    return day;
  };
  for (const element of [2, 3, 5, 7]) if (at(element) === '') note('empty', element);
  const number = tidyNumber(at(5));
  if (number !== at(5)) note('number-form', 5);
  const urgency = urgencyOf(at(9));
  if (!urgency) note('urgency-word', 9);
  if (at(11) !== '' && !RELEASE_LEVELS.has(at(11))) note('release-level', 11);
  return {
    ...{ tag, barcode: at(2), issuer: at(3), kind: at(4), number, recipient: at(6), title: at(7) },
    ...{ secrecy: at(8), urgency: urgency ?? 'none', writtenOn: date(10), releaseLevel: at(11) },
    ...{ maker: at(12), madeOn: date(13), free: at(14), extra: elements.slice(14) },
  };
};
