import { describe, expect, it } from 'vitest';
import type { Table } from '#controller/ports/table.ts';
import { pdfOf } from '#label-printer/lists/pdf.ts';
import { EVERY_TABLE } from './every-table.ts';
import { popplerIsThere, unlessThere, wordsIn, wrongGlyphs } from './page-glyphs.ts';

const FORMS = Object.keys(EVERY_TABLE).flatMap((form) =>
  (['zh-CN', 'en'] as const).map((language) => ({ form, language })),
);
/** The table with other characters in the unit that heads it: 市 wrong, 换 replaced. */
const mutant = (table: Table): Table => ({ ...table, unit: '某布公文交〓站' });

describe.skipIf(!popplerIsThere)(
  `every glyph of a list is that of the font${unlessThere}`,
  { timeout: 120_000 },
  () => {
    it.each(FORMS)(
      '$form in $language, and a wrong, a missing and a replaced glyph are found (mutants)',
      async ({ form, language }) => {
        const table = EVERY_TABLE[form]?.(language) ?? expect.fail(form);
        const pdf = await pdfOf(table);
        const words = wordsIn(pdf);
        const said = words.map(({ text }) => text).join('');
        expect(said).toContain(table.unit);
        expect(said).toContain(table.title.replaceAll(' ', ''));
        expect(words.length).toBeGreaterThan(20);
        expect(await wrongGlyphs(pdf, words)).toEqual([]);
        const unit = words.filter(({ text }) => text === table.unit);
        expect(unit).toHaveLength(1);
        expect(await wrongGlyphs(await pdfOf(mutant(table)), unit)).toEqual([`${table.unit}: 市换`]);
        // Where the paper is white every glyph is missing.
        const elsewhere = unit.map((word) => ({ ...word, x: 40 }));
        expect(await wrongGlyphs(pdf, elsewhere)).toEqual([`${table.unit}: ${table.unit}`]);
      },
    );
  },
);
