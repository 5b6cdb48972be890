import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc16 } from '#label-printer/languages/crc16.ts';
import { toZpl } from '#label-printer/languages/zpl.ts';
import { makeLabel, verifiedLabel } from '#label-printer/make-label.ts';
import { makeReceipt } from '#label-printer/make-receipt.ts';
import { blankRaster, sameRaster } from '#label-printer/raster.ts';
import type { VerifiedRaster } from '#label-printer/verified.ts';
import { docket, sampleLabel, sampleReceipt } from './samples.ts';
import { renderedZpl } from './seen-elsewhere.ts';
import { commandsOf, dotsOf } from './zpl-reparse.ts';

describe('ZPL', () => {
  it('checks base64 with CRC-16/XMODEM: the published vectors', () => {
    const z64 = 'eJz7/7+Bcf/fBawLWPf/bWD8/x8AU8wJwQ==';
    expect(crc16(Buffer.from(z64)).toString(16).toUpperCase()).toBe('B086');
    expect(crc16(Buffer.from('//+AAb/9oAWgBb/9gAH//w==')).toString(16).toUpperCase()).toBe('A2E8');
    expect(crc16(Buffer.from('123456789'))).toBe(0x31c3);
  });

  it('writes a 16 × 8 box whose data inflates to the published vector', () => {
    const box = Buffer.from('FFFF8001BFFDA005A005BFFD8001FFFF', 'hex');
    const raster = {
      widthDots: 16,
      heightDots: 8,
      bytesPerRow: 2,
      bits: new Uint8Array(box),
    } as VerifiedRaster;
    const { bits, bytesPerRow } = dotsOf(toZpl(raster, 'die-cut'));
    expect(Buffer.from(bits).equals(box)).toBe(true);
    expect(
      Buffer.from(bits).equals(inflateSync(Buffer.from('eJz7/7+Bcf/fBawLWPf/bWD8/x8AU8wJwQ==', 'base64'))),
    ).toBe(true);
    expect(bytesPerRow).toBe(2);
  });

  it('is one format of exactly these commands on die-cut labels', async () => {
    const zpl = await makeLabel(sampleLabel, { language: 'zpl', stock: '60x40', dpi: 203 });
    const commands = commandsOf(zpl);
    expect(commands.map((one) => one.command)).toEqual([
      '^XA',
      '^MN',
      '^PW',
      '^LL',
      '^LH',
      '^FO',
      '^GF',
      '^FS',
      '^PQ',
      '^XZ',
    ]);
    const parameters = Object.fromEntries(commands.map((one) => [one.command, one.parameters]));
    expect(parameters).toMatchObject({
      '^MN': 'Y',
      '^PW': '480',
      '^LL': '320',
      '^LH': '0,0',
      '^FO': '0,0',
      '^PQ': '1',
    });
  });

  it('is for continuous stock, as long as the slip, on a roll', async () => {
    const options = { dpi: 203, language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
    const zpl = await makeReceipt(sampleReceipt, options, { language: 'zpl' });
    const parameters = Object.fromEntries(commandsOf(zpl).map((one) => [one.command, one.parameters]));
    expect(parameters['^MN']).toBe('N');
    expect(parameters['^PW']).toBe('640');
    const { bits, bytesPerRow } = dotsOf(zpl);
    expect(Number(parameters['^LL'])).toBe(bits.length / bytesPerRow);
  });

  it('refuses what is longer than a format may be', () => {
    expect(() => toZpl(blankRaster(8, 32_001) as VerifiedRaster, 'continuous')).toThrow(RangeError);
  });

  it.each([203, 300] as const)('renders to the very dots we verified, at %i dpi', async (dpi) => {
    const raster = await verifiedLabel(sampleLabel, '60x40', dpi);
    const seen = await renderedZpl(toZpl(raster, 'die-cut'), raster, dpi);
    expect([seen.widthDots, seen.heightDots]).toEqual([raster.widthDots, raster.heightDots]);
    expect(sameRaster(seen, raster)).toBe(true);
  });

  const zbar = spawnSync('zbarimg', ['--version']).status === 0;
  it.skipIf(!zbar)(
    `is read by a third decoder${zbar ? '' : ' (skipped: zbarimg is not installed)'}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'label-'));
      try {
        const file = join(folder, 'label.png');
        writeFileSync(file, await makeLabel(sampleLabel, { language: 'png', stock: '60x40', dpi: 203 }));
        const out = execFileSync('zbarimg', ['-q', file], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        expect(out.trim().split('\n').sort()).toEqual([`CODE-128:${docket}`, `QR-Code:${docket}`]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
