import PDFDocument from 'pdfkit';
import type { SymbolMatrix } from '../barcodes/symbols.ts';
import { boxAt, ruleAt, symbolAt, textAt } from './drawing.ts';
import type { Align, Area, GlyphOf, SymbolPlace } from './drawing.ts';
import { embed, numberOf } from './faces.ts';
import type { EmbeddedFont, Weight } from './faces.ts';
import { PT } from './type.ts';
import type { Style } from './type.ts';

/** A4 (ISO 216), mm. */
export const A4 = { width: 210, height: 297 } as const;

export interface PdfOptions {
  /** When it was made, ms since 1970: the only date in the file. */
  readonly created: number;
  /** Stands in the file's properties; never a document's title. */
  readonly title: string;
  readonly language?: 'zh-CN' | 'en';
}

/** A document being drawn: A4 pages, millimetres from the top left, everything on the page added last. */
export interface Pdf {
  /** Pages so far. */
  readonly pages: number;
  addPage(turn?: 'portrait' | 'landscape'): void;
  /**
   * One line; `y` is its top, `x` where it begins, its middle or its end, as `align` says. Throws an Error when a
   * character is not in the font: text from outside goes through `wordsOf` first.
   */
  text(x: number, y: number, text: string, style: Style, align?: Align): void;
  /** A straight black line; `width` in mm, 0.2 unless told otherwise. */
  rule(x1: number, y1: number, x2: number, y2: number, width?: number): void;
  /** A black frame `line` mm thick, an area filled with `#rrggbb`, or both. */
  box(area: Area, look: { readonly line?: number; readonly fill?: string }): void;
  /** Dark modules as black rectangles. The quiet zone is for the caller to keep. */
  symbol(symbol: SymbolMatrix, place: SymbolPlace): void;
  /** Draws on every page when all are there, such as page `n` of `of`, counted from 1. */
  onEveryPage(draw: (n: number, of: number) => void): void;
  /** The file. The same calls with the same options give the same bytes. */
  finish(): Promise<Uint8Array<ArrayBuffer>>;
}

/** An empty document without pages. The fonts are opened at the first one (some tenths of a second) and kept. */
export const createPdf = (options: PdfOptions): Pdf => {
  const document = emptyDocument(options);
  const fonts: Record<Weight, EmbeddedFont> = {
    regular: embed(document, 'regular'),
    bold: embed(document, 'bold'),
  };
  const numbers: Record<Weight, Map<string, string>> = { regular: new Map(), bold: new Map() };
  const glyphOf: GlyphOf = (weight, character) => {
    let number = numbers[weight].get(character);
    if (number === undefined) {
      number = numberOf(fonts[weight], character);
      numbers[weight].set(character, number);
    }
    return number;
  };
  const pages: { readonly turn: 'portrait' | 'landscape'; content: string }[] = [];
  let current = -1;
  const draw = (content: string): void => {
    const page = pages[current];
    if (!page) throw new Error('nothing can be drawn before the first addPage');
    page.content += content;
  };
  return {
    get pages() {
      return pages.length;
    },
    addPage: (turn = 'portrait') => {
      current = pages.push({ turn, content: '' }) - 1;
    },
    text: (x, y, text, style, align) => draw(textAt(glyphOf, { x, y, align }, text, style)),
    rule: (x1, y1, x2, y2, width = 0.2) => draw(ruleAt(x1, y1, x2, y2, width)),
    box: (area, look) => draw(boxAt(area, look)),
    symbol: (symbol, place) => draw(symbolAt(symbol, place)),
    onEveryPage: (each) => {
      for (current = 0; current < pages.length; current++) each(current + 1, pages.length);
      current = pages.length - 1;
    },
    finish: async () => {
      for (const { turn, content } of pages) {
        document.addPage({ size: [A4.width * PT, A4.height * PT], layout: turn, margin: 0 });
        const { fonts: resources } = document.page as unknown as { fonts: Record<string, unknown> };
        for (const weight of ['regular', 'bold'] as const) resources[weight] = fonts[weight].ref();
        document.addContent(content);
      }
      return bytesOf(document);
    },
  };
};

const emptyDocument = ({ created, title, language = 'zh-CN' }: PdfOptions): PDFKit.PDFDocument =>
  new PDFDocument({
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: language,
    // None of the library's own fonts, which have no Chinese.
    font: '',
    info: { Producer: 'Docketbox', Creator: 'Docketbox', Title: title, CreationDate: new Date(created) },
  });

const bytesOf = async (document: PDFKit.PDFDocument): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  document.end();
  await new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  return new Uint8Array(Buffer.concat(chunks));
};
