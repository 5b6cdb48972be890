import { readDocketCode } from '../domain/docket-code.ts';
import { registeredOnLabel, writtenLabel, departmentLabel } from './labels.ts';
import { tellingGrams, type Shares } from './gram-shares.ts';
import { gramsOfWord } from './grams.ts';
import { plain } from './plain-text.ts';

/** One word of a question, and everything it may mean. */
export interface Word {
  readonly plain: string;
  /** Departments that it names. */
  readonly departments: readonly string[];
  /** Labels of which one will do, besides the text itself. */
  readonly labels: readonly string[];
  /** When it begins a docket code or is an official barcode's number: then it means those documents and nothing else. */
  readonly named: readonly Named[] | null;
}
export interface Named {
  readonly document: string;
  readonly docket: string | null;
}
export interface Meanings {
  readonly departments: (word: string) => readonly { readonly code: string }[];
  /** Pieces whose docket begins with capitals and digits; documents with exactly this barcode number. */
  readonly named: (typed: string) => readonly Named[];
}

/** Words that one question may have, and characters a word. More says nothing more. */
const MOST_WORDS = 8;
const MOST_CHARACTERS = 64;
/** From so many characters on a word may be (the beginning of) a code. */
const CODE_FROM = 8;

export const wordsOf = (typed: string, meanings: Meanings): Word[] => {
  const docket = readDocketCode(typed.trim());
  const parts = docket === null ? partsOf(typed) : [docket];
  return parts
    .slice(0, MOST_WORDS)
    .map((part) => wordOf(part, meanings))
    .filter((word) => word.plain !== '');
};

/** Of a scanned official barcode only its number is looked at: nobody knows yet whether the rest may be. */
const partsOf = (typed: string): string[] => {
  const [, number] = typed.split('^');
  return (number ?? typed.normalize('NFKC')).split(/\s+/u).filter(Boolean);
};

const wordOf = (typed: string, { departments, named }: Meanings): Word => {
  const word = Array.from(plain(typed)).slice(0, MOST_CHARACTERS).join('');
  const days = daysIn(typed);
  const codes = departments(word).map(({ code }) => code);
  const isCode = days.length === 0 && word.length >= CODE_FROM && /^[0-9a-z]+$/.test(word);
  const found = isCode ? named(typed) : [];
  return {
    ...{ plain: word, departments: codes, named: found.length > 0 ? found : null },
    labels: [
      ...codes.map(departmentLabel),
      ...days.flatMap((day) => [writtenLabel(day), registeredOnLabel(day)]),
    ],
  };
};

/** `2026-6-18`, `2026.06.18`, `2026年6月18日`, `20260618`. */
const DATE = /^(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d\d)(\d\d))$/u;
const daysIn = (typed: string): string[] => {
  const [, year = '', a, b, c, d] = DATE.exec(typed) ?? [];
  const day = `${year}-${(a ?? c ?? '').padStart(2, '0')}-${(b ?? d ?? '').padStart(2, '0')}`;
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day) ? [day] : [];
};

/** Full-text expression that every document with the word fits; empty when all may. */
export const expressionOf = (
  { plain: text, labels }: Pick<Word, 'plain' | 'labels'>,
  shares: Shares,
): string => {
  const grams = tellingGrams(gramsOfWord(text), shares).map(quoted).join(' AND ');
  return grams === '' ? '' : anyOf([grams, ...labels.map(quoted)]);
};
export const anyOf = (alternatives: readonly string[]): string =>
  alternatives.map((each) => `(${each})`).join(' OR ');
export const allOf = (conditions: readonly string[]): string =>
  conditions
    .filter((each) => each !== '')
    .map((each) => `(${each})`)
    .join(' AND ');
/** Tokens are letters, digits and our mark: nothing in them can end the quotation. */
export const quoted = (token: string): string => `"${token}"`;
