import type { registerDepartment, registerDocument, registerPerson } from '../../api/contract/office.ts';
import type { z } from 'zod';
import { isClassified } from '../../domain/secrecy.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import { findColumns, type ImportKind } from './columns.ts';
import { PLANNERS } from './planners.ts';
import { note, type Problem } from './problem.ts';
import type { Cell } from './rows.ts';
import type { Table } from './table.ts';

export type Department = z.output<typeof registerDepartment>;
export type Person = z.output<typeof registerPerson>;
export type Document = z.output<typeof registerDocument>;
interface Rows<Kind extends ImportKind, Item> {
  readonly kind: Kind;
  readonly items: readonly { readonly row: number; readonly item: Item }[];
}
export type Planned = Rows<'departments', Department> | Rows<'people', Person> | Rows<'documents', Document>;

export interface Plan {
  /** What is new. */
  readonly planned: Planned;
  /** Rows that say what the site has already. */
  readonly unchanged: number;
  readonly problems: readonly Problem[];
  /** Whether the header is wrong, so that no row could be read. */
  readonly unread: boolean;
  /** Cells of classified rows, for their keyed hash and nothing else. */
  readonly classified: readonly { readonly row: number; readonly cells: readonly string[] }[];
}
type Row = Table['rows'][number];

/** Checks every row of a table; the secrecy column before anything else of it. Changes nothing. */
export const planImport = (kind: ImportKind, table: Table, views: ReadModels): Plan => {
  const columns = findColumns(kind, table.header);
  const cellOf =
    (row: Row): Cell =>
    (name) =>
      (row.cells[columns.at.get(name) ?? -1] ?? '').trim();
  const problems = headerProblems(kind, columns, table.headerRow);
  if (problems.length > 0)
    return { planned: { kind, items: [] }, unchanged: 0, unread: true, problems, classified: [] };
  const classified =
    kind === 'documents' ? table.rows.filter((row) => isClassified(cellOf(row)('secrecy'))) : [];
  const secret = new Set(classified);
  const open = table.rows.filter((row) => !secret.has(row));
  const refused = classified.map(({ row }) => ({ ...note(row, 'secrecy', '', 'classified'), value: null }));
  const { width, ragged } = raggedOf(table, open);
  const misshapen = [...ragged].map((row) => ({
    ...note(row, '', '', 'wide-row', { count: width }),
    value: null,
  }));
  const { planned, unchanged, found } = PLANNERS[kind](
    open.map((row) => ({ row: row.row, cell: cellOf(row), since1904: table.since1904 })),
    views,
  );
  const all = [...refused, ...misshapen, ...found].sort((a, b) => a.row - b.row);
  return { planned: without(planned, ragged), unchanged, unread: false, problems: all, classified };
};

const raggedOf = (table: Table, rows: Table['rows']) => ({
  width: table.header.length,
  ragged: new Set(
    rows
      .filter(({ cells }) => cells.slice(table.header.length).some((cell) => cell.trim() !== ''))
      .map(({ row }) => row),
  ),
});

const without = (planned: Planned, rows: ReadonlySet<number>): Planned =>
  ({ ...planned, items: planned.items.filter(({ row }) => !rows.has(row)) }) as Planned;

const headerProblems = (
  kind: ImportKind,
  columns: ReturnType<typeof findColumns>,
  row: number,
): Problem[] => {
  const about = (column: string, fix: Problem['fix']): Problem => ({ row, column, value: null, fix });
  return [
    ...columns.missing.map(({ name, also }) =>
      about(name, { code: 'missing-column', values: { column: name, also: also[0] ?? '' } }),
    ),
    ...columns.twice.map((name) => about(name, { code: 'column-twice' })),
    ...columns.unknown.map((cell) =>
      about(cell.slice(0, 40).replace(/\p{C}/gu, '·'), { code: 'unknown-column', values: { kind } }),
    ),
  ];
};
