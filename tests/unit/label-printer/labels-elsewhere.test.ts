import { describe, expect, it } from 'vitest';
import { defaultLabelTemplate } from '#controller/domain/default-label-templates.ts';
import { LABEL_STOCKS } from '#controller/domain/label-stock.ts';
import { buildOfficialRecord } from '#controller/domain/official-record-build.ts';
import { greyOfRaster } from '#label-printer/decoding/grey.ts';
import { textOf } from '#label-printer/decoding/text.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { encode, type Output } from '#label-printer/encode.ts';
import { verifiedLabel } from '#label-printer/make-label.ts';
import { columnsOf, sameRaster, whiteColumns, type Raster } from '#label-printer/raster.ts';
import { docket, sampleLabel } from './samples.ts';
import * as elsewhere from './seen-elsewhere.ts';

const PER_MM = { 203: 8, 300: 11.8, 600: 23.6 } as const;
const record = buildOfficialRecord({
  ...{
    barcode: 'SJ202600000000000123',
    issuer: sampleLabel.issuer,
    kind: '通知',
    number: sampleLabel.number,
  },
  ...{ recipient: '各区县人民政府', urgency: 'teji', title: sampleLabel.title, writtenOn: '2026-06-18' },
  ...{ maker: sampleLabel.issuer, madeOn: '2026-06-18' },
});
const CASES = [
  ...LABEL_STOCKS.flatMap((stock) => [{ stock, dpi: 203 } as const, { stock, dpi: 300 } as const]),
  { stock: '60x40', dpi: 600 } as const,
];
/** At 600 dpi the dots are many: these in one language. */
const FINE = LABEL_STOCKS.filter((stock) => stock !== '60x40');
/** The columns from the first with a black dot to the last. */
const inked = (raster: Raster): Raster => {
  const all = raster.widthDots;
  const left = whiteColumns(raster, all);
  return columnsOf(raster, left, all - left - whiteColumns(raster, all, 'right'));
};
const unless = (there: boolean, program: string): string =>
  there ? '' : ` (skipped: ${program} is not installed)`;

describe.each(CASES)('a label of $stock at $dpi dpi', { timeout: 60_000 }, ({ stock, dpi }) => {
  const made = verifiedLabel({ ...sampleLabel, record }, defaultLabelTemplate(stock), dpi);
  const written = async (output: Output): Promise<Uint8Array> => encode(await made, 'die-cut', dpi, output);
  const asZpl = written({ language: 'zpl' }).then(async (zpl) => elsewhere.renderedZpl(zpl, await made, dpi));
  const same = async (seen: Raster): Promise<boolean> => sameRaster(seen, await made);

  it('is those very dots in ZPL, drawn by zpl-renderer-js', async () => {
    expect(await same(await asZpl)).toBe(true);
  });

  it.each([0, 1] as const)('in TSPL, by the firmware of the simulator (black bit %i)', async (blackBit) => {
    const tspl = await written({ language: 'tspl', blackBit, gapMm: 2 });
    const { raster, warnings } = await elsewhere.simulatedTspl(tspl, stock, dpi, blackBit);
    expect([await same(raster), warnings]).toEqual([true, []]);
    // The other polarity is another label (mutant).
    const inverted = await elsewhere.simulatedTspl(tspl, stock, dpi, blackBit === 0 ? 1 : 0);
    expect(await same(inverted.raster)).toBe(false);
  });

  it.skipIf(stock === '90x30')(
    'in ESC/POS, by the firmware of the simulator: white edges alone fall off its head',
    async () => {
      const { raster, warnings } = await elsewhere.simulatedEscpos(
        await written({ language: 'escpos', cut: true, headMm: 72 }),
        stock,
        dpi,
      );
      expect(warnings).toEqual([]);
      expect(sameRaster(inked(raster), inked(await made))).toBe(true);
      if (stock.startsWith('60')) expect(await same(raster)).toBe(true);
      if (elsewhere.zbarIsThere)
        expect(elsewhere.readByZbar(raster)).toEqual([`CODE-128:${docket}`, `QR-Code:${docket}`]);
    },
  );

  it.runIf(stock === '90x30')(
    'is refused in ESC/POS, whose head is narrower: both widths are told',
    async () => {
      await expect(written({ language: 'escpos', cut: true, headMm: 72 })).rejects.toThrow(
        '90 mm wide, the print head of this printer has 72 mm',
      );
    },
  );

  it.skipIf(!elsewhere.popplerIsThere || dpi === 600)(
    `in PDF, by poppler${unless(elsewhere.popplerIsThere, 'pdftoppm')}`,
    async () => {
      const pdf = await written({ language: 'pdf', paper: 'own' });
      expect(await same(elsewhere.byPoppler(pdf, await made, PER_MM[dpi]))).toBe(true);
    },
  );

  it.skipIf(!elsewhere.zbarIsThere)(
    `has codes that zbar reads${unless(elsewhere.zbarIsThere, 'zbarimg')}`,
    async () => {
      const seen = await asZpl;
      expect(elsewhere.readByZbar(seen)).toEqual([`CODE-128:${docket}`, `QR-Code:${docket}`]);
    },
  );

  it.runIf(stock === '80x130')('has the official record, read by zxing-cpp in GBK', async () => {
    // Its box at the foot of the label.
    const { heightDots, bytesPerRow, ...rest } = await made;
    const top = Math.round(97.5 * PER_MM[dpi]);
    const foot = {
      ...rest,
      bytesPerRow,
      heightDots: heightDots - top,
      bits: rest.bits.subarray(top * bytesPerRow),
    };
    const found = await readWithZxingWasm(greyOfRaster(foot), ['PDF417']);
    expect(found.map(({ bytes }) => textOf(bytes))).toEqual([record]);
  });
});

describe.each(FINE)('a label of %s at 600 dpi', { timeout: 60_000 }, (stock) => {
  it('is those very dots in TSPL, by the firmware of the simulator, and its codes are read', async () => {
    const made = await verifiedLabel({ ...sampleLabel, record }, defaultLabelTemplate(stock), 600);
    const tspl = await encode(made, 'die-cut', 600, { language: 'tspl', blackBit: 0, gapMm: 2 });
    const { raster, warnings } = await elsewhere.simulatedTspl(tspl, stock, 600, 0);
    expect([sameRaster(raster, made), warnings]).toEqual([true, []]);
    if (elsewhere.zbarIsThere)
      expect(elsewhere.readByZbar(raster)).toEqual([`CODE-128:${docket}`, `QR-Code:${docket}`]);
  });
});
