import type { Worksheet } from 'exceljs';
import ExcelJS from 'exceljs';
import { unzipSync, zipSync } from 'fflate';
import type { Cell, Table, TableColumn } from '#controller/ports/table.ts';
import { flatTable, localMinute } from './cells.ts';
import { spelled } from './spelled.ts';

const FORMS: Readonly<Record<TableColumn['kind'], string>> = {
  // `@`: whoever edits the cell goes on with text, even when it begins like a formula.
  text: '@',
  code: '@',
  signature: '@',
  number: '0',
  instant: 'yyyy-mm-dd hh:mm',
  date: 'yyyy-mm-dd',
};
/** Excel's sheet names: 31 characters, and none of these. */
const sheetName = (title: string): string =>
  title
    .replaceAll(/[\\/*?:[\]']/gu, ' ')
    .slice(0, 31)
    .trim() || 'list';
const line = { style: 'thin' as const, color: { argb: 'FF999999' } };
const frame = { top: line, left: line, bottom: line, right: line };

/**
 * A workbook of one sheet, A4 landscape, as wide as the page, its head repeated on every page: dates are dates, numbers
 * numbers, and text is text whatever it begins with. The same table gives the same bytes.
 */
export const xlsxOf = async (table: Table): Promise<Uint8Array> => {
  const book = new ExcelJS.Workbook();
  book.creator = 'Docketbox';
  book.created = book.modified = new Date(table.made);
  const sheet = book.addWorksheet(sheetName(table.title));
  const { columns, rows } = flatTable(table);
  columns.forEach(({ width, grow, kind }, i) => {
    sheet.getColumn(i + 1).width = Math.max(8, (width + grow * 30) / 2.2, kind === 'instant' ? 17 : 0);
  });
  head(sheet, table, columns.length);
  const titles = sheet.addRow(columns.map(({ title }) => spelled(title)));
  titles.eachCell((cell) => {
    cell.font = { bold: true };
    cell.border = frame;
    cell.alignment = { vertical: 'middle', wrapText: true };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDEDED' } };
  });
  for (const row of rows) put(sheet, row, columns, table.timeZone);
  sheet.addRow([spelled(table.totals)]).font = { bold: true };
  if (table.sign.length > 0) sheet.addRow([table.sign.join('                    ')]);
  for (const [label, value] of table.evidence) sheet.addRow([spelled(`${label}: ${value}`)]);
  forPrinting(sheet, titles.number, table);
  return settled(new Uint8Array(await book.xlsx.writeBuffer()));
};

const head = (sheet: Worksheet, table: Table, width: number): void => {
  const lines = [
    [table.unit, 12],
    [table.mark === null ? table.title : `${table.title}（${table.mark}）`, 16],
    [table.facts.map(([label, value]) => `${label}: ${value}`).join('    '), 10],
  ] as const;
  for (const [text, size] of lines) {
    const row = sheet.addRow([spelled(text)]);
    sheet.mergeCells(row.number, 1, row.number, width);
    row.font = { size, bold: size > 10 };
    row.alignment = { horizontal: size > 10 ? 'center' : 'left', wrapText: size === 10 };
  }
};

const put = (
  sheet: Worksheet,
  row: readonly Cell[],
  columns: readonly TableColumn[],
  timeZone: string,
): void => {
  const added = sheet.addRow(columns.map(({ kind }, i) => valueOf(row[i] ?? null, kind, timeZone)));
  columns.forEach(({ kind }, i) => {
    const cell = added.getCell(i + 1);
    cell.numFmt = FORMS[kind];
    cell.border = frame;
    cell.alignment = { vertical: 'middle', wrapText: true };
  });
};

/** A spreadsheet knows no time zones: instants stand in it as the site's clocks showed them. */
const valueOf = (cell: Cell, kind: TableColumn['kind'], timeZone: string): string | number | Date | null => {
  if (cell === null || typeof cell === 'number') return cell;
  if (kind !== 'instant' && kind !== 'date') return spelled(cell);
  const date = new Date(kind === 'instant' ? `${localMinute(cell, timeZone).replace(' ', 'T')}Z` : cell);
  return Number.isNaN(date.getTime()) ? spelled(cell) : date;
};

const forPrinting = (sheet: Worksheet, titles: number, { language, turn }: Table): void => {
  sheet.views = [{ state: 'frozen', ySplit: titles }];
  sheet.pageSetup = {
    paperSize: 9,
    orientation: turn,
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: `${titles}:${titles}`,
    margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.2, footer: 0.3 },
  };
  sheet.headerFooter.oddFooter = language === 'en' ? '&CPage &P of &N' : '&C第 &P 页 共 &N 页';
};

/** A zip file says when each of its parts was written: here always the same moment. */
const settled = (file: Uint8Array): Uint8Array =>
  zipSync(unzipSync(file), { mtime: new Date('1980-01-02T00:00:00Z'), level: 6 });
