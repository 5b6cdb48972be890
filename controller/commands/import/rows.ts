import type { z } from 'zod';
import { isPlainLine } from '../../domain/plain-text.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import { FIX_WORDS, type FixCode } from './fix-words.ts';
import { several } from './cells.ts';
import { note, type Problem } from './problem.ts';

/** Text of a row's cell under a column's documented name, trimmed; empty when there is none. */
export type Cell = (name: string) => string;
export interface Source {
  readonly row: number;
  readonly cell: Cell;
}
export interface Good<Item> {
  readonly source: Source;
  readonly item: Item;
}

const fixOf = (column: string): FixCode | undefined => {
  const code = `fix-${column}`;
  return Object.hasOwn(FIX_WORDS, code) ? (code as FixCode) : undefined;
};

/** Of a field that is made from several columns: those columns, in the order of its values. */
type MadeFrom = Readonly<Record<string, readonly string[]>>;
/** The column that the value at `at` of a field stands in. */
const columnOf = (columns: readonly string[], cell: Cell, at: unknown): string | undefined => {
  let before = 0;
  return columns.find((name) => {
    before += several(cell(name)).length;
    return typeof at === 'number' && at < before;
  });
};

/** Rows through their schema: the good ones, and what is wrong with the others. */
export const checked = <S extends z.ZodType>(
  rows: readonly Source[],
  schema: S,
  raw: (cell: Cell) => Record<string, unknown>,
  madeFrom: MadeFrom = {},
): { readonly good: Good<z.output<S>>[]; readonly found: Problem[] } => {
  const good: Good<z.output<S>>[] = [];
  const found: Problem[] = [];
  for (const source of rows) {
    const value = raw(source.cell);
    const control = Object.keys(value)
      .flatMap((name) => madeFrom[name] ?? [name])
      .find((name) => !isPlainLine(source.cell(name)));
    if (control !== undefined) {
      found.push(note(source.row, control, source.cell(control), 'controls'));
      continue;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) good.push({ source, item: parsed.data });
    else
      for (const { path, message } of parsed.error.issues) {
        const field = String(path[0] ?? '');
        const column = columnOf(madeFrom[field] ?? [], source.cell, path[1]) ?? field;
        const text = source.cell(column);
        found.push(
          note(source.row, column, text, text === '' ? 'empty' : (fixOf(field) ?? 'schema'), { message }),
        );
      }
  }
  return { good, found };
};

/** What the site has of an item already: the very same, or another one under the same key. */
export type Known =
  | { readonly same: true }
  | { readonly same: false; readonly column: string; readonly shown: string; readonly fields: string };

/** Sorts out what an earlier row of the file, or the site, has already. */
export const sorted = <Item>(
  good: readonly Good<Item>[],
  keysOf: (item: Item) => readonly (readonly [column: string, key: string, shown: string])[],
  inSite: (item: Item) => Known | undefined,
): { readonly fresh: Good<Item>[]; readonly unchanged: number; readonly found: Problem[] } => {
  const seen = new Map<string, number>();
  const fresh: Good<Item>[] = [];
  const found: Problem[] = [];
  let unchanged = 0;
  for (const one of good) {
    const { row } = one.source;
    const before = found.length;
    for (const [column, key, shown] of keysOf(one.item)) {
      const first = seen.get(key);
      if (first !== undefined) found.push(note(row, column, shown, 'same-key', { first }));
      else seen.set(key, row);
    }
    const there = inSite(one.item);
    if (there?.same === false)
      found.push(
        there.fields === ''
          ? note(row, there.column, there.shown, 'site-has-it')
          : note(row, there.column, there.shown, 'site-differs', { fields: there.fields }),
      );
    if (found.length > before) continue;
    if (there) unchanged++;
    else fresh.push(one);
  }
  return { fresh, unchanged, found };
};

/** Names of the fields in which two things differ; lists count as sets. */
export const differing = <Item extends object>(
  one: Item,
  other: { readonly [Name in keyof Item]?: unknown },
): string =>
  (Object.keys(one) as (keyof Item & string)[])
    .filter((name) => plain(one[name]) !== plain(other[name]))
    .join(', ');
const plain = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? value.map((each) => JSON.stringify(each)).sort() : (value ?? null));

/** Codes for departments given by code, name or alias; an unknown one is a problem. */
export const resolved = (
  views: ReadModels,
  row: number,
  column: string,
  names: readonly string[],
): { readonly codes: string[]; readonly found: Problem[] } => {
  const found: Problem[] = [];
  const codes = names.flatMap((name) => {
    const code = views.departmentCalled(name)?.code;
    if (code === undefined) found.push(note(row, column, name, 'unknown-department'));
    return code === undefined ? [] : [code];
  });
  return { codes: [...new Set(codes)], found };
};
