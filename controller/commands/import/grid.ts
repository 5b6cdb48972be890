/** Limits of a list: bytes of the file, rows under its head, columns. */
export const MOST_BYTES = 8 * 1024 * 1024;
export const MOST_ROWS = 10_000;
export const MOST_COLUMNS = 60;

/** Cells of a list as text. Blank rows are left out; rows keep the numbers a spreadsheet shows. */
export interface Grid {
  readonly form: 'csv' | 'xlsx';
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
  /** Whether dates stored as numbers count from 1904. */
  readonly since1904: boolean;
}
