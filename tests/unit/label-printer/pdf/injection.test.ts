import fc from 'fast-check';
import { PDFDocument as ReadDocument } from 'pdf-lib';
import PDFDocument from 'pdfkit';
import { expect, it } from 'vitest';
import { embed } from '#label-printer/pdf/faces.ts';
import { createPdf } from '#label-printer/pdf/pdf.ts';
import { wordsOf } from '#label-printer/pdf/words.ts';
import { contentOf, operatorsOf } from './content.ts';
import { textOfPages } from './pdfium.ts';

const created = Date.UTC(2026, 5, 18);
/** What a line of text is made of, and how the library turns the page upside down before it. */
const LINE = ['BT', 'rg', 'Tf', 'Tm', 'Tj', 'ET'];

/** Anything a form, a scan or a file may bring: any code point, controls, operators of PDF. */
const outside = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.integer({ min: 0x4e00, max: 0x9fff }).map((c) => String.fromCodePoint(c)),
    maxLength: 60,
  }),
  fc.constantFrom(
    ') Tj ET Q /F1 1 Tf (x',
    '> Tj <',
    'endstream endobj',
    '\\) Tj',
    '%\nq Q',
    'BT ET',
    '<</A 1>>',
  ),
);
const { font } = embed(new PDFDocument({ autoFirstPage: false }), 'regular');
/**
 * What the eye sees: some characters share a glyph (钅 and the radical ⻐), and come out as one of them; Latin ligatures
 * (U+FB00 to U+FB06) come out as their letters.
 */
const glyphsOf = (text: string): number[] =>
  Array.from(
    text.replace(/\s/g, '').replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC')),
    (character) => font.glyphForCodePoint(character.codePointAt(0) ?? 0).id,
  );
const draw = async (texts: readonly string[]): Promise<Uint8Array> => {
  const pdf = createPdf({ created, title: texts[0] ?? '' });
  pdf.addPage();
  texts.forEach((text, i) => pdf.text(10, 10 + i * 8, text, { size: 9 }));
  return pdf.finish();
};

it('whatever a text says, the page has the same operators, and the text comes out as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(outside, { minLength: 1, maxLength: 4 }), async (raw) => {
      const texts = raw.map((text) => wordsOf('text', text).text).filter((text) => text !== '');
      const file = await draw(texts);
      const { text } = contentOf(await ReadDocument.load(file), 0);
      expect(operatorsOf(text)).toEqual(['cm', ...texts.flatMap(() => LINE)]);
      const [lines = []] = await textOfPages(file);
      expect(glyphsOf(lines.join(''))).toEqual(glyphsOf(texts.join('')));
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('a text written into the page as it is would be found', () => {
  const mutant = (text: string) => `BT 0 0 0 rg /F1 9 Tf 1 0 0 -1 0 0 Tm <41> Tj ET ${text}`;
  expect(operatorsOf(mutant(''))).toEqual(LINE);
  expect(operatorsOf(mutant('q Q'))).not.toEqual(LINE);
  expect(() => operatorsOf(mutant(') Tj'))).toThrow('at ');
});
