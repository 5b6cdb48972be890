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
  yesOrNo,
} from './cells.ts';
import type { ImportKind } from './columns.ts';
import type { Document, Plan } from './plan.ts';
import { note, type Problem } from './problem.ts';
import { checked, differing, resolved, sorted, type Good, type Known, type Source } from './rows.ts';

interface DatedSource extends Source {
  readonly since1904: boolean;
}
type Planner = (
  rows: readonly DatedSource[],
  views: ReadModels,
) => Pick<Plan, 'planned' | 'unchanged'> & { readonly found: readonly Problem[] };

const rowsOf = <Item>(good: readonly Good<Item>[], wrong: readonly Problem[]) => {
  const rows = new Set(wrong.map(({ row }) => row));
  return good.flatMap(({ source: { row }, item }) => (rows.has(row) ? [] : [{ row, item }]));
};

const departments: Planner = (rows, views) => {
  const { good, found } = checked(rows, registerDepartment, (cell) => ({
    ...{ code: cell('code').toLowerCase(), name: cell('name'), aliases: several(cell('aliases')) },
    ...(cell('outside') === '' ? {} : { outside: yesOrNo(cell('outside')) }),
  }));
  const { fresh, unchanged, ...twice } = sorted(
    good,
    ({ code, name, aliases }) => [
      ['code', `code ${code}`, code],
      ...[...new Set([name, ...aliases])].map(
        (n) => [n === name ? 'name' : 'aliases', `name ${n}`, n] as const,
      ),
    ],
    ({ code, name, aliases, outside }): Known | undefined => {
      const there = views.department(code);
      if (there) {
        const said = { name, aliases, ...(outside === undefined ? {} : { outside }) };
        const fields = differing(said, { ...there, outside: there.outside === true });
        return fields === '' ? { same: true } : { same: false, column: 'code', shown: code, fields };
      }
      const known = [name, ...aliases].find((n) => views.departmentCalled(n));
      if (known === undefined) return undefined;
      return { same: false, column: known === name ? 'name' : 'aliases', shown: known, fields: '' };
    },
  );
  return {
    planned: { kind: 'departments', items: rowsOf(fresh, []) },
    ...{ unchanged, found: [...found, ...twice.found] },
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
    ...(several(cell('roles')).length > 0 ? [] : [note(row, 'roles', '', 'no-roles')]),
  ]);
  const codes = (names: readonly string[]) => resolved(views, 0, '', names).codes;
  const coded = good.map(({ source, item }) => ({
    source,
    item: { ...item, departments: codes(item.departments), standsInFor: codes(item.standsInFor) },
  }));
  const { fresh, unchanged, ...twice } = sorted(
    coded,
    ({ number }) => [['number', number, number]],
    ({ number, ...person }): Known | undefined => {
      const there = views.person(number);
      if (!there) return undefined;
      const fields = differing(person, there);
      return fields === '' ? { same: true } : { same: false, column: 'number', shown: number, fields };
    },
  );
  return {
    planned: { kind: 'people', items: rowsOf(fresh, unknown) },
    ...{ unchanged, found: [...found, ...unknown, ...twice.found] },
  };
};

/** Receivers of a document: in the house or not, and those that are outside for certain. */
const RECIPIENTS = ['recipients', 'outside'] as const;
const documents: Planner = (rows, views) => {
  const dates = new Map(rows.map(({ cell, since1904 }) => [cell, since1904]));
  const { good, found } = checked(
    rows,
    registerDocument,
    (cell) => ({
      ...{ secrecy: 'none', number: documentNumber(cell('number')), title: cell('title') },
      ...{ issuers: several(cell('issuers')), kind: cell('kind'), urgency: urgencyWord(cell('urgency')) },
      ...{ pages: numberCell(cell('pages')), writtenOn: dateCell(cell('writtenOn'), dates.get(cell)) },
      ...{ barcode: orNull(cell('barcode')), oaId: orNull(cell('oaId')) },
      recipients: RECIPIENTS.flatMap((column) => several(cell(column))).map((part) => {
        const { name, copies } = recipientOf(part);
        return { department: name, copies };
      }),
    }),
    { recipients: RECIPIENTS },
  );
  const unknown = rows.flatMap(({ row, cell }) =>
    RECIPIENTS.flatMap((column) => {
      const names = several(cell(column)).map((part) => recipientOf(part).name);
      const { found } = resolved(views, row, column, names);
      const inside = column === 'outside' ? names.filter((name) => isInHouse(views, name)) : [];
      return [...found, ...inside.map((name) => note(row, column, name, 'not-outside'))];
    }),
  );
  const coded = good.map(({ source, item }) => ({
    source,
    item: {
      ...item,
      recipients: item.recipients.flatMap(({ department, copies }) =>
        resolved(views, 0, '', [department]).codes.map((code) => ({ department: code, copies })),
      ),
    },
  }));
  const { fresh, unchanged, ...twice } = sorted(
    coded,
    (item) => [
      ...(item.number === '无' ? [] : ([['number', `number ${keyOf(item)}`, item.number]] as const)),
      ...(item.barcode === null ? [] : ([['barcode', `barcode ${item.barcode}`, item.barcode]] as const)),
    ],
    (item) => knownDocument(item, views),
  );
  return {
    planned: { kind: 'documents', items: rowsOf(fresh, unknown) },
    ...{ unchanged, found: [...found, ...unknown, ...twice.found] },
  };
};

const isInHouse = (views: ReadModels, name: string): boolean => {
  const department = views.departmentCalled(name);
  return department !== undefined && department.outside !== true;
};

const keyOf = ({ number, issuers }: Pick<Document, 'number'> & { readonly issuers: readonly string[] }) =>
  `${number} ${issuers[0] ?? ''}`;

const knownDocument = (item: Document, views: ReadModels): Known | undefined => {
  const byBarcode =
    item.barcode === null ? undefined : views.documentsLike({ barcode: item.barcode, number: null })[0];
  const byNumber =
    item.number === '无'
      ? undefined
      : views
          .documentsLike({ barcode: null, number: item.number })
          .find((row) => keyOf({ number: row.number, issuers: row.issuers }) === keyOf(item));
  const there = byBarcode ?? byNumber;
  if (!there) return undefined;
  const copies = (department: string): number =>
    views.consignmentsOf(there.id).filter((piece) => piece.department === department).length;
  const { secrecy: _, recipients, ...document } = item;
  const wanted = new Map<string, number>();
  for (const one of recipients) wanted.set(one.department, (wanted.get(one.department) ?? 0) + one.copies);
  const total = [...wanted.values()].reduce((sum, count) => sum + count, 0);
  const sameRecipients =
    [...wanted].every(([department, count]) => copies(department) === count) &&
    views.consignmentsOf(there.id).length === total;
  const fields = [differing(document, there), sameRecipients ? '' : 'recipients'].filter(Boolean).join(', ');
  if (fields === '') return { same: true };
  return byBarcode
    ? { same: false, column: 'barcode', shown: item.barcode ?? '', fields }
    : { same: false, column: 'number', shown: item.number, fields };
};

export const PLANNERS: Readonly<Record<ImportKind, Planner>> = { departments, people, documents };
