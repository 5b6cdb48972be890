import { parse } from 'csv-parse/sync';
import { plainCell } from '../../domain/inert-cell.ts';
import { FileFault } from '../packages/fault.ts';
import { MOST_COLUMNS, MOST_ROWS, type Grid } from './grid.ts';

const MOST_IN_RECORD = 65_536;

/**
 * CSV as spreadsheets write it: UTF-8 with or without a byte order mark, else GB18030; commas, semicolons or tabs,
 * told by the first lines. An apostrophe before what would be a formula, as our exports write it, is taken off.
 */
export const readCsv = (bytes: Uint8Array): Grid => {
  const text = textOf(bytes);
  if (text === null) throw new FileFault('text-encoding', '');
  let records: string[][];
  try {
    records = parse(text, {
      ...{ delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: false },
      ...{ max_record_size: MOST_IN_RECORD, to: MOST_ROWS * 2 },
    });
  } catch (error) {
    const { lines } = error as { lines?: number };
    throw new FileFault('csv-quotes', lines === undefined ? '' : `row ${lines}`);
  }
  const rows = records
    .map((cells, index) => ({ row: index + 1, cells: cells.map(plainCell) }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const wide = rows.find(({ cells }) => cells.length > MOST_COLUMNS);
  if (wide) throw new FileFault('many-columns', `row ${wide.row}`, wide.cells.length);
  if (rows.length > MOST_ROWS + 1) throw new FileFault('many-rows', '', rows.length - 1);
  return { form: 'csv', rows, since1904: false };
};

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

/** By the first line that has any of them, which is the header or a title above it. */
const delimiterOf = (text: string): string => {
  const lines = text.slice(0, 10_000).split(/\r?\n/, 10);
  const count = (line: string, delimiter: string) => line.split(delimiter).length;
  const head = lines.find((line) => SEPARATORS.some((one) => count(line, one) > 1)) ?? '';
  return SEPARATORS.reduce((best, next) => (count(head, next) > count(head, best) ? next : best));
};
const SEPARATORS = [',', ';', '\t'];
