import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { buildOfficialRecord } from '#controller/domain/official-record-build.ts';
import type { StampOrder } from '#controller/ports/sheet-maker.ts';
import { officialRecordInMm } from '#label-printer/barcodes/official-record.ts';
import { createPdf } from '#label-printer/pdf/pdf.ts';
import { isMarkedSecret } from '#label-printer/stamp/first-page.ts';
import { stampFile } from '#label-printer/stamp-file.ts';
import { created, piece } from '../forms/pieces.ts';
import { othersAreThere, seenByOthers, unlessThere } from '../forms/codes-seen.ts';
import { contentOf } from '../pdf/content.ts';
import { textOfPages } from '../pdf/pdfium.ts';
import { changed, cropped, manyPages, paper, scribbled, signed, turned, untidy, xfa } from './papers.ts';

const order: StampOrder = { place: 'auto', size: 15, cover: false, over: false };
const stamp = (file: Uint8Array, more: Partial<StampOrder> = {}) =>
  stampFile(file, piece, { ...order, ...more }, created);
const refusal = (file: Uint8Array, more: Partial<StampOrder> = {}) =>
  stamp(file, more).then(
    () => 'stamped',
    (error: { code?: string }) => error.code ?? String(error),
  );

describe('a stamped PDF', { timeout: 60_000 }, () => {
  it('has the cover in front, and behind it every page with its content streams byte for byte and its text', async () => {
    const file = await paper();
    const { file: made } = await stamp(file, { cover: true });
    const [before, after] = [await PDFDocument.load(file), await PDFDocument.load(made)];
    expect(after.getPageCount()).toBe(4);
    const [first, ...own] = contentOf(before, 0).raw;
    expect(own).toEqual([]);
    expect(contentOf(after, 1).raw.some((stream) => first?.equals(stream))).toBe(true);
    for (const page of [1, 2]) expect(contentOf(after, page + 1)).toEqual(contentOf(before, page));
    const texts = await textOfPages(made);
    expect(texts.slice(1)).toEqual(await textOfPages(file));
    expect(texts[0]?.join('')).toContain('公文交换封面');
  });

  it.skipIf(!othersAreThere)(
    `shows its code to another program on cover and first page${unlessThere}`,
    async () => {
      const qr = `QR-Code:${piece.docket}`;
      const pages = seenByOthers((await stamp(await paper(2), { cover: true })).file);
      expect(pages).toEqual([[`CODE-128:${piece.docket}`, qr], [qr], ['']]);
    },
  );

  it.each([
    ['0', paper],
    ['90', () => turned(90)],
    ['180', () => turned(180)],
    ['270', () => turned(270)],
    ['0, cropped', cropped],
  ] as const)('reads where it was put on a page turned by %s', async (_, make) => {
    const file = await make();
    for (const place of ['top-left', 'bottom-right', { x: 30, y: 40 }] as const)
      expect(await refusal(file, { place })).toBe('stamped');
    expect((await stamp(file, { place: { x: 30, y: 40 } })).at).toEqual({ x: 30, y: 40 });
  });

  it('takes the emptiest corner, and refuses to cover what is there unless told to', async () => {
    const topRight = [560, 810] as const;
    const corners = [topRight, [30, 810], [560, 30], [30, 30]] as const;
    const file = await scribbled([topRight]);
    expect((await stamp(file)).at.x).toBeLessThan(20);
    expect(await refusal(file, { place: 'top-right' })).toBe('stamp-covers');
    expect(await refusal(file, { place: 'top-right', over: true })).toBe('stamped');
    expect(await refusal(await scribbled(corners))).toBe('stamp-covers');
    expect(await refusal(file, { place: { x: 200, y: 40 } })).toBe('stamp-outside');
  });

  it('is refused when the page’s own operators would put the code elsewhere', async () => {
    expect(await refusal(await untidy())).toBe('pdf-damaged');
  });
});

describe('a hostile PDF', { timeout: 60_000 }, () => {
  it.each([
    ['something else', 'pdf-expected', () => Buffer.from('PK\u0003\u0004 not a PDF')],
    ['a cut one', 'pdf-damaged', async () => (await paper()).slice(0, 3000)],
    ['noise behind a head', 'pdf-damaged', () => Buffer.from(`%PDF-1.7\n${'1 0 obj <<'.repeat(2000)}`)],
    ['an XFA form', 'pdf-form', xfa],
    ['a signed one', 'pdf-signed', signed],
    ['1,001 pages', 'pdf-too-many-pages', () => manyPages(1001)],
    ['a page larger than A2', 'pdf-too-large', () => changed((_, page) => page.setSize(1700, 2400))],
    ['an object stream that unpacks to 100 MB', 'pdf-too-large', () => bomb(100)],
  ] as const)('is refused by name: %s', async (_, code, make) => {
    expect(await refusal(await make())).toBe(code);
  });

  const gs = commandIsThere('gs');
  it.skipIf(!gs)(`with a password is refused${gs ? '' : ' (skipped: gs is not installed)'}`, async () => {
    expect(await refusal(await locked())).toBe('pdf-locked');
  });
});

describe('a paper marked secret', { timeout: 60_000 }, () => {
  it.each(['机密★10年', '绝 密 ★', '秘密', '机密5年'])('on its first page as %s is refused', async (mark) => {
    expect(await refusal(await paper(1, [mark, '关于某事的通知']))).toBe('classified');
  });

  it('in its official barcode is refused', async () => {
    const pdf = createPdf({ created, title: 'paper' });
    pdf.addPage();
    const record = buildOfficialRecord({
      ...{
        barcode: 'SJ1',
        issuer: '某市人民政府',
        title: '通知',
        writtenOn: '2026-06-18',
        madeOn: '2026-06-18',
      },
    }).replace('^通知^无^', '^通知^机密^');
    pdf.symbol(officialRecordInMm(record).symbol, { x: 60, y: 100, module: 0.25, rowHeight: 0.5 });
    expect(await refusal(await pdf.finish())).toBe('classified');
  });

  it('is not mistaken for one that only speaks of secrets', () => {
    expect(isMarkedSecret('关于做好保守国家秘密工作的通知\n本文不含机密内容')).toBe(false);
  });
});

/** One object stream of `mb` megabytes of spaces, some hundred kilobytes packed. */
const bomb = (mb: number): Uint8Array => {
  const packed = deflateSync(Buffer.alloc(mb * 1024 * 1024, 0x20));
  const head = `%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`;
  return Buffer.concat([
    Buffer.from(head),
    packed,
    Buffer.from('\nendstream\nendobj\ntrailer<</Root 2 0 R>>\n%%EOF'),
  ]);
};

function commandIsThere(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const locked = async (): Promise<Uint8Array> => {
  const folder = mkdtempSync(join(tmpdir(), 'docketbox-locked-'));
  try {
    writeFileSync(join(folder, 'in.pdf'), await paper(1));
    const options = [
      '-q',
      '-sDEVICE=pdfwrite',
      '-sOwnerPassword=a',
      '-sUserPassword=b',
      '-sOutputFile=out.pdf',
    ];
    execFileSync('gs', [...options, 'in.pdf'], { cwd: folder });
    return readFileSync(join(folder, 'out.pdf'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
