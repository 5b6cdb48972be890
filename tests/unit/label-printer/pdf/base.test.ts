import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines, shortened } from '#label-printer/artwork/line-breaking.ts';
import { numberPages } from '#label-printer/pdf/page-numbers.ts';
import { createPdf } from '#label-printer/pdf/pdf.ts';
import { drawRow, layRow } from '#label-printer/pdf/table.ts';
import { advanceIn, linesOf } from '#label-printer/pdf/type.ts';
import { exactWords, missingNote, wordsOf } from '#label-printer/pdf/words.ts';
import { textOfPages } from './pdfium.ts';

const created = Date.UTC(2026, 5, 18, 1, 2, 3);
const CLOSING = /^[，。、；：！？）〕】》”’％…,.;:!?)\]}]/u;
const style = { size: 10.5 };
const em = advanceIn(style)('某');

/** One page with each line below the other. */
const pageOf = (lines: readonly string[], weight: 'regular' | 'bold' = 'regular') => {
  const pdf = createPdf({ created, title: 'test' });
  pdf.addPage();
  lines.forEach((line, i) => pdf.text(20, 20 + i * 8, line, { ...style, weight }));
  return pdf.finish();
};

describe('text in a PDF', () => {
  it.each(['regular', 'bold'] as const)('in %s can be taken out again as it was written', async (weight) => {
    const lines = [
      '某政办发〔2026〕12号',
      '关于“防汛”、抗旱工作的通知（急）：第①批；共５％！',
      '㐂龘䶮㛃𬭎𣲗',
      'GB0626-2005 ffi fi Bureau of Water, No. 12 (à é ü)',
    ];
    expect(await textOfPages(await pageOf(lines, weight))).toEqual([lines]);
  });

  it('is read back as written where two characters share one shape, whatever was drawn before', async () => {
    const shared = ['⼯工', '行⾏', '\u2126Ω'];
    expect(await textOfPages(await pageOf(shared))).toEqual([shared]);
    for (const line of shared) {
      const turned = [...line].reverse().join('');
      expect(await textOfPages(await pageOf([turned]))).toEqual([[turned]]);
      expect(await textOfPages(await pageOf([line.slice(1)]))).toEqual([[line.slice(1)]]);
    }
  });

  it('has 〓 for a character the font lacks, and says which it was', async () => {
    const { text, missing } = wordsOf('title', '吉𠮷\u0007市\u202e👍');
    expect(text).toBe('吉〓〓市〓〓');
    expect(missingNote(missing)).toBe('〓 = U+20BB7、U+0007、U+202E、U+1F44D');
    expect(await textOfPages(await pageOf([text]))).toEqual([[text]]);
    expect(() => exactWords('docket', '𠮷')).toThrow('docket: the font has no “𠮷” (U+20BB7)');
  });

  it('loses characters without a shape, and spaces of any kind become one', () => {
    expect(wordsOf('title', '通\u200b知\ufeff\r\n\t\u3000第 1 号 ')).toEqual({
      text: '通知 第 1 号',
      missing: [],
    });
    expect(() => wordsOf('title', '长'.repeat(20_001))).toThrow('title');
  });

  it('is never drawn with a character missing: whoever forgot to look is stopped', async () => {
    await expect(async () => pageOf(['𠮷'])).rejects.toThrow('wordsOf');
  });
});

describe('lines', () => {
  it('never begin with a closing mark nor end with an opening one', () => {
    const text = '关于（急）、防汛：“抗旱”工作，的通知。请各单位〔含区县〕，遵照执行！';
    for (let width = 5; width < 20; width++)
      for (const line of linesOf(text, style, width * em)) {
        expect(line).not.toMatch(CLOSING);
        expect(line).not.toMatch(/[（〔“]$/u);
      }
  });

  it('keep words, numbers, dates and codes whole while they fit', () => {
    expect(linesOf('于2026-06-18 09:30交Water Bureau处', style, 7 * em)).toEqual([
      '于2026-06-18',
      '09:30交Water',
      'Bureau处',
    ]);
    expect(linesOf('ABCDEFGHIJKLMNOP', style, 4 * em).join('')).toBe('ABCDEFGHIJKLMNOP');
  });

  it('hold all of the text, each within the width', () => {
    const advance = advanceIn(style);
    const chinese = fc.string({ unit: fc.constantFrom(...'某市A1 ，。（“”9-x…'), maxLength: 60 });
    fc.assert(
      fc.property(chinese, fc.integer({ min: 2, max: 20 }), (raw, width) => {
        const { text } = wordsOf('text', raw);
        const lines = breakLines(text, width * em, advance) ?? [];
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines)
          expect([...line].reduce((sum, one) => sum + advance(one), 0)).toBeLessThanOrEqual(
            width * em + 1e-9,
          );
      }),
    );
  });

  it('end in … where they are cut', () => {
    expect(shortened('一二三四五六七八', 3 * em, 2, advanceIn(style))).toEqual(['一二三', '四五…']);
    expect(shortened('一二三', 3 * em, 1, advanceIn(style))).toEqual(['一二三']);
  });
});

describe('a PDF', () => {
  it('has the same bytes whenever it is made again', async () => {
    const make = () => pageOf(['某政办发〔2026〕12号']);
    expect(Buffer.compare(await make(), await make())).toBe(0);
  });

  it('counts its pages, and rows are as high as their longest cell', async () => {
    const pdf = createPdf({ created, title: 'list' });
    const columns = [{ width: 20 }, { width: 30, align: 'right' as const }];
    const row = layRow(['一', '某市发展和改革委员会办公室'], columns, style);
    expect(row.height).toBeGreaterThan(layRow(['一', '二'], columns, style).height);
    for (let i = 0; i < 3; i++) {
      pdf.addPage();
      drawRow(pdf, { x: 20, y: 20 }, row, columns, '#eeeeee');
    }
    numberPages(pdf, 'zh-CN');
    const pages = await textOfPages(await pdf.finish());
    expect(pages.map((lines) => lines.at(-1))).toEqual([
      '第 1 页 共 3 页',
      '第 2 页 共 3 页',
      '第 3 页 共 3 页',
    ]);
    expect(pages[2]?.join('')).toContain('某市发展和改革委员会办公室');
  });
});
