import { isClassified } from '../../domain/secrecy.ts';
import { FileFault } from '../packages/fault.ts';
import { readTable } from '../import/table.ts';
import type { FieldName, FoundDocument, Reading } from './found.ts';
import { isMark } from './secrecy-marks.ts';

export interface ReadList {
  readonly form: 'csv' | 'xlsx';
  readonly documents: readonly FoundDocument[];
  /** Rows that are classified: their number, and their cells for a keyed hash and nothing else. */
  readonly classified: readonly { readonly row: number; readonly cells: readonly string[] }[];
  /** Heads of columns that mean nothing to us, in their order. */
  readonly ignored: readonly string[];
}

/** Fields at least one of which a list must have, else it is some other table. */
const TELLING: readonly FieldName[] = ['number', 'title'];
const MOST_IGNORED = 60;

/**
 * Reads the documents of an OA's list, CSV or Excel. The secrecy columns are looked at before anything else of a row, and
 * a cell of any column that is a secrecy mark counts as one. Throws a FileFault.
 */
export const readList = (bytes: Uint8Array, fieldOf: (name: string) => FieldName | undefined): ReadList => {
  const table = readTable(bytes, (cell) => fieldOf(cell) !== undefined);
  const columns = table.header.map((head) => ({ head, field: head === '' ? undefined : fieldOf(head) }));
  const fields = columns.map(({ field }) => field);
  if (!TELLING.some((field) => fields.includes(field)))
    throw new FileFault('no-columns', `row ${table.headerRow}`, table.header.filter(Boolean).join(', '));
  const cellsAt = (cells: readonly string[], wanted: FieldName): string[] =>
    fields.flatMap((field, at) => (field === wanted ? [cells[at] ?? ''] : []));
  const secret = (cells: readonly string[]): boolean =>
    cellsAt(cells, 'secrecy').some(isClassified) ||
    cellsAt(cells, 'term').some((term) => term.trim() !== '' && isClassified(term)) ||
    cells.some((cell) => isMark(cell));
  const open = table.rows.filter(({ cells }) => !secret(cells));
  const kept = new Set(open);
  return {
    form: table.form,
    documents: open.map(({ row, cells }) => ({
      ...{ place: '', row },
      readings: columns.flatMap(({ head, field }, at): Reading[] =>
        field === undefined
          ? []
          : [
              {
                ...{ field, from: head, text: (cells[at] ?? '').trim() },
                ...(table.since1904 ? { since1904: true } : {}),
              },
            ],
      ),
    })),
    classified: table.rows.filter((row) => !kept.has(row)),
    ignored: columns
      .flatMap(({ head, field }) => (field === undefined && head !== '' ? [head.slice(0, 40)] : []))
      .slice(0, MOST_IGNORED),
  };
};
