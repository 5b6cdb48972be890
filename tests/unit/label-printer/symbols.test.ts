import { describe, expect, it } from 'vitest';
import { checkGrid, drawSymbol } from '#label-printer/barcodes/draw.ts';
import { code128, qrCode } from '#label-printer/barcodes/symbols.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import { blankRaster, copyRaster, fillRect } from '#label-printer/raster.ts';
import { docket } from './samples.ts';

const codeOf = (run: () => unknown): string | null => {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof ArtworkError ? error.code : String(error);
  }
};

describe('symbols', () => {
  it('puts a docket code of any 16 digits and capitals into a version-1 QR code at level Q', () => {
    for (const text of [docket, 'ZZZZZZZZZZZZZZZZ', '0123456789012345', 'W0W0W0W0W0W0W0W0']) {
      const { columns, rows, quiet } = qrCode(text, 'Q', 1);
      expect([columns, rows, quiet]).toEqual([21, 21, { x: 4, y: 4 }]);
    }
  });

  it('refuses one character more at that version and level', () => {
    expect(codeOf(() => qrCode(`${docket}0`, 'Q', 1))).toBe('symbol-does-not-fit');
  });

  it('starts and ends Code 128 with the standard start and stop patterns', () => {
    const { modules, columns, rows } = code128(docket);
    const text = [...modules].join('');
    expect(rows).toBe(1);
    expect(columns).toBe(11 * (1 + 16 + 1) + 13);
    // Start code B 11010010000, stop 1100011101011 (ISO/IEC 15417, table 1).
    expect(text.startsWith('11010010000')).toBe(true);
    expect(text.endsWith('1100011101011')).toBe(true);
  });

  it('refuses text that is not printable ASCII', () => {
    for (const text of ['', 'Ü', '公文', 'A\u0000B', 'A\n'])
      expect(codeOf(() => code128(text))).toBe('bad-field');
  });
});

describe('the grid check', () => {
  const symbol = qrCode(docket, 'Q', 1);
  const placed = { symbol, x: 20, y: 20, module: 5, rowHeight: 5 };
  const drawn = blankRaster(160, 160);
  drawSymbol(drawn, placed);

  it('passes a symbol in whole dots with a clear quiet zone', () => {
    expect(codeOf(() => checkGrid(drawn, placed))).toBeNull();
  });

  it('finds a single wrong dot, inside the symbol and in its quiet zone', () => {
    for (const dot of [
      { x: 22, y: 22 },
      { x: 27, y: 27 },
      { x: 3, y: 60 },
      { x: 60, y: 144 },
    ]) {
      const damaged = copyRaster(drawn);
      const black =
        ((damaged.bits[dot.y * damaged.bytesPerRow + (dot.x >> 3)] ?? 0) & (0x80 >> (dot.x & 7))) !== 0;
      fillRect(damaged, { ...dot, width: 1, height: 1 }, !black);
      expect(codeOf(() => checkGrid(damaged, placed))).toBe('symbol-not-clean');
    }
  });

  it('refuses modules of fractional dots', () => {
    expect(codeOf(() => checkGrid(drawn, { ...placed, module: 4.5, rowHeight: 4.5 }))).toBe(
      'symbol-not-clean',
    );
  });

  it('refuses a quiet zone that leaves the stock', () => {
    expect(codeOf(() => checkGrid(drawn, { ...placed, x: 19 }))).toBe('symbol-not-clean');
  });

  it('cannot be drawn in fractional dots at all', () => {
    expect(() => drawSymbol(blankRaster(200, 200), { ...placed, module: 4.5 })).toThrow(RangeError);
  });
});
