import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, type Output } from '#label-printer/encode.ts';
import { toEscPos } from '#label-printer/languages/escpos.ts';
import { toTspl } from '#label-printer/languages/tspl.ts';
import { makeLabel, verifiedLabel } from '#label-printer/make-label.ts';
import { makeReceipt } from '#label-printer/make-receipt.ts';
import { ArtworkError } from '#label-printer/problem.ts';
import {
  blankRaster,
  columnsOf,
  fillRect,
  isBlack,
  sameRaster,
  whiteColumns,
} from '#label-printer/raster.ts';
import type { Raster } from '#label-printer/raster.ts';
import type { VerifiedRaster } from '#label-printer/verified.ts';
import { escPosOf } from './escpos-reparse.ts';
import { sampleLabel, sampleReceipt } from './samples.ts';
import { tsplDots, tsplOf } from './tspl-reparse.ts';

const tspl = { language: 'tspl', blackBit: 0, gapMm: 2 } as const satisfies Output;
const escpos = { language: 'escpos', cut: true, headMm: 72 } as const satisfies Output;
const verified = (raster: Raster): VerifiedRaster => raster as VerifiedRaster;
/** A raster with the given bytes as its rows, and so many white columns around it. */
const withBytes = (bytes: readonly number[], white: number): Raster => {
  const inner: Raster = {
    widthDots: bytes.length * 8,
    heightDots: 1,
    bytesPerRow: bytes.length,
    bits: Uint8Array.from(bytes),
  };
  return columnsOf(inner, -white, inner.widthDots + 2 * white);
};

describe('TSPL', () => {
  it('is exactly these commands on die-cut labels, and the strips are the verified dots', async () => {
    const raster = await verifiedLabel(sampleLabel, '60x40', 203);
    for (const blackBit of [0, 1] as const) {
      const seen = tsplOf(await encode(raster, 'die-cut', 203, { ...tspl, blackBit }));
      expect(seen.commands.filter((line) => !line.startsWith('BITMAP'))).toEqual([
        ...['SIZE 60 mm,40 mm', 'GAP 2 mm,0 mm', 'DIRECTION 1', 'REFERENCE 0,0', 'CLS', 'PRINT 1,1'],
      ]);
      expect(seen.commands.at(-1)).toBe('PRINT 1,1');
      expect(sameRaster({ ...raster, ...tsplDots(seen, 480, 320, blackBit) }, raster)).toBe(true);
      expect(Math.max(...seen.bitmaps.map(({ bits }) => bits.length))).toBeLessThanOrEqual(4096);
    }
  });

  it.each([203, 300, 600])('has no gap and its own length on a roll, at %i dpi', async (dpi) => {
    const options = { dpi, language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
    const { commands, bitmaps } = tsplOf(await makeReceipt(sampleReceipt, options, tspl));
    expect(commands[1]).toBe('GAP 0 mm,0 mm');
    const rows = bitmaps.reduce((sum, strip) => sum + strip.rows, 0);
    const height = Number(/^SIZE 80 mm,([\d.]+) mm$/.exec(commands[0] ?? '')?.[1]);
    const perMm = { 203: 8, 300: 11.8, 600: 23.6 }[dpi] ?? 0;
    expect(height * perMm).toBeGreaterThanOrEqual(rows);
    expect(height * perMm).toBeLessThan(rows + perMm);
  });

  it('refuses what is longer than a printer takes', () => {
    expect(() => toTspl(verified(blankRaster(8, 20_000)), 'continuous', 203, tspl)).toThrow(ArtworkError);
  });

  it.each([0, 1] as const)(
    'never spells ESC ! in its dots, and moves none of them (black bit %i)',
    (blackBit) => {
      const spelled = blackBit === 1 ? [0x1b, 0x21, 0x52] : [0xe4, 0xde, 0xad];
      const raster = withBytes(spelled, 16);
      const bytes = toTspl(verified(raster), 'die-cut', 203, { blackBit, gapMm: 2 });
      expect(Buffer.from(bytes).includes(Buffer.of(0x1b, 0x21))).toBe(false);
      const dots = tsplDots(tsplOf(bytes), raster.widthDots, 1, blackBit);
      expect(sameRaster({ ...raster, ...dots }, raster)).toBe(true);
      // No white column to leave off: refused rather than sent.
      const tight = verified(withBytes([0xff, ...spelled], 0));
      expect(() => toTspl(tight, 'die-cut', 203, { blackBit, gapMm: 2 })).toThrow(ArtworkError);
    },
  );
});

describe('ESC/POS', () => {
  it('is init, blocks and a cut, and the blocks are the verified dots', async () => {
    const raster = await verifiedLabel(sampleLabel, '60x40', 203);
    const { commands, rows } = escPosOf(await encode(raster, 'die-cut', 203, escpos));
    expect(commands.filter((one) => !one.startsWith('v0'))).toEqual(['@', 'V 66,0']);
    expect(Buffer.concat(rows).equals(Buffer.from(raster.bits))).toBe(true);
    for (const one of commands) {
      const [, wide = 0, high = 0] = /^v0 (\d+),(\d+)$/.exec(one)?.map(Number) ?? [];
      expect(wide * high).toBeLessThanOrEqual(4096);
      expect(high).toBeLessThanOrEqual(256);
    }
  });

  it('feeds past the tear bar where there is no cutter', async () => {
    const { commands } = escPosOf(
      await makeLabel(sampleLabel, { ...escpos, cut: false, stock: '60x40', dpi: 203 }),
    );
    expect(commands.at(-1)).toBe('d 4');
  });

  it('leaves the white edges of an 80 mm slip off its 72 mm head, and refuses black ones', async () => {
    const options = { dpi: 203, language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
    const { rows } = escPosOf(await makeReceipt(sampleReceipt, options, escpos));
    expect(rows[0]?.length).toBe(72);
    const wide = blankRaster(640, 4);
    fillRect(wide, { x: 0, y: 0, width: 1, height: 1 });
    expect(() => toEscPos(verified(wide), 203, escpos)).toThrow(/72|576/);
  });

  it.each([
    [0x10, 0x04, 0x01],
    [0x10, 0x05, 0x02],
    [0x10, 0x14, 0x01],
  ])('never spells a real-time command in its dots (%i %i %i)', (...spelled) => {
    const bytes = toEscPos(verified(withBytes(spelled, 16)), 203, escpos);
    expect(Buffer.from(bytes).includes(Buffer.from(spelled))).toBe(false);
    const seen = escPosOf(bytes);
    const black = (rows: readonly Uint8Array[]) =>
      Buffer.concat(rows).reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    expect(black(seen.rows)).toBe(black([Uint8Array.from(spelled)]));
  });
});

describe('columns of a raster', () => {
  it('are the same dots, moved, with white beyond the edges', () => {
    fc.assert(
      fc.property(
        fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 4 }) }),
        fc.infiniteStream(fc.boolean()),
        fc.integer({ min: -20, max: 39 }),
        fc.integer({ min: 1, max: 60 }),
        ({ width, height }, dots, from, wanted) => {
          const raster = blankRaster(width, height);
          for (let y = 0; y < height; y++)
            for (let x = 0; x < width; x++)
              if (dots.next().value) fillRect(raster, { x, y, width: 1, height: 1 });
          fc.pre(from < width);
          const cut = columnsOf(raster, from, wanted);
          for (let y = 0; y < height; y++)
            for (let x = 0; x < wanted; x++) expect(isBlack(cut, x, y)).toBe(isBlack(raster, x + from, y));
          // Nothing hides in the bits behind the last column.
          const again = columnsOf(cut, 0, wanted + 16);
          for (let y = 0; y < height; y++)
            for (let x = wanted; x < wanted + 16; x++) expect(isBlack(again, x, y)).toBe(false);
        },
      ),
    );
  });

  it('that are white are counted from either side', () => {
    const raster = blankRaster(20, 2);
    fillRect(raster, { x: 5, y: 1, width: 4, height: 1 });
    expect([whiteColumns(raster, 99), whiteColumns(raster, 3), whiteColumns(raster, 99, 'right')]).toEqual([
      5, 3, 11,
    ]);
    expect(whiteColumns(blankRaster(7, 1), 99)).toBe(7);
  });
});
