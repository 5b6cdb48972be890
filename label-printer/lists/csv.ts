import { stringify } from 'csv-stringify/sync';
import type { Table } from '#controller/ports/table.ts';
import { inertCell } from '#controller/domain/inert-cell.ts';
import { flatTable, shownCell } from './cells.ts';

/**
 * RFC 4180 with a byte order mark, without which Excel reads UTF-8 as the system's own encoding: one line of titles,
 * one line a row, nothing else. Texts that a spreadsheet would calculate are neutralised, see `inertCell`.
 */
export const csvOf = (table: Table): Uint8Array => {
  const { columns, rows } = flatTable(table);
  const lines = rows.map((row) =>
    columns.map((column, i) => {
      const cell = row[i] ?? null;
      // A number is written by us and cannot be anything else.
      return typeof cell === 'number' ? cell : inertCell(shownCell(cell, column, table.timeZone));
    }),
  );
  const text = stringify([columns.map(({ title }) => inertCell(title)), ...lines], {
    bom: true,
    quoted_string: true,
    record_delimiter: 'windows',
  });
  return new TextEncoder().encode(text);
};
