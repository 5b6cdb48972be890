import { execFileSync, spawnSync } from 'node:child_process';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '#controller/ports/table.ts';
import { plainCell } from '#controller/domain/inert-cell.ts';
import { csvOf } from '#label-printer/lists/csv.ts';
import { pdfOf } from '#label-printer/lists/pdf.ts';
import { xlsxOf } from '#label-printer/lists/xlsx.ts';
import { othersAreThere, seenByOthers, unlessThere } from '../forms/codes-seen.ts';
import { sampleList } from './sample.ts';

const noPdftotext = spawnSync('pdftotext', ['-v']).error !== undefined;
const without = noPdftotext ? ' (skipped: pdftotext is not installed)' : '';
/** A cell of every form as people read it; white space is how a form sets it. */
const dense = (text: string): string => text.replaceAll(/\s+/gu, '');
type Rows = readonly (readonly string[])[];

/** The rows of a table that are read back, the title row left off. */
const inCsv = (table: Table): Rows => {
  const [, ...rows] = parse(Buffer.from(csvOf(table)), { bom: true }) as string[][];
  return rows.map((row) => row.map((cell) => dense(plainCell(cell))));
};
const inExcel = async (table: Table): Promise<Rows> => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(await xlsxOf(table)) as never);
  const count = table.sections.reduce((sum, { rows }) => sum + rows.length, 0);
  const sheet = book.worksheets[0];
  return Array.from({ length: count }, (_, i) =>
    table.columns.map((_column, k) => {
      const { value } = sheet?.getCell(5 + i, 1 + k) ?? { value: null };
      if (value === null || value === undefined) return '';
      // A spreadsheet has no time zones: its dates are what the site's clocks showed.
      return dense(
        value instanceof Date ? value.toISOString().slice(0, 16).replace('T', ' ') : String(value),
      );
    }),
  );
};
/** Text of the PDF as poppler takes it out, in the order in which it was drawn. */
const onPaper = (pdf: Uint8Array): string =>
  dense(execFileSync('pdftotext', ['-raw', '-', '-'], { input: pdf, encoding: 'utf8' }));
/** Rows that are not on paper, cell after cell, behind the row before. */
const missing = (text: string, rows: Rows): string[] => {
  let from = 0;
  return rows.flatMap((row) => {
    const words = row.join('');
    const at = text.indexOf(words, from);
    if (at < 0) return [row[2] ?? words];
    from = at + words.length;
    return [];
  });
};
const changed = (table: Table, row: number, column: number, value: string | null): Table => ({
  ...table,
  sections: table.sections.map((section) => ({
    ...section,
    rows: section.rows.flatMap((cells, i) => {
      if (i !== row) return [cells];
      return value === null ? [] : [cells.map((cell, k) => (k === column ? value : cell))];
    }),
  })),
});

describe('a list says the same in every form', () => {
  // What a spreadsheet would calculate is text in all three.
  const table = changed(sampleList(60), 3, 1, '=HYPERLINK("http://x";"某单位")');
  let rows: Rows;
  let paper: string;
  beforeAll(async () => {
    rows = inCsv(table);
    if (!noPdftotext) paper = onPaper(await pdfOf(table));
  }, 60_000);

  it('in CSV and in Excel, cell by cell', async () => {
    expect(rows).toHaveLength(60);
    expect(rows[3]?.[1]).toContain('=HYPERLINK');
    expect(await inExcel(table)).toEqual(rows);
    // A single character in one cell (mutant).
    expect(await inExcel(changed(table, 7, 2, '0A1B2C3D4E5F0O07'))).not.toEqual(rows);
  });

  it.skipIf(noPdftotext)(`and on paper, row by row in their order${without}`, () => {
    expect(missing(paper, rows)).toEqual([]);
  });

  it.skipIf(noPdftotext)(
    `a cell that differs, a row left out and two rows exchanged are found (mutants)${without}`,
    async () => {
      const found = async (mutant: Table) => missing(onPaper(await pdfOf(mutant)), rows);
      expect(await found(changed(table, 7, 1, '市发展和改草委员会'))).toEqual([rows[7]?.[2]]);
      expect(await found(changed(table, 11, 0, null))).toContain(rows[11]?.[2]);
      const [section] = table.sections;
      const turned = [...(section?.rows ?? [])];
      [turned[20], turned[21]] = [turned[21] ?? [], turned[20] ?? []];
      const exchanged = { ...table, sections: [{ heading: null, subtotal: null, rows: turned }] };
      expect((await found(exchanged)).length).toBeGreaterThan(0);
    },
  );

  it.skipIf(!othersAreThere)(
    `its first page has the code of its number and content for another reader${unlessThere}`,
    async () => {
      const [first] = seenByOthers(await pdfOf(table));
      expect(first).toEqual([`QR-Code:DBL1:202600000042:${'AB'.repeat(32)}`]);
    },
  );
});
