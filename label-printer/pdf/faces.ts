import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { readFontTables } from '../artwork/font-tables.ts';
import type { FontTables } from '../artwork/font-tables.ts';

export type Weight = 'regular' | 'bold';

/** Noto Sans SC (SIL Open Font License 1.1): 30,887 characters, from our own packages. */
const FILES: Readonly<Record<Weight, string>> = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
};
const pathOf = (weight: Weight): string => createRequire(import.meta.url).resolve(FILES[weight]);

const tables = new Map<Weight, FontTables>();

/** Which characters a weight has and how wide they are. Throws an Error naming the file when it is not installed. */
export const faceOf = (weight: Weight): FontTables => {
  const known = tables.get(weight);
  if (known) return known;
  const read = readFontTables(pathOf(weight));
  tables.set(weight, read);
  return read;
};

/** What the PDF library's font engine gives of a font, as far as it is used here. */
interface OpenFont {
  glyphForCodePoint(codePoint: number): {
    readonly id: number;
    readonly advanceWidth: number;
    readonly codePoints: readonly number[];
  };
  layout(text: string): unknown;
}
/** A font inside a document: its glyphs are numbered as they are first used, and only those are embedded. */
export interface EmbeddedFont {
  /** Its name in a page's resources, `F1`. */
  readonly id: string;
  readonly font: OpenFont;
  /** Each glyph of the text as four hexadecimal digits. */
  encode(text: string): readonly [glyphs: readonly string[], positions: unknown];
  ref(): unknown;
  /** What each number in the document stands for when the text is taken out again. */
  readonly unicode: readonly (readonly number[])[];
  /** Which number in the document a glyph of the font has. */
  readonly subset: { readonly mapping: Record<number, number> };
}

const opened = new Map<Weight, OpenFont>();

/**
 * The font embedded in `document`; the file of ten megabytes is opened once for all documents. One character is one
 * glyph: nothing is joined, kerned or substituted, so that text is as wide as `faceOf` says and reads back as written.
 */
export const embed = (document: PDFKit.PDFDocument, weight: Weight): EmbeddedFont => {
  let font = opened.get(weight);
  if (!font) {
    const own = embedded(new PDFDocument({ autoFirstPage: false, font: pathOf(weight) })).font;
    font = Object.assign(Object.create(own) as OpenFont, { layout: plainly(own) });
    opened.set(weight, font);
  }
  // The library takes an open font too; its types do not say so.
  document.font(font as unknown as PDFKit.Mixins.PDFFontSource, weight);
  return embedded(document);
};

/**
 * The number a character gets in the document, as four hexadecimal digits. Where characters share a shape, as 工 and the
 * radical ⼯ do, each has a number of its own: a shape that stood for both would be read back as either.
 */
export const numberOf = (embedded: EmbeddedFont, character: string): string => {
  const codePoint = character.codePointAt(0) ?? 0;
  const { id } = embedded.font.glyphForCodePoint(codePoint);
  const { mapping } = embedded.subset;
  const taken = mapping[id];
  if (taken !== undefined && embedded.unicode[taken]?.[0] !== codePoint) Reflect.deleteProperty(mapping, id);
  return embedded.encode(character)[0].join('');
};

const embedded = (document: PDFKit.PDFDocument): EmbeddedFont =>
  (document as unknown as { _font: EmbeddedFont })._font;

const plainly = (font: OpenFont) => (text: string) => {
  const glyphs = Array.from(text, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    const glyph = font.glyphForCodePoint(codePoint);
    // The font engine keeps a glyph with the character that first asked for it, whichever document that was in.
    return Object.create(glyph, { codePoints: { value: [codePoint] } }) as typeof glyph;
  });
  const positions = glyphs.map(({ advanceWidth }) => ({
    ...{ xAdvance: advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 },
  }));
  return { glyphs, positions, advanceWidth: glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0) };
};
