import type { z } from 'zod';
import type { ReadModels } from '../../ports/read-models.ts';
import type { ImportProblem } from './table.ts';

/** Text of a row's cell under a column's documented name, trimmed; empty when there is none. */
export type Cell = (name: string) => string;
export interface Source {
  readonly row: number;
  readonly cell: Cell;
}
const NO_TITLES = new Set(['title']);
export const note = (row: number, column: string, value: unknown, fix: string): ImportProblem => ({
  ...{ row, column, fix },
  value: NO_TITLES.has(column)
    ? null
    : String(value ?? '')
        .replace(/\p{C}/gu, '·')
        .slice(0, 60),
});

/** What to write, by column; the schema's own words are for programs. */
const FIXES: Readonly<Record<string, string>> = {
  code: 'use small letters, digits and hyphens, at most 32',
  name: 'shorten it',
  aliases: 'write at most 30 names of at most 60 characters, separated by ;',
  number: 'shorten it; a person’s number has letters and digits only, at most 20',
  roles:
    'use messenger 通信员, collector 收文员, registrar 登记员, supervisor 督办员, technician 维护员, auditor 审计员',
  title: 'shorten it to 400 characters',
  issuers: 'write at most 20 issuers of at most 100 characters, separated by ;',
  kind: 'shorten it to 60 characters',
  urgency: 'use 无, 加急, 特急, for telegrams 平急 or 特提',
  pages: 'write a whole number from 1 to 9999',
  writtenOn: 'write a day of the calendar as 2026-06-18',
  barcode: 'shorten it to 64 characters',
  oaId: 'shorten it to 100 characters',
  recipients: 'write departments with 1 to 200 copies each, such as 财政局*2; 教育局',
};

/** Rows through their schema: the good ones, and what is wrong with the others. */
export const checked = <S extends z.ZodType>(
  rows: readonly Source[],
  schema: S,
  raw: (cell: Cell) => Record<string, unknown>,
): {
  readonly good: { readonly source: Source; readonly item: z.output<S> }[];
  readonly found: ImportProblem[];
} => {
  const good: { source: Source; item: z.output<S> }[] = [];
  const found: ImportProblem[] = [];
  for (const source of rows) {
    const value = raw(source.cell);
    const control = Object.keys(value).find((name) =>
      /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u.test(source.cell(name)),
    );
    if (control !== undefined) {
      found.push(
        note(source.row, control, source.cell(control), 'remove line breaks and control characters'),
      );
      continue;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) good.push({ source, item: parsed.data });
    else
      for (const { path, message } of parsed.error.issues) {
        const column = String(path[0] ?? '');
        const mend = Object.hasOwn(FIXES, column) ? FIXES[column] : undefined;
        const fix = source.cell(column) === '' ? 'it is empty; fill it in' : (mend ?? message);
        found.push(note(source.row, column, source.cell(column), fix));
      }
  }
  return { good, found };
};

/** Reports a key that an earlier row of the file, or the site, has already. */
export const taken = <T>(
  good: readonly { readonly source: Source; readonly item: T }[],
  keysOf: (item: T) => readonly (readonly [column: string, key: string, shown: string])[],
  inSite: (item: T) => readonly [column: string, shown: string] | undefined,
): ImportProblem[] => {
  const seen = new Map<string, number>();
  return good.flatMap(({ source: { row }, item }) => {
    const found: ImportProblem[] = [];
    for (const [column, key, shown] of keysOf(item)) {
      const first = seen.get(key);
      if (first !== undefined) found.push(note(row, column, shown, `row ${first} has it already; keep one`));
      else seen.set(key, row);
    }
    const there = inSite(item);
    if (there) found.push(note(row, ...there, 'the site has it already; delete the row'));
    return found;
  });
};

/** Codes for departments given by code, name or alias; an unknown one is a problem. */
export const resolved = (
  views: ReadModels,
  row: number,
  column: string,
  names: readonly string[],
): { readonly codes: string[]; readonly found: ImportProblem[] } => {
  const found: ImportProblem[] = [];
  const codes = names.flatMap((name) => {
    const code = views.departmentCalled(name)?.code;
    if (code === undefined)
      found.push(note(row, column, name, 'no department has this code or name; import it first'));
    return code === undefined ? [] : [code];
  });
  return { codes: [...new Set(codes)], found };
};
