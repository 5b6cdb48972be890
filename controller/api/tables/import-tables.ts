import { setImmediate as breathe } from 'node:timers/promises';
import { COLUMNS, type ImportKind } from '../../commands/import/columns.ts';
import { MOST_ROWS } from '../../commands/import/grid.ts';
import type { DocumentRow, ReadModels, TimeRange } from '../../ports/read-models.ts';
import type { Cell, Table } from '../../ports/table.ts';
import { column, plainTable } from './shared.ts';
import type { TableLanguage } from './words.ts';

/** Documents read between two breaths, so that a door is never kept waiting. */
const AT_ONCE = 100;
/** Between several values in one cell, as the imports read them. */
const AND = '；';

export interface ImportTableOrder {
  readonly kind: ImportKind;
  /** Of documents: when they were registered. */
  readonly range: TimeRange;
  readonly language: TableLanguage;
  readonly timeZone: string;
  /** UTC instant of the asking. */
  readonly now: string;
}
type Row = Readonly<Record<string, Cell>>;
type Views = Pick<ReadModels, 'departments' | 'department' | 'people' | 'registerFrom' | 'consignmentsOf'>;
/** As the imports read it. */
const YES_NO = { 'zh-CN': ['是', '否'], en: ['yes', 'no'] } as const;

/**
 * What a site has, in the form its imports take: nothing but a line of column names and the rows, so that the same file
 * is read back as what it was. Disabled people are left out: an import would let them in. Null when there are more rows
 * than an import takes.
 */
export const importTable = async (views: Views, order: ImportTableOrder): Promise<Table | null> => {
  const { kind, language, timeZone, now } = order;
  const rows = await ROWS[kind](views, order);
  if (rows.length > MOST_ROWS) return null;
  const columns = COLUMNS[kind];
  return {
    ...plainTable,
    ...{ name: kind, title: '', unit: '', language, timeZone, made: now, totals: '' },
    columns: columns.map(({ name, also: [chinese = name] }) =>
      column(name, language === 'en' ? name : chinese, 'text', [30, 1]),
    ),
    sections: [
      {
        heading: null,
        subtotal: null,
        rows: rows.map((row) => columns.map(({ name }) => row[name] ?? null)),
      },
    ],
  };
};

const ROWS: Readonly<Record<ImportKind, (views: Views, order: ImportTableOrder) => Promise<Row[]>>> = {
  departments: (views, { language }) => {
    const [yes, no] = YES_NO[language];
    return Promise.resolve(
      views.departments().map(({ code, name, aliases, outside }) => ({
        ...{ code, name, aliases: aliases.join(AND), outside: outside === true ? yes : no },
      })),
    );
  },
  people: (views) =>
    Promise.resolve(
      views
        .people()
        .filter(({ disabled }) => !disabled)
        .map(({ number, name, roles, departments, standsInFor }) => ({
          ...{ number, name, roles: roles.join(AND) },
          ...{ departments: departments.join(AND), standsInFor: standsInFor.join(AND) },
        })),
    ),
  documents: async (views, { range }) => {
    const rows: Row[] = [];
    for (let after = 0; rows.length <= MOST_ROWS;) {
      const page = views.registerFrom(range, after, AT_ONCE);
      rows.push(...page.map(({ document }) => documentRow(document, views)));
      if (page.length < AT_ONCE) break;
      after = page.at(-1)?.sequence ?? after;
      await breathe();
    }
    return rows;
  },
};

const documentRow = (document: DocumentRow, views: Views): Row => {
  const copies = new Map<string, number>();
  for (const { department } of views.consignmentsOf(document.id))
    copies.set(department, (copies.get(department) ?? 0) + 1);
  const { number, title, issuers, kind, urgency, pages, writtenOn, barcode, oaId } = document;
  return {
    ...{ secrecy: 'none', number, title, issuers: issuers.join(AND), kind, urgency },
    ...{ pages: pages === null ? null : String(pages), writtenOn, barcode, oaId },
    recipients: listed(copies, (department) => views.department(department)?.outside !== true),
    outside: listed(copies, (department) => views.department(department)?.outside === true),
  };
};

const listed = (copies: ReadonlyMap<string, number>, which: (department: string) => boolean): string =>
  [...copies]
    .filter(([department]) => which(department))
    .map(([department, count]) => `${department}*${count}`)
    .join(AND);
