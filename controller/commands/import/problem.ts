import { FAULT_WORDS } from '../packages/fault-words.ts';
import type { Fault } from '../packages/fault.ts';
import { FIX_WORDS, type FixCode } from './fix-words.ts';

export type Language = 'en' | 'zh';

/** What is to be done about it: words come later, in the reader's language. */
export interface Fix {
  readonly code: FixCode;
  readonly values?: Readonly<Record<string, string | number>>;
}
/** A cell that cannot be imported: `row` is the one a spreadsheet shows; 0 means the whole file. */
export interface Problem {
  readonly row: number;
  /** Name of the column as documented; empty when the whole row or file is meant. */
  readonly column: string;
  /** Null where showing it would say too much. */
  readonly value: string | null;
  readonly fix: Fix;
}
/** The same in words. */
export interface ImportProblem extends Omit<Problem, 'fix'> {
  readonly fix: string;
}

export const inWords = ({ fix, ...problem }: Problem, language: Language): ImportProblem => {
  const words = FIX_WORDS[fix.code][language];
  return {
    ...problem,
    fix: words.replace(/\{(\w+)\}/g, (_, name: string) => String(fix.values?.[name] ?? '?')),
  };
};

/** A file that could not be read at all, as the one problem of an import. */
export const faultInWords = (fault: Fault, language: Language): ImportProblem => ({
  row: Number(/^row (\d+)$/.exec(fault.place)?.[1] ?? 0),
  ...{ column: '', value: fault.value === '' ? null : fault.value },
  fix: FAULT_WORDS[fault.code][language],
});

const NO_TITLES = new Set(['title']);

/** A problem with a cell; what stands in it is shown cut off, and never a title. */
export const note = (
  row: number,
  column: string,
  value: unknown,
  code: FixCode,
  values?: Fix['values'],
): Problem => ({
  ...{ row, column },
  value: NO_TITLES.has(column)
    ? null
    : String(value ?? '')
        .replace(/\p{C}/gu, '·')
        .slice(0, 60),
  fix: { code, ...(values ? { values } : {}) },
});
