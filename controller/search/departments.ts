import type { DepartmentRow } from '../ports/read-models.ts';
import { plain } from './plain-text.ts';

/** Turns Chinese into pinyin without tones, a syllable a character; other characters as they are. */
export type Pinyin = (text: string) => readonly string[];

interface Called {
  readonly code: string;
  readonly name: string;
  /** Code, name and other names, plain. */
  readonly names: readonly string[];
  /** Of each name: the first letters of its syllables, and its syllables. */
  readonly initials: readonly string[];
  readonly syllables: readonly string[];
}
/** A word that fits more departments than this means none of them. */
const MOST = 8;

/** Departments by what people type for them. What was worked out of the names is kept while they stay the same. */
export const departmentFinder = (departments: () => readonly DepartmentRow[], pinyin: Pinyin) => {
  let known = '';
  let called: readonly Called[] = [];
  const refresh = (): readonly Called[] => {
    const rows = departments();
    const now = JSON.stringify(rows);
    if (now !== known) [known, called] = [now, rows.map((row) => calledOf(row, pinyin))];
    return called;
  };
  return (word: string): readonly Pick<Called, 'code' | 'name'>[] => {
    const found = Array.from(word).length < 2 ? [] : refresh().filter((each) => fits(each, word));
    const whole = found.filter(({ names }) => names.includes(word));
    if (whole.length > 0) return whole;
    return found.length > MOST ? [] : found;
  };
};

const calledOf = ({ code, name, aliases }: DepartmentRow, pinyin: Pinyin): Called => {
  const read = [name, ...aliases].map((each) => pinyin(each).map(plain).filter(Boolean));
  return {
    ...{ code, name, names: [code, name, ...aliases].map(plain) },
    initials: read.map((syllables) => syllables.map((each) => each.slice(0, 1)).join('')),
    syllables: read.map((syllables) => syllables.join('')),
  };
};
const fits = ({ names, initials, syllables }: Called, word: string): boolean =>
  names.some((name) => name.includes(word)) ||
  initials.some((each) => each.includes(word)) ||
  syllables.some((each) => each.startsWith(word));
