import { beforeAll, describe, expect, it } from 'vitest';
import { buildOfficialRecord } from '#controller/domain/official-record-build.ts';
import { SHEET_KINDS, type SheetKind } from '#controller/ports/sheet-maker.ts';
import { docketQr, putCode } from '#label-printer/forms/codes.ts';
import { readForms } from '#label-printer/forms/read-back.ts';
import { makeForms } from '#label-printer/make-forms.ts';
import { createPdf } from '#label-printer/pdf/pdf.ts';
import { textOfPages } from '../pdf/pdfium.ts';
import { othersAreThere, recordsOf, seenByOthers, unlessThere } from './codes-seen.ts';
import { wrongGlyphs } from './noto-reference.ts';
import { created, longest, piece } from './pieces.ts';

const record = buildOfficialRecord({
  ...{ barcode: piece.barcode ?? '', issuer: '某市人民政府办公室', kind: '通知', number: piece.number },
  ...{ recipient: '见主送机关', title: piece.title, urgency: 'teji', writtenOn: '2026-06-18' },
  madeOn: '2026-06-18',
});
const sheets = new Map<SheetKind, Uint8Array>();
beforeAll(async () => {
  for (const kind of SHEET_KINDS) sheets.set(kind, await makeForms(kind, [piece], created));
}, 60_000);
const sheet = (kind: SheetKind): Uint8Array => sheets.get(kind) ?? expect.fail(kind);
const squeezed = async (kind: SheetKind) =>
  (await textOfPages(sheet(kind))).flat().join('').replace(/\s+/g, '');

describe.each(SHEET_KINDS)('the %s sheet', { timeout: 60_000 }, (kind) => {
  it.skipIf(!othersAreThere)(
    `is one page whose codes another program reads in another rendering${unlessThere}`,
    () => {
      expect(seenByOthers(sheet(kind))).toEqual([[`CODE-128:${piece.docket}`, `QR-Code:${piece.docket}`]]);
    },
  );

  it('says number, title, organs, recipient, urgency, copy and dates in text that can be taken out', async () => {
    const text = await squeezed(kind);
    for (const words of [piece.number, piece.title, piece.recipient, '特急', '3/12', '2026-06-18', '09:02'])
      expect(text).toContain(words.replaceAll(' ', ''));
    for (const issuer of piece.issuers) expect(text).toContain(issuer);
    expect(text).toContain(piece.docket);
  });

  it('takes every field at its longest: what may not be shortened is whole, codes read back', async () => {
    const pages = await textOfPages(await makeForms(kind, [longest], created));
    const text = pages.flat().join('').replace(/\s+/g, '');
    expect(pages).toHaveLength(1);
    expect(text).toContain('某'.repeat(60));
    expect(text).toContain('…');
  });
});

describe('what is on which sheet', () => {
  it.each([
    ['cover', ['公文交换封面', '路线', '张三', '一号箱组3', 'SJ202600000000000123']],
    ['slip-above', ['传文处理笺', '拟办意见', '领导批示', '传阅签名', '办理结果', '签名', '日期']],
    ['slip-received', ['收文处理笺', '拟办意见', '领导批示', '承办意见', '办理结果']],
    ['slip-letter', ['零星收文处理笺', '内容摘要', '领导批示', '拟办意见', '办理结果']],
    ['circulation', ['传阅记录单', '阅件人', '送出', '退回', '不得横传', '市财政局李四']],
  ] as const)('%s', async (kind, words) => {
    const text = await squeezed(kind);
    for (const word of words) expect(text).toContain(word);
  });

  it('the cover carries the official barcode as the standard has it, and none when the document has none', async () => {
    expect(await recordsOf(sheet('cover'))).toEqual([record]);
    expect(await recordsOf(await makeForms('cover', [{ ...piece, barcode: null }], created))).toEqual([]);
  });

  it.skipIf(!othersAreThere)(
    `several consignments are a page each, with their own codes${unlessThere}`,
    async () => {
      const other = { ...piece, docket: '7K3D0Q9MABCDEFGJ', copy: 4 };
      const pages = seenByOthers(await makeForms('slip-received', [piece, other], created));
      expect(pages.map(([first]) => first)).toEqual([`CODE-128:${piece.docket}`, `CODE-128:${other.docket}`]);
    },
  );
});

describe('glyphs', () => {
  /** Where the cover has its recipient: 34 pt bold in the middle of its line, see cover.ts. */
  const line = { x: 42, baseline: 61.557, size: 34, weight: 'bold' as const };

  it('are those of the font, character by character', async () => {
    expect(await wrongGlyphs(sheet('cover'), { ...line, text: piece.recipient })).toEqual([]);
  });

  it.each(['市发展和政革委员会', '市发展和〓革委员会', '市发展和□革委员会'])(
    'that are wrong or missing are found: %s in place of it',
    async (recipient) => {
      const mutant = await makeForms('cover', [{ ...piece, recipient }], created);
      expect(await wrongGlyphs(mutant, { ...line, text: piece.recipient })).toEqual(['改']);
    },
  );

  it('that the font lacks are 〓, and the foot of the page says which', async () => {
    const pages = await textOfPages(await makeForms('cover', [{ ...piece, title: '吉𠮷' }, piece], created));
    expect(pages[0]?.join('')).toContain('吉〓');
    expect(pages[0]?.join('')).toContain('〓 = U+20BB7');
    expect(pages[1]?.join('')).not.toContain('〓');
  });

  it('are 〓 in the name of a reader of a circulating paper, too', async () => {
    const readers = ['市财政局 王𠮷'];
    const [page] = await textOfPages(await makeForms('circulation', [{ ...piece, readers }], created));
    expect(page?.join('')).toContain('王〓');
  });
});

describe('reading back', () => {
  const drawn = async (draw: (pdf: ReturnType<typeof createPdf>) => Parameters<typeof readForms>[1]) => {
    const pdf = createPdf({ created, title: 'test' });
    pdf.addPage();
    const codes = draw(pdf);
    return readForms(await pdf.finish(), codes);
  };

  it('refuses a sheet whose code is covered, missing or another one', async () => {
    const qr = docketQr(piece.docket, 30);
    await expect(
      drawn((pdf) => {
        const code = putCode(pdf, qr, 40, 40);
        pdf.box({ x: 45, y: 45, width: 20, height: 20 }, { fill: '#ffffff' });
        return [code];
      }),
    ).rejects.toThrow('does not read back');
    await expect(
      drawn((pdf) => {
        const code = putCode(pdf, docketQr('7K3D0Q9MABCDEFGJ', 30), 40, 40);
        return [{ ...code, symbol: qr.symbol }];
      }),
    ).rejects.toThrow('something else');
    await expect(drawn((pdf) => [{ ...putCode(pdf, qr, 40, 40), page: 1 }])).rejects.toThrow('read back');
    await drawn((pdf) => [putCode(pdf, qr, 40, 40)]);
  });
});
