import { parse } from 'csv-parse/sync';

/** A cell that cannot be imported: `row` 1 is the header line; `value` is null where showing it would say too much. */
export interface ImportProblem {
  readonly row: number;
  /** Name of the column as documented; empty when the whole row or file is meant. */
  readonly column: string;
  readonly value: string | null;
  readonly fix: string;
}
export interface Table {
  /** Header cells, trimmed. */
  readonly header: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}
export type ReadTable =
  { readonly ok: true; readonly table: Table } | { readonly ok: false; readonly problem: ImportProblem };

const MOST_BYTES = 8 * 1024 * 1024;
const MOST_ROWS = 5_000;
const MOST_COLUMNS = 60;

/**
 * CSV as spreadsheets write it: UTF-8 with or without a byte order mark, else GB18030; commas, semicolons or tabs,
 * told by the header line. Blank rows are skipped, rows keep the numbers a spreadsheet shows.
 */
export const readTable = (bytes: Uint8Array): ReadTable => {
  if (bytes.length > MOST_BYTES)
    return wrong(0, `${bytes.length} bytes`, `split the file: at most ${MOST_BYTES} bytes each`);
  const text = textOf(bytes);
  if (text === null) return wrong(0, null, 'save the file as "CSV UTF-8"; this is neither UTF-8 nor GB18030');
  let records: string[][];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      max_record_size: 65_536,
    });
  } catch (error) {
    const { lines } = error as { lines?: number };
    return wrong(
      lines ?? 0,
      null,
      'mend the quotes around here: a cell with quotes doubles them and is quoted whole',
    );
  }
  const [header = [], ...body] = records;
  const rows = body
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (header.length > MOST_COLUMNS)
    return wrong(1, `${header.length} columns`, `keep at most ${MOST_COLUMNS}`);
  if (rows.length === 0)
    return wrong(1, null, 'the file has no rows; write one line for each item under the header');
  if (rows.length > MOST_ROWS)
    return wrong(0, `${rows.length} rows`, `split the file: at most ${MOST_ROWS} rows each`);
  return { ok: true, table: { header: header.map((cell) => cell.trim()), rows } };
};

const wrong = (row: number, value: string | null, fix: string): ReadTable => ({
  ok: false,
  problem: { row, column: '', value, fix },
});

const textOf = (bytes: Uint8Array): string | null => {
  // UTF-16: valid GB18030 by accident, but never meant so.
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return null;
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\0') ? null : text;
    } catch {
      continue;
    }
  return null;
};

const delimiterOf = (text: string): string => {
  const header = text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? '';
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best), ',');
};
