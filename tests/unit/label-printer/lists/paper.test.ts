import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '#controller/ports/table.ts';
import { shownCell } from '#label-printer/lists/cells.ts';
import { pdfOf } from '#label-printer/lists/pdf.ts';
import { greyOfPixels } from '#label-printer/decoding/grey.ts';
import { loadPdfium } from '#label-printer/decoding/pages.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { sampleList } from './sample.ts';

const dense = (text: string): string => text.replaceAll(/\s+/gu, '');

/** Text of every page as pdfium takes it out again, without white space; the first page as dots. */
const opened = async (pdf: Uint8Array) => {
  const library = await loadPdfium();
  const document = await library.loadDocument(pdf);
  const pages = [...document.pages()].map((page) => dense(page.getText()));
  const { width, height, data } = await document.getPage(0).render({ scale: 3, colorSpace: 'Gray' });
  const grey = greyOfPixels(width, height, new Uint8Array(data));
  document.destroy();
  library.destroy();
  return { pages, grey };
};
/** What is missing on paper of what the table says; empty when it is all there, in its order. */
const missing = (table: Table, pages: readonly string[]): string[] => {
  const lost: string[] = [];
  const body = pages.join('');
  let from = 0;
  for (const { rows } of table.sections)
    for (const row of rows) {
      // A cell broken into lines is taken out line by line between its neighbours: the code is whole, and in order.
      const docket = String(row[2]);
      const at = body.indexOf(docket, from);
      if (at < 0) lost.push(docket);
      else from = at;
      for (const [i, column] of table.columns.entries()) {
        const text = dense(shownCell(row[i] ?? null, column, table.timeZone));
        const near = body.slice(Math.max(0, at - 200), at + 400);
        const gone = [...text].filter((character) => !near.includes(character));
        lost.push(...gone.map((character) => `${docket}: ${character}`));
      }
    }
  return lost;
};

describe('a list on paper', () => {
  const table = sampleList(70);
  let pages: readonly string[];
  let grey: Awaited<ReturnType<typeof opened>>['grey'];
  beforeAll(async () => ({ pages, grey } = await opened(await pdfOf(table))), 60_000);

  it('says every cell of every row, in order', () => {
    expect(pages.length).toBeGreaterThan(2);
    expect(missing(table, pages)).toEqual([]);
  });
  it('that lost a row is caught by that', () => {
    const short = pages.map((page) => page.replace('0A1B2C3D4E5F0033', ''));
    expect(missing(table, short)).toContain('0A1B2C3D4E5F0033');
  });
  it('repeats the titles of its columns, room to sign and page x of y on every page; the head and totals once', () => {
    const titles = dense(table.columns.map(({ title }) => title).join(''));
    pages.forEach((page, i) => {
      expect(page).toContain(titles);
      expect(page).toContain('交换人');
      expect(page).toContain(`第${i + 1}页共${pages.length}页`);
    });
    expect(pages.filter((page) => page.includes('清单编号：202600000042'))).toHaveLength(1);
    expect(pages.at(-1)).toContain('合计70件,其中特急14、加急0');
    expect(pages.at(-1)).toContain('ab'.repeat(32));
  });
  it('carries its number and the hash of its content in a code that another decoder reads', async () => {
    const codes = await readWithZxingWasm(grey, ['QRCode']);
    expect(codes.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).toEqual([
      `DBL1:202600000042:${'AB'.repeat(32)}`,
    ]);
  });
  it('is the same bytes again, other bytes as a reprint, and says that it is one', async () => {
    const digest = async (one: Table) =>
      createHash('sha256')
        .update(await pdfOf(one))
        .digest('hex');
    expect(await digest(table)).toBe(await digest(sampleList(70)));
    const again = sampleList(70, 2);
    expect(await digest(again)).not.toBe(await digest(table));
    expect((await opened(await pdfOf(again))).pages[0]).toContain('重印2');
  });
  it('shows a row that is higher than a page whole, and marks what the font has not', async () => {
    const long = { ...sampleList(1), totals: '合计 𠮷' };
    const [section] = long.sections;
    const row = [...(section?.rows[0] ?? [])];
    row[5] = '长'.repeat(2500);
    const read = await opened(
      await pdfOf({ ...long, sections: [{ heading: null, subtotal: null, rows: [row] }] }),
    );
    expect(read.pages.join('').match(/长/gu)).toHaveLength(2500);
    expect(read.pages.at(-1)).toContain('〓');
    expect(read.pages.at(-1)).toContain('U+20BB7');
  });
});
