import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { Table } from '#controller/ports/table.ts';
import { inertCell, plainCell } from '#controller/domain/inert-cell.ts';
import { csvOf } from '#label-printer/lists/csv.ts';
import { xlsxOf } from '#label-printer/lists/xlsx.ts';
import { sampleList } from './sample.ts';

const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
  fc.constantFrom(
    '=1+1',
    '＝1+1',
    "'=1",
    "''@x",
    '+86',
    '-2',
    '@a',
    '\t=1',
    ' =cmd|x',
    '_x000D_',
    'a\r\nb',
    '"',
    ',',
  ),
);
const columns = ['a', 'b', 'c'].map(
  (name) => ({ name, title: name, kind: 'text', width: 20, grow: 1 }) as const,
);
const tableOf = (rows: readonly string[][]): Table => ({
  ...sampleList(1),
  columns,
  sections: [{ heading: null, subtotal: null, rows }],
});
const anyRows = fc.array(fc.array(texts, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 20 });
/** What spreadsheets calculate when a text begins with it. */
const CALCULATED = /^\s*[=+\-@＝＋－＠\t\r]/u;

describe('CSV', () => {
  const read = (bytes: Uint8Array): string[][] =>
    parse(Buffer.from(bytes), { bom: true, relaxQuotes: false });

  it('begins with a byte order mark, and brings any text back; none of it is a formula', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const bytes = csvOf(tableOf(rows));
        expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
        const [titles, ...cells] = read(bytes);
        expect(titles).toEqual(['a', 'b', 'c']);
        expect(cells.map((row) => row.map(plainCell))).toEqual(rows);
        for (const cell of cells.flat()) expect(cell).not.toMatch(CALCULATED);
      }),
      { numRuns: 200 },
    );
  });
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', ' =1'])('neutralises %j', (text) => {
    expect(inertCell(text)).toBe(`'${text}`);
  });
  it('leaves numbers numbers, and titles each section’s heading in a column', () => {
    const list = sampleList(2);
    const [section] = list.sections;
    if (!section) throw new TypeError('a list without rows');
    const [titles, first] = read(
      csvOf({ ...list, group: '级别', sections: [{ ...section, heading: '省级' }] }),
    );
    expect([titles?.[0], first?.[0], first?.[1]]).toEqual(['级别', '省级', '1']);
  });
});

/** A sheet's cells as ECMA-376 says they are read, by a reader of our own: [text, style, is a formula]. */
const cellsOf = (file: Uint8Array) => {
  const parts = unzipSync(file);
  const xml = (name: string): string => new TextDecoder().decode(parts[name] ?? new Uint8Array());
  const unescaped = (text: string): string =>
    text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  const shared: string[] = [];
  const strings = new SaxesParser();
  strings.on('opentag', ({ name }) => void (name === 'si' && shared.push('')));
  strings.on('text', (text) => void (shared.length > 0 && (shared[shared.length - 1] += text)));
  strings.write(xml('xl/sharedStrings.xml')).close();
  const sheet = xml('xl/worksheets/sheet1.xml');
  const rows = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes = '', inner = '']) => {
      const value = /<v>(.*?)<\/v>/s.exec(inner)?.[1] ?? '';
      return attributes.includes('t="s"')
        ? unescaped(shared[Number(value)] ?? '')
        : Number(value || Number.NaN);
    }),
  );
  return { rows, sheet };
};

describe('Excel', () => {
  it('brings any text back as text, and holds no formula', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        const { rows: read, sheet } = cellsOf(await xlsxOf(tableOf(rows)));
        expect(read.slice(4, 4 + rows.length)).toEqual(rows);
        expect(sheet).not.toContain('<f');
      }),
      { numRuns: 10 },
    );
  });

  it('has dates as dates on the site’s clocks, is A4 landscape with its head repeated, and counts pages', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(await xlsxOf(sampleList(40))) as never);
    const [sheet] = book.worksheets;
    expect(sheet?.pageSetup).toMatchObject({
      ...{ paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
      printTitlesRow: '4:4',
    });
    expect(sheet?.headerFooter.oddFooter).toBe('&C第 &P 页 共 &N 页');
    expect(sheet?.getCell('D5').value).toEqual(new Date('2026-06-18T09:00:00.000Z'));
    expect(sheet?.getCell('D5').numFmt).toBe('yyyy-mm-dd hh:mm');
    expect(sheet?.getCell('A5').value).toBe(1);
    expect(sheet?.getCell('C5').numFmt).toBe('@');
  });

  it('is the same bytes again', async () => {
    const [one, two] = [await xlsxOf(sampleList(5)), await xlsxOf(sampleList(5))];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
  });
});
