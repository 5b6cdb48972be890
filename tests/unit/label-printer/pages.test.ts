import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { encode } from '#label-printer/encode.ts';
import { readBack } from '#label-printer/barcodes/read-back.ts';
import { sheetsOf } from '#label-printer/languages/paper.ts';
import { makeReceipt } from '#label-printer/make-receipt.ts';
import { verifiedLabel } from '#label-printer/make-label.ts';
import { blankRaster, columnsOf, fillRect, sameRaster } from '#label-printer/raster.ts';
import type { Raster } from '#label-printer/raster.ts';
import { docket, sampleHash, sampleLabel, sampleReceipt } from './samples.ts';

const codes = [
  { symbology: 'QRCode', text: docket },
  { symbology: 'Code128', text: docket },
] as const;
/** A picture's dark dots, whoever drew it. */
const rasterOf = async (picture: Buffer): Promise<Raster> => {
  const image = await loadImage(picture);
  // Taken once: asking the image is slow.
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const raster = blankRaster(width, height);
  for (let i = 0; i < width * height; i++)
    if ((data[i * 4] ?? 255) < 128)
      fillRect(raster, { x: i % width, y: Math.floor(i / width), width: 1, height: 1 });
  return raster;
};
/** A part of a page: looking for codes on all of it takes long. */
const cutOut = (page: Raster, x: number, y: number, width: number, height: number): Raster => {
  const part = columnsOf(page, x, width);
  const bits = part.bits.subarray(y * part.bytesPerRow, (y + height) * part.bytesPerRow);
  return { ...part, heightDots: height, bits };
};
/** Objects of our PDF as a reader finds them through its cross-reference table. */
const objectsOf = (pdf: Buffer): { readonly head: string; readonly stream: Buffer }[] => {
  const text = pdf.toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const rows = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map((row) => Number(row[1]));
  return rows.map((offset, i) => {
    const body = text.slice(offset);
    if (!body.startsWith(`${i + 1} 0 obj\n`)) throw new Error(`object ${i + 1} is not at ${offset}`);
    const head = body.slice(0, body.search(/\nstream\n|\nendobj/));
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const from = offset + head.length + '\nstream\n'.length;
    return { head, stream: pdf.subarray(from, from + length) };
  });
};

describe('a PDF', () => {
  it('of a label is one page of its size with exactly its dots', async () => {
    const raster = await verifiedLabel(sampleLabel, '60x40', 300);
    const pdf = Buffer.from(await encode(raster, 'die-cut', 300, { language: 'pdf', paper: 'own' }));
    const objects = objectsOf(pdf);
    const page = objects.filter(({ head }) => head.includes('/Type/Page/'));
    expect(page.map(({ head }) => /MediaBox\[([^\]]+)\]/.exec(head)?.[1])).toEqual(['0 0 170.079 113.386']);
    const picture = objects.find(({ head }) => head.includes('/Image'));
    expect(picture?.head).toContain('/Decode[1 0]');
    expect(inflateSync(picture?.stream ?? Buffer.alloc(0)).equals(Buffer.from(raster.bits))).toBe(true);
    expect(
      objects.some(({ stream }) => stream.toString() === 'q 170.079 0 0 113.386 0.000 0.000 cm /P Do Q'),
    ).toBe(true);
  });

  const gs = spawnSync('gs', ['--version']).status === 0;
  it.skipIf(!gs)(
    `drawn by Ghostscript on A4 reads back${gs ? '' : ' (skipped: gs is not installed)'}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'docketbox-pdf-'));
      try {
        const raster = await verifiedLabel(sampleLabel, '60x40', 300);
        writeFileSync(
          join(folder, 'a.pdf'),
          await encode(raster, 'die-cut', 300, { language: 'pdf', paper: 'A4' }),
        );
        execFileSync('gs', [
          ...['-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', '-sDEVICE=pnggray', '-r300'],
          ...[`-sOutputFile=${join(folder, '%d.png')}`, join(folder, 'a.pdf')],
        ]);
        const page = await rasterOf(readFileSync(join(folder, '1.png')));
        expect([page.widthDots, page.heightDots]).toEqual([2480, 3508]);
        await readBack(cutOut(page, 886, 177, 709, 473), codes);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it('of a long slip on A4 has several pages, parted only where it is white', async () => {
    const pieces = Array.from({ length: 40 }, (_, i) => ({
      ...{ docket, number: `某政办发〔2026〕${i}号`, departmentName: '财政局', compartment: 'A02' },
      ...{ sequence: i, leaf: sampleHash(i) },
    }));
    const options = { dpi: 300, language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
    const pdf = await makeReceipt({ ...sampleReceipt, pieces }, options, { language: 'pdf', paper: 'A4' });
    const pictures = objectsOf(Buffer.from(pdf)).filter(({ head }) => head.includes('/Image'));
    expect(pictures.length).toBeGreaterThan(2);
    for (const { head, stream } of pictures.slice(1)) {
      const bytesPerRow = Math.ceil(Number(/Width (\d+)/.exec(head)?.[1]) / 8);
      expect(
        inflateSync(stream)
          .subarray(0, bytesPerRow)
          .every((byte) => byte === 0),
      ).toBe(true);
    }
    expect(Buffer.from(pdf).toString('latin1')).toContain(`/Count ${pictures.length}`);
  });
});

describe('sheets', () => {
  it('hold every row once, whatever is black in them', () => {
    const raster = blankRaster(944, 8000);
    fillRect(raster, { x: 3, y: 0, width: 2, height: 8000 });
    const sheets = sheetsOf(raster, 'continuous', 300, 'A4');
    expect(sheets.reduce((sum, sheet) => sum + sheet.raster.heightDots, 0)).toBe(8000);
    const parts = Buffer.concat(sheets.map((sheet) => sheet.raster.bits));
    expect(sameRaster({ ...raster, bits: parts }, raster)).toBe(true);
    for (const sheet of sheets) expect(sheet.y + sheet.rasterHeight).toBeLessThanOrEqual(297 - 14.9);
  });
});

describe('PWG raster', () => {
  it('is the whole sheet at its resolution, and reads back', async () => {
    const raster = await verifiedLabel(sampleLabel, '60x40', 300);
    const bytes = Buffer.from(await encode(raster, 'die-cut', 300, { language: 'pwg', paper: 'A4' }));
    expect(bytes.toString('latin1', 0, 13)).toBe('RaS2PwgRaster');
    const header = bytes.subarray(4);
    const at = (offset: number): number => header.readUInt32BE(offset);
    expect([at(276), at(280), at(384), at(388), at(400), at(420)]).toEqual([300, 300, 8, 8, 18, 1]);
    expect(header.toString('latin1', 1732, 1748)).toBe('iso_a4_210x297mm');
    const [width, height, wide] = [at(372), at(376), at(392)];
    expect([width, height, wide]).toEqual([2480, 3508, 2480]);
    const page = blankRaster(width, height);
    let place = 1796;
    for (let y = 0; y < height;) {
      const repeat = (header[place++] ?? 0) + 1;
      for (let x = 0; x < width;) {
        const run = header[place++] ?? 0;
        expect(run).toBeLessThan(128);
        const black = header[place++] === 0;
        if (black) fillRect(page, { x, y, width: run + 1, height: repeat });
        x += run + 1;
      }
      y += repeat;
    }
    expect(place).toBe(header.length);
    await readBack(cutOut(page, 886, 177, 709, 473), codes);
  });
});

describe('a JPEG', () => {
  it('says its resolution and reads back', async () => {
    const raster = await verifiedLabel(sampleLabel, '60x40', 300);
    const bytes = Buffer.from(await encode(raster, 'die-cut', 300, { language: 'jpeg', paper: 'own' }));
    expect(bytes.toString('latin1', 6, 10)).toBe('JFIF');
    expect([bytes[13], bytes.readUInt16BE(14), bytes.readUInt16BE(16)]).toEqual([1, 300, 300]);
    await readBack(await rasterOf(bytes), codes);
  });
});
