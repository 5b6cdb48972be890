import iconv from 'iconv-lite';
import { ArtworkError } from '../problem.ts';
import { pdf417 } from './symbols.ts';
import type { SizedSymbol } from './sizes.ts';

/** The official-document barcode as its standard has it; lengths in mm. */
const STANDARD = {
  columns: 8,
  level: 3,
  /** Height of a row, in modules. */
  row: 2,
  width: { best: 50, least: 30, most: 70 },
  height: { best: 20, most: 25 },
} as const;
/** Modules across: start, stop and two row indicators are 69, a codeword 17. */
const ACROSS = 17 * STANDARD.columns + 69;
/** Lengths within a hundredth of a millimetre are equal. */
const EPSILON = 0.01;

/**
 * The official-document barcode of `record` for a printer of `dotsPerMm`: GBK bytes (GB18030 beyond GBK) in a PDF417
 * without ECI, error correction level 3, 8 data columns, rows of two modules. `module` and `rowHeight` are whole dots,
 * as near to 50 × 20 mm as they come (51.3 × 20 at 203 dpi, 52.1 × 19.8 at 300 and 600), longer records up to 25 mm
 * high, then in smaller modules down to 30 mm wide. The quiet zone of 2 modules comes around it.
 *
 * Source: GB0626-2005, see docs/labels.md. Throws ArtworkError `record-too-long` when it does not fit so.
 */
export const officialRecordInDots = (record: string, dotsPerMm: number): SizedSymbol => {
  const best = Math.round((STANDARD.width.best / ACROSS) * dotsPerMm);
  for (
    let module = best;
    module >= 1 && module * ACROSS >= (STANDARD.width.least - EPSILON) * dotsPerMm;
    module--
  ) {
    const sized = inModules(record, module / dotsPerMm);
    if (sized) return { ...sized, module, rowHeight: STANDARD.row * module };
  }
  throw tooLong(record);
};

/**
 * The same for vector drawing: `module` and `rowHeight` in mm, exactly 50 mm wide and as near to 20 mm high as whole
 * rows come; longer records up to 25 mm high, then narrower, at least 30 mm. Draw each dark run of a row as one
 * rectangle, and leave 2 modules white all around. Throws ArtworkError `record-too-long`.
 */
export const officialRecordInMm = (record: string): SizedSymbol => {
  for (let width: number = STANDARD.width.best; width >= STANDARD.width.least; width--) {
    const sized = inModules(record, width / ACROSS);
    if (sized) return sized;
  }
  throw tooLong(record);
};

const bytesOf = (record: string): Uint8Array => iconv.encode(record, 'gb18030');

/** With modules of `mm`, or null when it is then higher than the standard allows. */
const inModules = (record: string, mm: number): SizedSymbol | null => {
  const rowHeight = STANDARD.row * mm;
  const symbol = pdf417(record, bytesOf(record), {
    columns: STANDARD.columns,
    level: STANDARD.level,
    leastRows: Math.round(STANDARD.height.best / rowHeight),
  });
  return symbol.rows * rowHeight <= STANDARD.height.most + EPSILON ? { symbol, module: mm, rowHeight } : null;
};

const tooLong = (record: string): ArtworkError =>
  new ArtworkError('record-too-long', { bytes: bytesOf(record).length });
