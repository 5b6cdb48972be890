import type { SheetPiece } from '#controller/ports/sheet-maker.ts';
import { drawRow, layRow } from '../pdf/table.ts';
import type { PlacedCode } from './codes.ts';
import { documentRows, fieldRow, MARGIN, WIDTH } from './fields.ts';
import { sheetHead } from './slips.ts';
import type { Writer } from './writer.ts';

/** Yellow: ordinary papers. Red sheets are for confidential papers, which this system refuses. */
const BAND = '#ffd400';
const COLUMNS = [
  ...[{ width: 12 }, { width: 42 }, { width: 30 }, { width: 30 }],
  ...[{ width: 34 }, { width: 22 }],
].map((column) => ({ ...column, align: 'center' as const }));
const HEADS = ['序号 No.', '阅件人 Reader', '送出 Out', '退回 Back', '签名 Signature', '备注 Note'];
const LINES = 14;

/** Most characters that two lines of the reader’s cell hold. */
const READER = 26;
const fitted = (reader: string): string => {
  const characters = [...reader];
  return characters.length > READER ? `${characters.slice(0, READER - 1).join('')}…` : reader;
};

/** Circulation record sheet: out to one reader, back to the office, out to the next. */
export const circulationSheet = (writer: Writer, piece: SheetPiece): readonly PlacedCode[] => {
  const { pdf } = writer;
  pdf.box({ x: 0, y: 0, width: 210, height: 9 }, { fill: BAND });
  const codes = sheetHead(writer, ['传阅记录单', 'Circulation record'], piece, 14);
  let y = 48;
  for (const row of documentRows(piece)) y += fieldRow(writer, y, row);
  y += 4;
  const head = layRow(HEADS, COLUMNS, { size: 9, weight: 'bold' });
  drawRow(pdf, { x: MARGIN, y }, head, COLUMNS, '#fff3b0');
  y += head.height;
  // Readers beyond the last line are written by hand, as ever.
  const readers = (piece.readers ?? []).map((reader) => writer.words('reader', fitted(reader)));
  const height = (274 - y) / LINES;
  for (let line = 1; line <= LINES; line++) {
    const row = { ...layRow([String(line), readers[line - 1] ?? ''], COLUMNS, { size: 9 }), height };
    drawRow(pdf, { x: MARGIN, y }, row, COLUMNS);
    y += height;
  }
  const rule = '每位阅毕退回办公室，不得横传。 After each reader back to the office; never passed on.';
  pdf.text(MARGIN + WIDTH / 2, 276, rule, { size: 8.5 }, 'center');
  return codes;
};
