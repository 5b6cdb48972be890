import { createCanvas, loadImage } from '@napi-rs/canvas';
import { PDFDocument, rgb } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { makeSheet } from '#label-printer/sheets/make-sheet.ts';

const A4 = [595.28, 841.89] as const;
const POINTS = 72 / 300;
/** Pages with a black square of 300 dots, 150 dots from the left and from the top of the page as it is read. */
const pdfOf = async (...sizes: (readonly [number, number])[]): Promise<Uint8Array<ArrayBuffer>> => {
  const pdf = await PDFDocument.create();
  for (const [width, height] of sizes) {
    const page = pdf.addPage([width, height]);
    const side = 300 * POINTS;
    page.drawRectangle({
      ...{ x: 150 * POINTS, y: height - 150 * POINTS - side, width: side, height: side },
      color: rgb(0, 0, 0),
    });
  }
  return new Uint8Array(await pdf.save());
};
interface Page {
  readonly width: number;
  readonly height: number;
  grey(x: number, y: number): number;
}
/** Reads PWG raster (PWG 5102.4, §4) of grey pages. */
const readPwg = (bytes: Uint8Array): Page[] => {
  const all = Buffer.from(bytes);
  expect(all.toString('latin1', 0, 4)).toBe('RaS2');
  const pages: Page[] = [];
  for (let at = 4; at < all.length;) {
    const [width, height] = [all.readUInt32BE(at + 372), all.readUInt32BE(at + 376)];
    expect(all.readUInt32BE(at + 452)).toBeGreaterThan(0);
    at += 1796;
    const pixels = Buffer.alloc(width * height);
    for (let y = 0; y < height;) {
      const times = (all[at++] ?? 0) + 1;
      const row = pixels.subarray(y * width, (y + 1) * width);
      for (let x = 0; x < width;) {
        const run = (all[at++] ?? 0) + 1;
        row.fill(all[at++] ?? 0, x, x + run);
        x += run;
      }
      for (let n = 1; n < times; n++) row.copy(pixels, (y + n) * width);
      y += times;
    }
    pages.push({ width, height, grey: (x, y) => pixels[y * width + x] ?? -1 });
  }
  return pages;
};
const squareAt = (page: Page, x: number, y: number): number[] => [
  page.grey(x + 10, y + 10),
  page.grey(x + 290, y + 290),
  page.grey(x - 10, y + 150),
  page.grey(x + 150, y + 310),
];
const INSIDE_BLACK = [0, 0, 255, 255];

describe('a PDF on an office printer', () => {
  it('goes as it is to a printer that takes PDF', async () => {
    const pdf = await pdfOf(A4);
    expect(await makeSheet(pdf, { language: 'pdf', paper: 'A4' }, 300)).toBe(pdf);
  });

  it('becomes sheets of dots where it does not: broad pages turned, large ones made smaller', async () => {
    const pdf = await pdfOf(A4, [A4[1], A4[0]], [A4[0] * 2, A4[1] * 2]);
    const pages = readPwg(await makeSheet(pdf, { language: 'pwg', paper: 'A4' }, 300));
    expect(pages.map(({ width, height }) => [width, height])).toEqual(
      new Array(3).fill([2480, 3508]) as number[][],
    );
    const [upright, broad, large] = pages as [Page, Page, Page];
    expect(squareAt(upright, 150, 150)).toEqual(INSIDE_BLACK);
    // Read with the right edge up: its left top is now at the right top.
    expect(squareAt(broad, 2480 - 450, 150)).toEqual(INSIDE_BLACK);
    expect([large.grey(80, 80), large.grey(220, 220), large.grey(240, 150), large.grey(60, 150)]).toEqual([
      0, 0, 255, 255,
    ]);
  });

  it('becomes one picture where the printer takes only JPEG, and is refused when it has more pages', async () => {
    const jpeg = Buffer.from(await makeSheet(await pdfOf(A4), { language: 'jpeg', paper: 'A4' }, 300));
    expect([jpeg[13], jpeg.readUInt16BE(14)]).toEqual([1, 300]);
    const image = await loadImage(jpeg);
    expect([image.width, image.height]).toEqual([2480, 3508]);
    const context = createCanvas(600, 600).getContext('2d');
    context.drawImage(image, 0, 0);
    const dark = (x: number, y: number): boolean => (context.getImageData(x, y, 1, 1).data[0] ?? 255) < 60;
    expect([dark(160, 160), dark(440, 440), dark(140, 160), dark(300, 460)]).toEqual([
      ...[true, true, false, false],
    ]);
    await expect(
      makeSheet(await pdfOf(A4, A4), { language: 'jpeg', paper: 'A4' }, 300),
    ).rejects.toMatchObject({ code: 'sheet-pages', values: { pages: 2, most: 1 } });
  });

  it('is refused by a label printer, and when it is damaged', async () => {
    await expect(makeSheet(await pdfOf(A4), { language: 'zpl' }, 203)).rejects.toMatchObject({
      code: 'unsupported',
    });
    const damaged = new Uint8Array(Buffer.from('%PDF-1.7 and then nothing'));
    await expect(makeSheet(damaged, { language: 'pwg', paper: 'A4' }, 300)).rejects.toMatchObject({
      code: 'sheet-unreadable',
    });
  });
});
