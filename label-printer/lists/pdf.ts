import type { Table, TableColumn } from '#controller/ports/table.ts';
import { qrCode } from '../barcodes/symbols.ts';
import { numberPages } from '../pdf/page-numbers.ts';
import { A4, createPdf, type Pdf } from '../pdf/pdf.ts';
import { drawRow, layRow, type Column } from '../pdf/table.ts';
import { lineHeight, linesOf, measure, type Style } from '../pdf/type.ts';
import { missingNote, wordsOf } from '../pdf/words.ts';
import { shownCell } from './cells.ts';

/** Millimetres; the foot takes what stands on every page below the rows. */
const MARGIN = { side: 12, top: 11, foot: 24 } as const;
const MODULE = 0.5;
const TITLE: Style = { size: 16, weight: 'bold' };
const UNIT: Style = { size: 11 };
const FACT: Style = { size: 9 };
const CELL: Style = { size: 9 };
const HEAD: Style = { size: 9, weight: 'bold' };
const SMALL: Style = { size: 7.5 };

/** A table as A4 pages: head on the first, titles on every page, totals after the last row, page x of y below. */
export const pdfOf = (table: Table): Promise<Uint8Array> => new Paper(table).finish();

class Paper {
  readonly #table: Table;
  readonly #pdf: Pdf;
  readonly #columns: readonly Column[];
  readonly #page: { readonly width: number; readonly height: number };
  readonly #missing = new Set<string>();
  #y: number = MARGIN.top;

  constructor(table: Table) {
    const lying = table.turn === 'landscape';
    this.#table = table;
    this.#page = lying ? { width: A4.height, height: A4.width } : A4;
    this.#columns = widths(table.columns, this.#page.width - 2 * MARGIN.side);
    this.#pdf = createPdf({
      ...{ created: Date.parse(table.made), title: table.name, language: table.language },
    });
    this.#pdf.addPage(table.turn);
    this.#head();
    this.#titles();
    this.#rows();
    this.#end();
  }

  async finish(): Promise<Uint8Array> {
    const { width, height } = this.#page;
    const note = missingNote(this.#missing);
    this.#pdf.onEveryPage(() => {
      const words = this.#table.sign.map((label) => this.#say(label));
      const each = (width - 2 * MARGIN.side) / Math.max(1, words.length);
      words.forEach((label, i) => {
        const x = MARGIN.side + i * each;
        this.#pdf.text(x, height - 19, label, FACT);
        const from = x + measure(label, FACT) + 1;
        this.#pdf.rule(from, height - 15, Math.max(from + 10, x + each - 6), height - 15);
      });
      if (note !== '') this.#pdf.text(MARGIN.side, height - 8, note.slice(0, 120), SMALL);
    });
    numberPages(this.#pdf, this.#table.language, width);
    return this.#pdf.finish();
  }

  #say(text: string): string {
    const { text: words, missing } = wordsOf('table', text);
    for (const character of missing) this.#missing.add(character);
    return words;
  }
  get #inner(): number {
    return this.#page.width - 2 * MARGIN.side;
  }
  #lines(text: string, style: Style, width = this.#inner): void {
    for (const line of linesOf(this.#say(text), style, width)) {
      this.#pdf.text(MARGIN.side, this.#y, line, style);
      this.#y += lineHeight(style);
    }
  }

  #head(): void {
    const { unit, title, mark, facts, symbol } = this.#table;
    const side = symbol === null ? 0 : this.#symbol(symbol);
    const middle = (this.#page.width - side) / 2;
    const width = this.#page.width - 2 * MARGIN.side - 2 * side;
    const put = (text: string, style: Style): void => {
      for (const line of linesOf(this.#say(text), style, width)) {
        this.#pdf.text(middle + side / 2, this.#y, line, style, 'center');
        this.#y += lineHeight(style);
      }
    };
    put(unit, UNIT);
    put(title, TITLE);
    if (mark !== null) put(mark, { ...UNIT, weight: 'bold' });
    this.#y += 1;
    this.#facts(facts, this.#inner - side);
    if (side > 0) this.#y = Math.max(this.#y, MARGIN.top + side);
    this.#y += 2;
  }
  /** One beside the other, on the next line where there is no room. */
  #facts(facts: Table['facts'], width: number): void {
    let x: number = MARGIN.side;
    for (const [label, value] of facts) {
      const said = this.#say(`${label}${COLON[this.#table.language]}${value}`);
      const needs = measure(said, FACT);
      if (x > MARGIN.side && x + needs > MARGIN.side + width) {
        x = MARGIN.side;
        this.#y += lineHeight(FACT);
      }
      if (needs <= width) this.#pdf.text(x, this.#y, said, FACT);
      else this.#lines(said, FACT, width);
      x += needs + 8;
    }
    this.#y += lineHeight(FACT);
  }
  /** A QR code in the top right corner, its quiet zone the page's margin and the room beside it. Its width in mm. */
  #symbol(text: string): number {
    const code = qrCode(text, 'M');
    const width = code.columns * MODULE;
    const place = {
      x: this.#page.width - MARGIN.side - width,
      y: MARGIN.top,
      module: MODULE,
      rowHeight: MODULE,
    };
    this.#pdf.symbol(code, place);
    return width + 4 * MODULE;
  }

  #titles(): void {
    const titles = this.#table.columns.map(({ title }) => this.#say(title));
    this.#draw(layRow(titles, this.#columns, HEAD), '#ededed');
  }
  #draw(row: ReturnType<typeof layRow>, fill?: string): void {
    drawRow(this.#pdf, { x: MARGIN.side, y: this.#y }, row, this.#columns, fill);
    this.#y += row.height;
  }
  /** Another page when so much, mm, does not fit on this one. */
  #room(height: number, repeatTitles = true): void {
    if (this.#y + height <= this.#page.height - MARGIN.foot) return;
    this.#pdf.addPage(this.#table.turn);
    this.#y = MARGIN.top;
    if (repeatTitles) this.#titles();
  }
  #rows(): void {
    const { sections, columns, timeZone } = this.#table;
    for (const { heading, rows, subtotal } of sections) {
      if (heading !== null) this.#band(heading);
      for (const cells of rows) {
        const texts = columns.map((column, i) => this.#say(shownCell(cells[i] ?? null, column, timeZone)));
        this.#place(texts);
      }
      if (subtotal !== null) this.#band(subtotal);
    }
  }
  /** A row on one page if it fits on any; one that is higher than a page goes on on the next. */
  #place(texts: readonly string[]): void {
    const row = layRow(texts, this.#columns, CELL);
    const most = this.#page.height - MARGIN.foot - MARGIN.top - 14;
    if (row.height <= most) {
      this.#room(row.height);
      return this.#draw(row);
    }
    const fit = Math.floor((most - 3) / lineHeight(CELL));
    const pieces = Math.ceil(Math.max(...row.cells.map((lines) => lines.length)) / fit);
    for (let piece = 0; piece < pieces; piece++) {
      const cells = row.cells.map((lines) => lines.slice(piece * fit, (piece + 1) * fit));
      const lines = Math.max(1, ...cells.map((each) => each.length));
      const part = { cells, style: row.style, height: lines * lineHeight(CELL) + 2 };
      this.#room(part.height);
      this.#draw(part);
    }
  }
  /** A line across all columns. */
  #band(text: string): void {
    const one = [{ width: this.#inner }];
    const row = layRow([this.#say(text)], one, HEAD);
    this.#room(row.height + 8);
    drawRow(this.#pdf, { x: MARGIN.side, y: this.#y }, row, one, '#f6f6f6');
    this.#y += row.height;
  }
  #end(): void {
    const { totals, evidence, language } = this.#table;
    this.#band(totals);
    this.#y += 2;
    for (const [label, value] of evidence) {
      this.#room(lineHeight(SMALL) * 2, false);
      this.#lines(`${label}${COLON[language]}${value}`, SMALL);
    }
  }
}

const COLON = { 'zh-CN': '：', en: ': ' } as const;

/** Each column gets its least width and its share of the rest; where there is too little, all give way alike. */
const widths = (columns: readonly TableColumn[], whole: number): Column[] => {
  const least = columns.reduce((sum, { width }) => sum + width, 0);
  const shares = columns.reduce((sum, { grow }) => sum + grow, 0);
  const rest = Math.max(0, whole - least);
  const factor = Math.min(1, whole / least);
  return columns.map(({ width, grow, kind }) => ({
    width: width * factor + (shares === 0 ? rest / columns.length : (rest * grow) / shares),
    align: kind === 'number' ? 'right' : 'left',
  }));
};
