import type { z } from 'zod';
import { isClassified } from '../../domain/secrecy.ts';
import { registerDepartment, registerDocument, registerPerson } from '../../api/contract/office.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import {
  dateCell,
  documentNumber,
  numberCell,
  orNull,
  recipientOf,
  roleOf,
  several,
  urgencyWord,
} from './cells.ts';
import { findColumns, type ImportKind } from './columns.ts';
import { checked, note, resolved, taken, type Cell, type Source } from './rows.ts';
import type { ImportProblem, Table } from './table.ts';

export type Department = z.output<typeof registerDepartment>;
export type Person = z.output<typeof registerPerson>;
export type Document = z.output<typeof registerDocument>;
export type Planned =
  | { readonly kind: 'departments'; readonly items: readonly Department[] }
  | { readonly kind: 'people'; readonly items: readonly Person[] }
  | { readonly kind: 'documents'; readonly items: readonly Document[] };

export interface Plan {
  readonly planned: Planned;
  readonly problems: readonly ImportProblem[];
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
  const problems = headerProblems(kind, columns);
  if (problems.length > 0) return { planned: { kind, items: [] }, problems, classified: [] };
  const classified =
    kind === 'documents' ? table.rows.filter((row) => isClassified(cellOf(row)('secrecy'))) : [];
  const open = table.rows.filter((row) => !classified.includes(row));
  const refused = classified.map(({ row }): ImportProblem => ({
    ...{ row, column: 'secrecy', value: null },
    fix: 'classified, or its mark is malformed: take this paper to the confidential office (机要室) and delete the row',
  }));
  const ragged = open.filter((row) =>
    row.cells.slice(table.header.length).some((cell) => cell.trim() !== ''),
  );
  const misshapen = ragged.map(({ row }): ImportProblem => ({
    ...{ row, column: '', value: null },
    fix: `the row has more cells than the header (${table.header.length}); quote cells that hold the separator`,
  }));
  const { planned, found } = PLANNERS[kind](
    open.map((row) => ({ row: row.row, cell: cellOf(row) })),
    views,
  );
  const all = [...refused, ...misshapen, ...found].sort((a, b) => a.row - b.row);
  return { planned, problems: all, classified };
};

const headerProblems = (kind: ImportKind, columns: ReturnType<typeof findColumns>): ImportProblem[] => [
  ...columns.missing.map(({ name, also }) => ({
    ...{ row: 1, column: name, value: null },
    fix: `add the column "${name}" (or "${also[0] ?? ''}")`,
  })),
  ...columns.twice.map((name) => ({
    row: 1,
    column: name,
    value: null,
    fix: 'keep one column of this name',
  })),
  ...columns.unknown.map((cell) => ({
    ...{ row: 1, column: cell.slice(0, 40).replace(/\p{C}/gu, '·'), value: null },
    fix: `there is no such column for ${kind}; remove it or mend its name`,
  })),
];

type Planner = (
  rows: readonly Source[],
  views: ReadModels,
) => { readonly planned: Planned; readonly found: readonly ImportProblem[] };

const departments: Planner = (rows, views) => {
  const { good, found } = checked(rows, registerDepartment, (cell) => ({
    ...{ code: cell('code').toLowerCase(), name: cell('name'), aliases: several(cell('aliases')) },
  }));
  const twice = taken(
    good,
    ({ code, name, aliases }) => [
      ['code', `code ${code}`, code],
      ...[...new Set([name, ...aliases])].map(
        (n) => [n === name ? 'name' : 'aliases', `name ${n}`, n] as const,
      ),
    ],
    ({ code, name, aliases }) => {
      if (views.department(code)) return ['code', code];
      const known = [name, ...aliases].find((n) => views.departmentCalled(n));
      return known === undefined ? undefined : [known === name ? 'name' : 'aliases', known];
    },
  );
  return {
    planned: { kind: 'departments', items: good.map(({ item }) => item) },
    found: [...found, ...twice],
  };
};

const people: Planner = (rows, views) => {
  const { good, found } = checked(rows, registerPerson, (cell) => ({
    ...{
      number: cell('number'),
      name: cell('name'),
      roles: [...new Set(several(cell('roles')).map(roleOf))],
    },
    ...{ departments: several(cell('departments')), standsInFor: several(cell('standsInFor')) },
  }));
  const unknown = rows.flatMap(({ row, cell }) => [
    ...resolved(views, row, 'departments', several(cell('departments'))).found,
    ...resolved(views, row, 'standsInFor', several(cell('standsInFor'))).found,
    ...(several(cell('roles')).length > 0
      ? []
      : [note(row, 'roles', '', 'name at least one role, such as collector (收文员)')]),
  ]);
  const codes = (names: readonly string[]) => resolved(views, 0, '', names).codes;
  const items = good.map(({ item }) => ({
    ...item,
    ...{ departments: codes(item.departments), standsInFor: codes(item.standsInFor) },
  }));
  const twice = taken(
    good,
    ({ number }) => [['number', number, number]],
    ({ number }) => (views.person(number) ? ['number', number] : undefined),
  );
  return { planned: { kind: 'people', items }, found: [...found, ...unknown, ...twice] };
};

const documents: Planner = (rows, views) => {
  const { good, found } = checked(rows, registerDocument, (cell) => ({
    ...{ secrecy: 'none', number: documentNumber(cell('number')), title: cell('title') },
    ...{ issuers: several(cell('issuers')), kind: cell('kind'), urgency: urgencyWord(cell('urgency')) },
    ...{ pages: numberCell(cell('pages')), writtenOn: dateCell(cell('writtenOn')) },
    ...{ barcode: orNull(cell('barcode')), oaId: orNull(cell('oaId')) },
    recipients: several(cell('recipients')).map((part) => {
      const { name, copies } = recipientOf(part);
      return { department: name, copies };
    }),
  }));
  const unknown = rows.flatMap(({ row, cell }) => {
    const names = several(cell('recipients')).map((part) => recipientOf(part).name);
    return resolved(views, row, 'recipients', names).found;
  });
  const items = good.map(({ item }) => ({
    ...item,
    recipients: item.recipients.flatMap(({ department, copies }) =>
      resolved(views, 0, '', [department]).codes.map((code) => ({ department: code, copies })),
    ),
  }));
  const key = ({ number, issuers }: Document) => `${number} ${issuers[0] ?? ''}`;
  const twice = taken(
    good,
    (item) => [
      ...(item.number === '无' ? [] : ([['number', `number ${key(item)}`, item.number]] as const)),
      ...(item.barcode === null ? [] : ([['barcode', `barcode ${item.barcode}`, item.barcode]] as const)),
    ],
    (item) => {
      if (item.barcode !== null && views.documentsLike({ barcode: item.barcode, number: null })[0])
        return ['barcode', item.barcode];
      const same = views.documentsLike({ barcode: null, number: item.number });
      return item.number !== '无' &&
        same.some((row) => key({ ...item, ...row, issuers: [...row.issuers] }) === key(item))
        ? ['number', item.number]
        : undefined;
    },
  );
  return { planned: { kind: 'documents', items }, found: [...found, ...unknown, ...twice] };
};

const PLANNERS: Readonly<Record<ImportKind, Planner>> = { departments, people, documents };
