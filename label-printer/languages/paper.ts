import { dotsPerMm } from '../artwork/stock.ts';
import { columnsOf } from '../raster.ts';
import type { Raster } from '../raster.ts';
import type { Media } from './zpl.ts';

/** What a page printer puts the dots on: a sheet of their own size, or A4. */
export type Paper = 'own' | 'A4';
/** A sheet with the dots on it at their real size; lengths in mm from the top left corner. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
  readonly raster: Raster;
  readonly rasterWidth: number;
  readonly rasterHeight: number;
}

const A4 = { width: 210, height: 297 } as const;
/** Page printers leave some millimetres at the edges white. */
const MARGIN = 15;
/** Two pieces of a slip are parted only where it is white for so long, mm: not within a line, nor within a symbol. */
const WHITE = 1.2;

/** The dots as one sheet, or as many A4 sheets as a long slip takes, parted between its lines. */
export const sheetsOf = (raster: Raster, media: Media, dpi: number, paper: Paper): Sheet[] => {
  const perMm = dotsPerMm(dpi);
  const round = media === 'die-cut' ? Math.round : (mm: number) => mm;
  const width = Math.round(raster.widthDots / perMm);
  if (paper === 'own') {
    const height = round(raster.heightDots / perMm);
    return [{ width, height, x: 0, y: 0, raster, rasterWidth: width, rasterHeight: height }];
  }
  return parted(raster, Math.floor((A4.height - 2 * MARGIN) * perMm), Math.round(WHITE * perMm)).map(
    (part) => ({
      ...A4,
      x: (A4.width - width) / 2,
      y: MARGIN,
      raster: part,
      rasterWidth: width,
      rasterHeight: part.heightDots / perMm,
    }),
  );
};

const parted = (raster: Raster, most: number, white: number): Raster[] => {
  const { bits, bytesPerRow, heightDots } = raster;
  const rows = (top: number, end: number): Raster => ({
    ...raster,
    heightDots: end - top,
    bits: bits.subarray(top * bytesPerRow, end * bytesPerRow),
  });
  const isWhite = (y: number): boolean =>
    bits.subarray(y * bytesPerRow, (y + 1) * bytesPerRow).every((byte) => byte === 0);
  const parts: Raster[] = [];
  let top = 0;
  while (heightDots - top > most) {
    let end = top + most;
    for (let run = 0; end > top && run < white; end--) run = isWhite(end - 1) ? run + 1 : 0;
    // A picture without any white row is parted where the sheet ends.
    if (end === top) end = top + most;
    parts.push(rows(top, end));
    top = end;
  }
  return [...parts, rows(top, heightDots)];
};

/** The whole sheet as dots, as page printers count them, for formats that know no place on a page. */
export const drawn = (sheet: Sheet, dpi: number): Raster => {
  const perMm = dpi / 25.4;
  const width = Math.round(sheet.width * perMm);
  const [left, top] = [Math.round(sheet.x * perMm), Math.round(sheet.y * perMm)];
  const wide = columnsOf(sheet.raster, -left, width);
  const heightDots = Math.max(Math.round(sheet.height * perMm), top + wide.heightDots);
  const bits = new Uint8Array(heightDots * wide.bytesPerRow);
  bits.set(wide.bits, top * wide.bytesPerRow);
  return { ...wide, heightDots, bits };
};

/** The paper's self-describing name (PWG 5101.1): `iso_a4_210x297mm`, `custom_docketbox_60x40mm`. */
export const paperName = (sheet: Pick<Sheet, 'width' | 'height'> = A4): string => {
  const size = `${tenth(sheet.width)}x${tenth(sheet.height)}mm`;
  return sheet.width === A4.width && sheet.height === A4.height
    ? `iso_a4_${size}`
    : `custom_docketbox_${size}`;
};

const tenth = (mm: number): number => Math.round(mm * 10) / 10;
