import { FileFault } from '../packages/fault.ts';
import type { Grid } from './grid.ts';
import { readGrid } from './read-grid.ts';

export interface Table {
  /** Header cells, trimmed. */
  readonly header: readonly string[];
  readonly headerRow: number;
  readonly rows: Grid['rows'];
  readonly form: Grid['form'];
  readonly since1904: boolean;
}

/** Rows above the header that an OA may write: the name of the list, the day it was made. */
const MOST_ABOVE = 10;

/**
 * A list under a header line. The header is the first row that is not blank; with `named`, of the first rows the one in
 * which it knows most cells. Throws a FileFault.
 */
export const readTable = (bytes: Uint8Array, named?: (cell: string) => boolean): Table => {
  const { rows, form, since1904 } = readGrid(bytes);
  const known = (cells: readonly string[]) => (named ? cells.filter(named).length : 0);
  const top = named ? rows.slice(0, MOST_ABOVE) : rows.slice(0, 1);
  const best = top.reduce((most, { cells }) => Math.max(most, known(cells)), 0);
  const at = top.findIndex(({ cells }) => known(cells) === best);
  const head = rows[at];
  if (!head || rows.length === at + 1) throw new FileFault('no-rows', '');
  return {
    ...{ header: head.cells.map((cell) => cell.trim()), headerRow: head.row, rows: rows.slice(at + 1) },
    ...{ form, since1904 },
  };
};
