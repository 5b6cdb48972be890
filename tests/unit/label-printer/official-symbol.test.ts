import { describe, expect, it } from 'vitest';
import { buildOfficialRecord, type RecordFields } from '#controller/domain/official-record-build.ts';
import { drawSymbol, outerRect } from '#label-printer/barcodes/draw.ts';
import { officialRecordInDots, officialRecordInMm } from '#label-printer/barcodes/official-record.ts';
import { readBack } from '#label-printer/barcodes/read-back.ts';
import { sizeOf } from '#label-printer/barcodes/sizes.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import { blankRaster } from '#label-printer/raster.ts';

const fields: RecordFields = {
  barcode: 'SJ202600000000000123',
  issuer: '某市人民政府办公室',
  kind: '通知',
  number: '某政办发〔2026〕12号',
  recipient: '各区县人民政府',
  title: '关于做好防汛工作的通知',
  urgency: 'teji',
  writtenOn: '2026-06-18',
  releaseLevel: '市地级',
  maker: '某市人民政府办公室',
  madeOn: '2026-06-18',
};
const record = buildOfficialRecord(fields);
const full = (title: number): string =>
  buildOfficialRecord({
    ...fields,
    barcode: '1'.repeat(32),
    issuer: '某'.repeat(20),
    kind: '某'.repeat(15),
    number: '某'.repeat(15),
    recipient: '某'.repeat(20),
    title: '某'.repeat(title),
    maker: '某'.repeat(20),
    free: '某'.repeat(20),
  });
const HEADS = [
  [203, 8],
  [300, 11.8],
  [600, 23.6],
] as const;

const drawn = (text: string, dotsPerMm: number) => {
  const sized = officialRecordInDots(text, dotsPerMm);
  const placed = { ...sized, x: 4 * sized.module, y: 4 * sized.module };
  const outer = outerRect(placed);
  const raster = blankRaster(outer.width + outer.x * 2, outer.height + outer.y * 2);
  drawSymbol(raster, placed);
  return { raster, sized };
};

describe.each(HEADS)('the official-document barcode at %i dpi', (dpi, dotsPerMm) => {
  it('has 8 columns, level 3, rows of two modules, and is as near to 50 × 20 mm as whole dots come', () => {
    const sized = officialRecordInDots(record, dotsPerMm);
    expect(sized.symbol.columns).toBe(205);
    expect(Number.isInteger(sized.module)).toBe(true);
    expect(sized.rowHeight).toBe(2 * sized.module);
    const { width, height } = sizeOf(sized);
    expect(Math.abs((width / dpi) * 25.4 - 50)).toBeLessThan(((205 / dpi) * 25.4) / 2);
    expect(Math.abs((height / dpi) * 25.4 - 20)).toBeLessThan((sized.rowHeight / dpi) * 25.4);
  });

  it('reads back from the dots as the very record, its GBK bytes without ECI', async () => {
    const { raster } = drawn(record, dotsPerMm);
    await readBack(raster, [{ symbology: 'PDF417', text: record }]);
    await expect(readBack(raster, [{ symbology: 'PDF417', text: `${record}x` }])).rejects.toMatchObject({
      code: 'symbol-wrong',
    });
  });

  it('grows with a long record up to 25 mm', async () => {
    const { raster, sized } = drawn(full(50), dotsPerMm);
    expect((sizeOf(sized).height / dpi) * 25.4).toBeLessThanOrEqual(25.2);
    await readBack(raster, [{ symbology: 'PDF417', text: full(50) }]);
  });
});

describe('the official-document barcode', () => {
  it('is exactly 50 mm wide as vectors, narrower only when it would be higher than 25 mm', () => {
    const sized = officialRecordInMm(record);
    expect(sizeOf(sized).width).toBeCloseTo(50, 6);
    expect(sizeOf(sized).height).toBeCloseTo(20, 0);
    const longest = sizeOf(officialRecordInMm(full(80)));
    expect(longest.height).toBeLessThanOrEqual(25.01);
    expect(longest.width).toBeGreaterThanOrEqual(30);
  });

  it('is refused with its bytes and the fix when no module the standard allows holds it', () => {
    const attempt = (): unknown => officialRecordInDots(`${full(80)}${'某'.repeat(60)}`, 8);
    expect(attempt).toThrow(ArtworkError);
    expect(attempt).toThrow(/\d+ bytes .* shorten the title/);
  });
});
