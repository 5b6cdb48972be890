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

/**
 * Pages of dots as PWG raster (PWG 5102.4): 8-bit grey, run-length coded. `size` is the PWG name of the paper, such as
 * `iso_a4_210x297mm`.
 */
export const toPwg = (pages: readonly Raster[], dpi: number, size: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat([
      Buffer.from('RaS2', 'latin1'),
      ...pages.flatMap((page) => [headerOf(page, dpi, size, pages.length), coded(page)]),
    ]),
  );

const headerOf = (page: Raster, dpi: number, size: string, total: number): Buffer => {
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
const coded = (page: Raster): Buffer => {
  const { bits, bytesPerRow, heightDots } = page;
  const row = (y: number): Uint8Array => bits.subarray(y * bytesPerRow, (y + 1) * bytesPerRow);
  const bytes: number[] = [];
  for (let y = 0; y < heightDots;) {
    let same = 1;
    while (same < 256 && y + same < heightDots && Buffer.compare(row(y), row(y + same)) === 0) same++;
    bytes.push(same - 1, ...runs(page, y));
    y += same;
  }
  return Buffer.from(bytes);
};

const runs = (page: Raster, y: number): number[] => {
  const out: number[] = [];
  for (let x = 0; x < page.widthDots;) {
    const black = isBlack(page, x, y);
    let length = 1;
    while (length < 128 && x + length < page.widthDots && isBlack(page, x + length, y) === black) length++;
    out.push(length - 1, black ? 0 : 255);
    x += length;
  }
  return out;
};
