import { describe, expect, it } from 'vitest';
import { listSlip } from '#label-printer/artwork/list-slip.ts';
import { receipt } from '#label-printer/artwork/receipt.ts';
import { receiptSymbolText } from '#label-printer/artwork/receipt-data.ts';
import { testPrint } from '#label-printer/artwork/test-print.ts';
import { boxOf, type Artwork } from '#label-printer/artwork/placed.ts';
import { outerRect } from '#label-printer/barcodes/draw.ts';
import { greyOfRaster } from '#label-printer/decoding/grey.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { makeListSlip } from '#label-printer/make-list-slip.ts';
import { makeReceipt } from '#label-printer/make-receipt.ts';
import { makeTestPrint } from '#label-printer/make-test-print.ts';
import { verify } from '#label-printer/verified.ts';
import { sampleList } from './lists/sample.ts';
import { sampleReceipt } from './samples.ts';
import { simulatedEscpos, type Dpi } from './seen-elsewhere.ts';

const WORDS = { language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
const output = { language: 'escpos', cut: true, headMm: 48 } as const;
const testData = (dpi: number) => ({ id: 'slips', kind: 'printer/escpos', dpi, stock: '58' });

/** Each kind of slip for a roll of 58 mm: as it is laid out, and as the printer gets it. */
const SLIPS: Readonly<
  Record<string, { art(dpi: Dpi): Artwork; bytes(dpi: Dpi): Promise<Uint8Array>; readonly says: string }>
> = {
  receipt: {
    art: (dpi) => receipt(sampleReceipt, dpi, { ...WORDS, roll: '58' }),
    bytes: (dpi) => makeReceipt(sampleReceipt, { ...WORDS, dpi, roll: '58' }, output),
    says: receiptSymbolText(sampleReceipt),
  },
  list: {
    art: (dpi) => listSlip(sampleList(3), dpi, '58'),
    bytes: (dpi) => makeListSlip(sampleList(3), dpi, '58', output),
    says: sampleList(3).symbol ?? '',
  },
  'test print': {
    art: (dpi) => testPrint(testData(dpi)),
    bytes: (dpi) => makeTestPrint(testData(dpi), output),
    says: 'DOCKETBOX TEST slips',
  },
};

describe.each(Object.entries(SLIPS))('a %s on a roll of 58 mm', (_, { art, bytes, says }) => {
  it.each([
    [203, 384],
    [300, 566],
  ] as const)('at %i dpi is wholly within %i dots, and the printer’s own paper reads', async (dpi, head) => {
    const laid = art(dpi);
    const left = Math.ceil((laid.widthDots - head) / 2);
    for (const { x, width } of [...laid.placed.map(boxOf), ...laid.symbols.map(outerRect)]) {
      expect(x).toBeGreaterThanOrEqual(left);
      expect(x + width).toBeLessThanOrEqual(left + head);
    }
    const { raster, warnings } = await simulatedEscpos(await bytes(dpi), '58', dpi);
    expect([raster.widthDots, warnings]).toEqual([head, []]);
    const codes = await readWithZxingWasm(greyOfRaster(raster), ['QRCode']);
    expect(codes.map((code) => Buffer.from(code.bytes).toString('latin1'))).toEqual([says]);
  });
});

it('what is laid out for 80 mm is refused by name on a head of 48 mm, and lost by a printer that is sent it', async () => {
  const wide = { ...output, headMm: 72 } as const;
  const options = { ...WORDS, dpi: 203 };
  await expect(makeReceipt(sampleReceipt, options, output)).rejects.toMatchObject({
    ...{ code: 'too-wide', message: expect.stringMatching(/80.*48/) },
  });
  // The mutant: a site that says 80 of a narrow printer. The simulator's paper notices it.
  const { warnings } = await simulatedEscpos(await makeReceipt(sampleReceipt, options, wide), '58', 203);
  expect(warnings).toContain('GS v 0 is wider than the head: 576 dots of 384');
});

it('text that the narrow roll cannot hold in a line goes on in the next, whole', () => {
  const words = (roll: '80' | '58'): string =>
    receipt(sampleReceipt, 203, { ...WORDS, roll })
      .placed.flatMap((one) => (one.kind === 'text' ? [one.text] : []))
      .join('')
      .replaceAll(' ', '');
  expect(words('58')).toBe(words('80'));
});

it('nothing on a narrow test print lies over anything else', async () => {
  const laid = testPrint(testData(203));
  await verify(laid, [
    { symbology: 'QRCode', text: 'DOCKETBOX TEST slips' },
    { symbology: 'Code128', text: 'TEST-203' },
  ]);
  const texts = laid.placed.filter(({ kind }) => kind === 'text').map(boxOf);
  const rects = [...texts, ...laid.symbols.map(outerRect)];
  const over = rects.flatMap((a, i) =>
    rects
      .slice(i + 1)
      .filter(
        (b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      ),
  );
  expect(over).toEqual([]);
});
