import { FileFault } from '../packages/fault.ts';
import { partAt } from '../packages/parts.ts';
import { readXml, walkXml, within } from '../packages/xml.ts';
import { openPackage, type Package } from '../packages/zip.ts';
import { MOST_COLUMNS, MOST_ROWS, type Grid } from './grid.ts';

/** Longest text a spreadsheet cell can hold, characters. */
const MOST_CHARACTERS = 32_767;
/** Most different texts of a workbook. */
const MOST_TEXTS = 500_000;

/**
 * The first sheet of an Excel workbook (ECMA-376 part 1, §18) as text, read as a stream within the limits of a
 * package. Numbers come as they are stored: a date is a serial number. Formulas give the value stored with them.
 * Throws a FileFault.
 */
export const readSheet = (bytes: Uint8Array): Grid => {
  const pack = openPackage(bytes);
  const book = partAt(pack, '', 'xl/workbook.xml');
  const root = readXml(book.bytes, book.name);
  const sheets = within(root, 'sheets', 'sheet');
  const sheet = sheets.find((one) => (one.attribute('state') ?? 'visible') === 'visible');
  if (root.name !== 'workbook' || !sheet) throw new FileFault('not-sheet', book.name, root.name);
  const links = partAt(pack, '', 'xl/_rels/workbook.xml.rels');
  const id = sheet.attribute('id');
  const link = within(readXml(links.bytes, links.name), 'Relationship').find(
    (one) => one.attribute('Id') === id,
  );
  const part = partAt(pack, book.name, link?.attribute('Target') ?? `worksheets/${id ?? ''}`);
  const [settings] = within(root, 'workbookPr');
  const since1904 = ['1', 'true'].includes(settings?.attribute('date1904') ?? '');
  return { form: 'xlsx', rows: rowsOf(part.bytes, part.name, textsOf(pack)), since1904 };
};

/** Shared texts; of rich ones the runs, never their phonetic hints. */
const textsOf = (pack: Package): readonly string[] => {
  if (!pack.names.includes('xl/sharedStrings.xml')) return [];
  const part = partAt(pack, '', 'xl/sharedStrings.xml');
  const texts: string[] = [];
  let text = '';
  let taken = false;
  let hint = 0;
  walkXml(part.bytes, part.name, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') hint++;
      taken = name === 't' && hint === 0;
    },
    text(piece) {
      if (taken) text += piece;
    },
    close(name) {
      taken = false;
      if (name === 'rPh') hint--;
      if (name !== 'si') return;
      texts.push(text.slice(0, MOST_CHARACTERS));
      if (texts.length > MOST_TEXTS) throw new FileFault('xml-large', part.name, texts.length);
    },
  });
  return texts;
};

const rowsOf = (bytes: Uint8Array, place: string, texts: readonly string[]): Grid['rows'] => {
  const rows: { row: number; cells: string[] }[] = [];
  let row = 0;
  let cells: string[] = [];
  let cell = { column: -1, type: 'n', text: '' };
  let taken = false;
  walkXml(bytes, place, {
    open(name, attribute) {
      if (name === 'row') {
        row = Number(attribute('r') ?? row + 1);
        cells = [];
        cell = { ...cell, column: -1 };
      } else if (name === 'c') {
        const column = columnOf(attribute('r')) ?? cell.column + 1;
        cell = { column, type: attribute('t') ?? 'n', text: '' };
      }
      taken = name === 'v' || name === 't';
    },
    text(piece) {
      if (taken && cell.text.length < MOST_CHARACTERS) cell.text += piece;
    },
    close(name) {
      taken = false;
      if (name === 'c') {
        const text = shown(cell, texts);
        if (text === '') return;
        if (cell.column >= MOST_COLUMNS) throw new FileFault('many-columns', `row ${row}`, cell.column + 1);
        while (cells.length < cell.column) cells.push('');
        cells[cell.column] = text;
      } else if (name === 'row' && cells.some((one) => one.trim() !== '')) {
        rows.push({ row, cells });
        if (rows.length > MOST_ROWS + 1) throw new FileFault('many-rows', place, MOST_ROWS);
      }
    },
  });
  return rows;
};

/** 0 for column A of `A7`; undefined when the cell names none. */
const columnOf = (reference: string | undefined): number | undefined => {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
};

const shown = (
  { type, text }: { readonly type: string; readonly text: string },
  texts: readonly string[],
) => {
  if (type === 's') return texts[Number(text)] ?? '';
  if (type === 'e') return '';
  // 1.2E5 and 0.30000000000000004 are how numbers are stored, not how they are shown.
  if (type === 'n' && text !== '' && Number.isFinite(Number(text)))
    return String(Number(Number(text).toPrecision(15)));
  return text;
};
