import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type * as ZplRenderer from 'zpl-renderer-js';
import { greyOfRaster } from '#label-printer/decoding/grey.ts';
import { blankRaster, type Raster } from '#label-printer/raster.ts';
import type { PrintedDots } from '#simulator/devices/printer.ts';
import { EscposPrinter } from '#simulator/wire/escpos/printer.ts';
import { TsplPrinter } from '#simulator/wire/tspl/printer.ts';
import { printerBench } from '#tests/support/printer-bench.ts';

/** Programs and renderers that had no part in making our bytes: what each of them sees on the label. */
export type Dpi = 203 | 300 | 600;
const there = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
export const popplerIsThere = there('pdftoppm');
export const zbarIsThere = there('zbarimg');

// Required rather than imported: the test runner complains about its missing source map.
const renderer = createRequire(import.meta.url)('zpl-renderer-js') as typeof ZplRenderer;

/** Dark pixels of a picture whose first colour is at every `step`th byte. */
const darkOf = (width: number, height: number, data: ArrayLike<number>, step: number): Raster => {
  const raster = blankRaster(width, height);
  for (let i = 0; i < width * height; i++)
    if ((data[i * step] ?? 255) < 128) {
      const at = Math.floor(i / width) * raster.bytesPerRow + ((i % width) >> 3);
      raster.bits[at] = (raster.bits[at] ?? 0) | (0x80 >> ((i % width) & 7));
    }
  return raster;
};

/** The dots that zpl-renderer-js makes of ZPL. */
export const renderedZpl = async (zpl: Uint8Array, like: Raster, dpi: Dpi): Promise<Raster> => {
  const { api } = await renderer.ready;
  const perMm = { 203: 8, 300: 12, 600: 24 }[dpi];
  const size = [like.widthDots / perMm, like.heightDots / perMm] as const;
  const png = await api.zplToBase64Async(Buffer.from(zpl).toString('latin1'), ...size, perMm);
  const image = await loadImage(Buffer.from(png, 'base64'));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return darkOf(width, height, context.getImageData(0, 0, width, height).data, 4);
};

const printedBy = async (bench: ReturnType<typeof printerBench>, bytes: Uint8Array): Promise<PrintedDots> => {
  bench.send(bytes);
  await bench.clock.advance(10_000);
  const [piece, ...more] = bench.printed;
  if (piece === undefined || more.length > 0) throw new Error(`${bench.printed.length} pieces came out`);
  return piece;
};
type Seen = Promise<{ readonly raster: Raster; readonly warnings: readonly string[] }>;
const dotsOf = async (piece: Promise<PrintedDots>): Seen => {
  const { raster, warnings } = await piece;
  const { width: widthDots, height: heightDots, bytesPerRow, bits } = raster;
  return { raster: { widthDots, heightDots, bytesPerRow, bits }, warnings };
};
type Stock = ConstructorParameters<typeof TsplPrinter>[0]['stock'];

/** What the simulator's firmware, which shares no code with ours, puts on paper. */
export const simulatedTspl = (bytes: Uint8Array, stock: Stock, dpi: Dpi, blackBit: 0 | 1): Seen =>
  dotsOf(
    printedBy(
      printerBench((parts) => new TsplPrinter({ stock, dpi, blackBit }, parts)),
      bytes,
    ),
  );
export const simulatedEscpos = (bytes: Uint8Array, stock: Stock, dpi: Dpi): Seen =>
  dotsOf(
    printedBy(
      printerBench((parts) => new EscposPrinter({ stock, dpi, cut: true }, parts)),
      bytes,
    ),
  );

/** Pixels of poppler's a dot: it makes a picture up to a pixel larger than it is. */
const FINE = 4;
/** The first page of a PDF as poppler draws it, so many dots a mm: the middle of each of `like`'s dots. */
export const byPoppler = (pdf: Uint8Array, like: Raster, perMm: number): Raster => {
  const folder = mkdtempSync(join(tmpdir(), 'docketbox-poppler-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf);
    const options = ['-r', `${FINE * perMm * 25.4}`, '-gray', '-singlefile', 'a.pdf', 'a'];
    execFileSync('pdftoppm', options, { cwd: folder });
    const file = readFileSync(join(folder, 'a.pgm'));
    const [head = '', width = ''] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1', 0, 40)) ?? [];
    const { widthDots, heightDots } = like;
    const middles = Uint8Array.from({ length: widthDots * heightDots }, (_, i) => {
      const [x, y] = [i % widthDots, Math.floor(i / widthDots)].map((dot) => dot * FINE + 1);
      return file[head.length + (y ?? 0) * Number(width) + (x ?? 0)] ?? 255;
    });
    return darkOf(widthDots, heightDots, middles, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What zbarimg reads on it, sorted: `CODE-128:…`, `QR-Code:…`. */
export const readByZbar = (raster: Raster): string[] => {
  const { width, height, pixels } = greyOfRaster(raster);
  const input = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]);
  const options = ['-q', '--nodbus', '-Sdisable', '-Sqrcode.enable', '-Scode128.enable', 'pgm:-'];
  // Its exit code says whether anything was found.
  return spawnSync('zbarimg', options, { input, encoding: 'utf8' }).stdout.trim().split('\n').sort();
};
