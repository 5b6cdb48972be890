import { deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LABEL_MS } from '#simulator/devices/printer.ts';
import { isBlack, type Raster } from '#simulator/wire/printing/raster.ts';
import { crc16 } from '#simulator/wire/zpl/graphic.ts';
import { ZplPrinter } from '#simulator/wire/zpl/printer.ts';
import { corner, drawing, inPieces, joined, printerBench } from '#tests/support/printer-bench.ts';

const bench = (dpi = 203, stock: '60x40' | '80' = '60x40') =>
  printerBench((parts) => new ZplPrinter({ stock, dpi }, parts));
const ART = drawing('########', '#......#', '########');
const field = ({ bits, bytesPerRow }: Raster, x = 0, y = 0): string => {
  const data = deflateSync(bits).toString('base64');
  const check = crc16(data).toString(16).toUpperCase().padStart(4, '0');
  return `^FO${x},${y}^GFA,${bits.length},${bits.length},${bytesPerRow},:Z64:${data}:${check}^FS`;
};
const LABEL = `^XA${field(ART)}^XZ`;
const flags = (reply: string): string[][] =>
  Buffer.from(reply, 'hex')
    .toString('latin1')
    .split('\r\n')
    .map((line) => line.slice(1, -1).split(','));

describe('the ZPL label printer', () => {
  test.each([
    [203, '60x40', 480, 320],
    [300, '60x40', 708, 472],
    [600, '60x40', 1416, 944],
    [300, '80', 944, 1180],
  ] as const)('at %i dpi prints %s stock as %i × %i dots', async (dpi, stock, width, height) => {
    const { send, printed, clock } = bench(dpi, stock);
    send(LABEL);
    await clock.advance(LABEL_MS);
    expect(printed).toMatchObject([{ raster: { width, height } }]);
  });

  test.each([
    ['ribbon-out', 1, 3],
    ['head-open', 1, 2],
    ['paused', 0, 2],
    ['too-hot', 0, 11],
  ] as const)('%s raises one flag and no other', (condition, line, at) => {
    const { ask, printer } = bench();
    const well = flags(ask('~HS'));
    printer.set(condition, true);
    const ill = flags(ask('~HS'));
    const changed = ill.flatMap((fields, i) =>
      fields.flatMap((value, j) => (value === well[i]?.[j] ? [] : [[i, j]])),
    );
    expect(changed).toEqual([[line, at]]);
  });

  test('a pause lets the label under the head finish', async () => {
    const { send, printer, printed, clock } = bench();
    send(LABEL, LABEL);
    await clock.advance(LABEL_MS / 2);
    printer.pause();
    await clock.advance(5 * LABEL_MS);
    expect(printed).toHaveLength(1);
    printer.resume();
    await clock.advance(LABEL_MS);
    expect(printed).toHaveLength(2);
  });

  test('what belongs to no format is noted with the next label', async () => {
    const { send, printed, clock } = bench();
    send('Hello\r\n~ZZ^PW400^X^XA^BXfoo', field(ART), '^XZ');
    await clock.advance(LABEL_MS);
    expect(printed[0]?.warnings).toEqual([
      '5 bytes between commands',
      '~ZZ is not understood here',
      '^PW is not understood here',
      '^X is not understood',
      '^BX is not understood',
    ]);
  });
});

describe('whatever arrives at a ZPL printer', () => {
  const job = joined('\r\n', LABEL, '~HS', `^XA^PQ2${field(ART, 16, 8)}^XZ`, '~HS^XA^XZ', LABEL);
  const story = async (pieces: readonly Uint8Array[], forgetful = false): Promise<string> => {
    const { printer, clock, printed, answers } = bench();
    for (const piece of pieces) {
      if (forgetful) (printer as unknown as { forget(): void }).forget();
      printer.receive(piece);
    }
    await clock.advance(10 * LABEL_MS);
    return JSON.stringify([answers, printed.map(({ raster, warnings }) => [[...raster.bits], warnings])]);
  };
  const anyCut = (forgetful: boolean) =>
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 }),
      async (sizes) => {
        expect(await story(inPieces(job, sizes), forgetful)).toBe(await story([job]));
      },
    );

  test('is understood the same however it is cut into chunks', () =>
    fc.assert(anyCut(false), { numRuns: 30 }));

  test('a printer that starts afresh with every chunk is caught', async () => {
    expect((await fc.check(anyCut(true), { numRuns: 30 })).failed).toBe(true);
  });

  test('garbage between jobs breaks nothing and is reported', async () => {
    const noise = fc
      .uint8Array({ minLength: 1, maxLength: 60 })
      .filter((bytes) => bytes.some((each) => each > 0x20));
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        const { send, clock, printed } = bench();
        send(LABEL, bytes, LABEL);
        await clock.advance(10 * LABEL_MS);
        const last = printed.at(-1);
        expect(corner(last?.raster, 8, 2)).toEqual(['########', '#......#']);
        expect(last?.warnings.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an independent renderer', () => {
  const theirs = async (zpl: string, { width, height }: Raster, dotsPerMm: number): Promise<string> => {
    const { ready } = await import('zpl-renderer-js');
    const { api } = await ready;
    const png = await api.zplToBase64Async(
      zpl,
      Math.ceil(width / dotsPerMm),
      Math.ceil(height / dotsPerMm),
      dotsPerMm,
    );
    const image = await loadImage(Buffer.from(png, 'base64'));
    const canvas = createCanvas(width, height);
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return Array.from({ length: width * height }, (_, i) => ((data[4 * i] ?? 255) < 128 ? '#' : '.')).join(
      '',
    );
  };
  const ours = (raster: Raster): string =>
    Array.from({ length: raster.width * raster.height }, (_, i) =>
      isBlack(raster, i % raster.width, Math.floor(i / raster.width)) ? '#' : '.',
    ).join('');
  const pictures = fc.record({
    bytesPerRow: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 60 }),
    x: fc.integer({ min: 0, max: 300 }),
    y: fc.integer({ min: 0, max: 250 }),
    seed: fc.uint8Array({ minLength: 3, maxLength: 40 }),
  });
  const same = (dpi: number, dotsPerMm: number, spoil: (zpl: string) => string = (zpl) => zpl) =>
    fc.asyncProperty(pictures, async ({ bytesPerRow, height, x, y, seed }) => {
      const bits = Uint8Array.from(
        { length: bytesPerRow * height },
        (_, i) => (seed[i % seed.length] ?? 0) | 1,
      );
      const zpl = `^XA^PW480^LL320${field({ width: bytesPerRow * 8, height, bytesPerRow, bits }, x, y)}^XZ`;
      const { send, printed, clock } = bench(dpi);
      send(zpl);
      await clock.advance(LABEL_MS);
      const paper = printed[0]?.raster as Raster;
      expect(ours(paper)).toBe(await theirs(spoil(zpl), paper, dotsPerMm));
    });

  test.each([
    [203, 8],
    [300, 12],
  ])(
    'sees the same dots at %i dpi, whatever the picture and its place',
    (dpi, dotsPerMm) => fc.assert(same(dpi, dotsPerMm), { numRuns: 10 }),
    60_000,
  );

  test('does not see the same dots when the picture stands one dot aside', async () => {
    const aside = (zpl: string): string => zpl.replace(/\^FO(\d+)/, (_, x: string) => `^FO${Number(x) + 1}`);
    expect((await fc.check(same(203, 8, aside), { numRuns: 3 })).failed).toBe(true);
  });
});
