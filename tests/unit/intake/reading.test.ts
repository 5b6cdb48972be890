import { createCanvas } from '@napi-rs/canvas';
import utif from 'utif2';
import { afterAll, expect, it } from 'vitest';
import type { ReadOutcome } from '#controller/ports/intake.ts';
import { openPages } from '#label-printer/decoding/pages.ts';
import { threadReader } from '#label-printer/intake/thread.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { docketOf, pilePdf } from '#tests/support/piles.ts';

const timeout = 180_000;
const reader = threadReader(new ManualClock());
afterAll(() => reader.stop());

const read = (bytes: Uint8Array, signal = new AbortController().signal, told: string[] = []) =>
  reader.read(bytes, { signal, onPage: (page, of) => told.push(`${page}/${of}`) });
const opened = (outcome: ReadOutcome) => {
  if (!outcome.ok) throw new Error(outcome.fault);
  return outcome.file;
};
const texts = (outcome: ReadOutcome): string[] =>
  opened(outcome).pages.map(({ codes }) =>
    codes
      .map(({ symbology, text }) => `${symbology} ${text.slice(0, 16)}`)
      .sort()
      .join(', '),
  );
const grey = (width: number, height: number, pixels: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: 4 * width * height }, (_, i) => (i % 4 === 3 ? 255 : (pixels[i >> 2] ?? 255)));

it(
  'codes are found at every quarter turn and a little askew, several on a page, none in text',
  { timeout },
  async () => {
    const [a, b] = [docketOf(1), docketOf(2)];
    const turns = [0, 90, 180, 270, 4].map((turn) => ({ turn, stamp: a, foreign: 'EX0000123456' }));
    const told: string[] = [];
    const outcome = await read(await pilePdf([{ cover: b }, ...turns, {}, { record: {} }]), undefined, told);
    const both = `Code128 EX0000123456, QRCode ${a}`;
    expect(texts(outcome)).toEqual([
      `Code128 ${b}, QRCode ${b}`,
      ...turns.map(() => both),
      '',
      'PDF417 GB0626-2005^SJ20',
    ]);
    expect(told).toHaveLength(8);
    const sizes = opened(outcome).pages[0]?.codes.map(({ symbology, sideMm }) => [
      symbology,
      Math.round(sideMm / 5),
    ]);
    expect(sizes).toContainEqual(['QRCode', 8]);
    opened(outcome).close();
  },
);

it('parts of a PDF become PDF files of their own, the whole stays as it came', { timeout }, async () => {
  const pdf = await pilePdf([{ stamp: docketOf(1) }, {}, {}]);
  const file = opened(await read(pdf));
  const [whole, part] = await file.cut([
    { from: 0, to: 2 },
    { from: 1, to: 2 },
  ]);
  file.close();
  expect(Buffer.from(whole?.bytes ?? []).equals(pdf)).toBe(true);
  const cut = await openPages(part?.bytes ?? new Uint8Array());
  expect([part?.form, cut.count]).toEqual(['pdf', 2]);
  cut.close();
  expect(
    Buffer.from(part?.thumbnail ?? [])
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
});

it('pictures and TIFF files of several pages are read too', { timeout }, async () => {
  const pdf = await openPages(await pilePdf([{ stamp: docketOf(3) }]));
  const { grey: page } = await pdf.page(0);
  pdf.close();
  const { width, height } = page;
  const rgba = grey(width, height, page.pixels);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const picture = context.createImageData(width, height);
  picture.data.set(rgba);
  context.putImageData(picture, 0, 0);
  const tiff = new Uint8Array(utif.encodeImage(rgba.buffer as never, width, height));
  for (const bytes of [await canvas.encode('png'), await canvas.encode('jpeg'), tiff]) {
    const outcome = await read(bytes);
    expect(texts(outcome)).toEqual([`QRCode ${docketOf(3)}`]);
    opened(outcome).close();
  }
});

/** A TIFF whose directories lead in a circle. */
const circle = (): Uint8Array => {
  const bytes = Buffer.alloc(14);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(0, 8);
  bytes.writeUInt32LE(8, 10);
  return bytes;
};
/** A PNG that says it has 60,000 pixels a side. */
const bomb = (): Uint8Array => {
  const head = Buffer.alloc(60);
  head.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  head.writeUInt32BE(60_000, 16);
  head.writeUInt32BE(60_000, 20);
  return head;
};
it.each([
  ['nothing', new Uint8Array(), 'unknown-format'],
  ['a program', Buffer.from('#!/bin/sh\nrm -rf /\n'), 'unknown-format'],
  ['a PDF that ends in the middle', Buffer.from('%PDF-1.7\n1 0 obj\n<<'), 'damaged'],
  ['a TIFF that leads in a circle', circle(), 'damaged'],
  ['a picture that unpacks to gigabytes', bomb(), 'too-large'],
  ['half a PNG', bomb().subarray(0, 20), 'damaged'],
  ['a JPEG without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9]), 'damaged'],
])('%s gives no pages and does no harm', { timeout }, async (_, bytes, fault) => {
  expect(await read(bytes)).toEqual({ ok: false, fault });
});

it('a file is given up in the middle, and the next one is read', { timeout }, async () => {
  const stop = new AbortController();
  const long = await pilePdf([{ stamp: docketOf(4) }, {}, {}, {}]);
  const reading = reader.read(long, { signal: stop.signal, onPage: () => stop.abort() });
  expect(await reading).toEqual({ ok: false, fault: 'cancelled' });
  const next = await read(long.subarray());
  expect(texts(next)).toEqual([`QRCode ${docketOf(4)}`, '', '', '']);
  opened(next).close();
});

it('a file on which the thread falls silent counts as damaged', { timeout }, async () => {
  const clock = new ManualClock();
  const silent = threadReader(clock);
  const long = await pilePdf(Array.from({ length: 6 }, () => ({})));
  const reading = silent.read(long, { signal: new AbortController().signal, onPage: () => undefined });
  await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(600_000);
  expect(await reading).toEqual({ ok: false, fault: 'damaged' });
  await silent.stop();
});
