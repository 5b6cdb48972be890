import { isBlack } from '../raster.ts';
import type { Raster } from '../raster.ts';

/** Offsets of the fields we fill (PWG 5102.4-2012, table 1); all others are zero. */
const AT = {
  media: 0,
  resolutionX: 276,
  resolutionY: 280,
  copies: 340,
  pageWidth: 352,
  pageHeight: 356,
  width: 372,
  height: 376,
  bitsPerColour: 384,
  bitsPerPixel: 388,
  bytesPerLine: 392,
  colourSpace: 400,
  colours: 420,
  totalPages: 452,
  scaleX: 456,
  scaleY: 460,
  pageSizeName: 1732,
} as const;
const HEADER = 1796;
/** sGray, the one colour space besides sRGB that every IPP Everywhere printer takes. */
const SGRAY = 18;

/** A page as rows of grey, a byte a dot: 0 is black, 255 white. */
export interface GreyRows {
  readonly widthDots: number;
  readonly heightDots: number;
  /** `widthDots` bytes; good until the next one is asked for. */
  row(y: number): Uint8Array;
}

/** What a file of PWG raster begins with; pages follow. */
export const PWG_MARK = Buffer.from('RaS2', 'latin1');

/**
 * Pages of dots as PWG raster (PWG 5102.4): 8-bit grey, run-length coded. `size` is the PWG name of the paper, such as
 * `iso_a4_210x297mm`.
 */
export const toPwg = (pages: readonly Raster[], dpi: number, size: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat([
      PWG_MARK,
      ...pages.map((page) => pwgPage(rowsOf(page), { dpi, size, pages: pages.length })),
    ]),
  );

/** One page of such a file. */
export const pwgPage = (
  page: GreyRows,
  { dpi, size, pages }: { readonly dpi: number; readonly size: string; readonly pages: number },
): Buffer => Buffer.concat([headerOf(page, dpi, size, pages), ...coded(page)]);

const rowsOf = (raster: Raster): GreyRows => {
  const { widthDots, heightDots } = raster;
  const grey = new Uint8Array(widthDots);
  return {
    ...{ widthDots, heightDots },
    row(y) {
      for (let x = 0; x < widthDots; x++) grey[x] = isBlack(raster, x, y) ? 0 : 255;
      return grey;
    },
  };
};

const headerOf = (page: GreyRows, dpi: number, size: string, total: number): Buffer => {
  const header = Buffer.alloc(HEADER);
  const put = (field: keyof typeof AT, value: number): void => void header.writeUInt32BE(value, AT[field]);
  header.write('PwgRaster', AT.media, 'latin1');
  put('resolutionX', dpi);
  put('resolutionY', dpi);
  put('copies', 1);
  put('pageWidth', Math.round((page.widthDots * 72) / dpi));
  put('pageHeight', Math.round((page.heightDots * 72) / dpi));
  put('width', page.widthDots);
  put('height', page.heightDots);
  put('bitsPerColour', 8);
  put('bitsPerPixel', 8);
  put('bytesPerLine', page.widthDots);
  put('colourSpace', SGRAY);
  put('colours', 1);
  put('totalPages', total);
  put('scaleX', 1);
  put('scaleY', 1);
  header.write(size.slice(0, 63), AT.pageSizeName, 'latin1');
  return header;
};

/** Equal lines are counted (at most 256), then each line is runs of at most 128 equal dots. */
const coded = (page: GreyRows): Buffer[] => {
  const lines: Buffer[] = [];
  const scratch = Buffer.alloc(1 + 2 * page.widthDots);
  let last: Buffer | null = null;
  for (let y = 0; y < page.heightDots; y++) {
    const line = scratch.subarray(0, writeRuns(page.row(y), scratch));
    const repeats = last?.[0] ?? 255;
    if (last !== null && repeats < 255 && last.compare(line, 1, line.length, 1) === 0) last[0] = repeats + 1;
    else lines.push((last = Buffer.from(line)));
  }
  return lines;
};

/** Writes a line that is printed once; returns its length. */
const writeRuns = (row: Uint8Array, to: Buffer): number => {
  let at = 0;
  to[at++] = 0;
  for (let x = 0; x < row.length;) {
    const grey = row[x] ?? 255;
    let length = 1;
    while (length < 128 && row[x + length] === grey) length++;
    to[at++] = length - 1;
    to[at++] = grey;
    x += length;
  }
  return at;
};
