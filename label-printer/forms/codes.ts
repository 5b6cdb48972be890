import { buildOfficialRecord } from '#controller/domain/official-record-build.ts';
import type { SheetPiece } from '#controller/ports/sheet-maker.ts';
import { officialRecordInMm } from '../barcodes/official-record.ts';
import { sizeOf } from '../barcodes/sizes.ts';
import type { SizedSymbol } from '../barcodes/sizes.ts';
import { code128, qrCode } from '../barcodes/symbols.ts';
import type { Area } from '../pdf/drawing.ts';
import type { Pdf } from '../pdf/pdf.ts';
import { ArtworkError } from '../problem.ts';

/** A symbol on a page, to be read back from the finished file. */
export interface PlacedCode {
  /** Counted from 0. */
  readonly page: number;
  readonly symbol: SizedSymbol['symbol'];
  /** With its quiet zone, mm from the top left of the page. */
  readonly area: Area;
}

/** Draws a symbol with its first dark module at `x`, `y` (mm) on the page added last. */
export const putCode = (pdf: Pdf, sized: SizedSymbol, x: number, y: number): PlacedCode => {
  const { symbol, module, rowHeight } = sized;
  pdf.symbol(symbol, { x, y, module, rowHeight });
  const { width, height } = sizeOf(sized);
  const [left, top] = [symbol.quiet.x * module, symbol.quiet.y * module];
  return {
    page: pdf.pages - 1,
    symbol,
    area: { x: x - left, y: y - top, width: width + 2 * left, height: height + 2 * top },
  };
};

/** The docket code as a version-1 QR of error correction Q, `side` mm wide without its quiet zone. */
export const docketQr = (docket: string, side: number): SizedSymbol => {
  const symbol = qrCode(checked(docket), 'Q', 1);
  return { symbol, module: side / symbol.columns, rowHeight: side / symbol.columns };
};

/** The docket code as Code 128, modules of `module` mm and bars `height` mm high. */
export const docketBars = (docket: string, module: number, height: number): SizedSymbol => ({
  symbol: code128(checked(docket)),
  module,
  rowHeight: height,
});

const checked = (docket: string): string => {
  if (/^[0-9A-Z]{16}$/.test(docket)) return docket;
  throw new ArtworkError('bad-field', { field: 'docket', expected: '16 digits and capital letters' });
};

/**
 * The official-document barcode of a document that has a barcode number and a date, made of the fields that were
 * registered: elements 1 to 10 and 13; release level, maker and the free element stay empty, the recipients are
 * `见主送机关`. Null when it has none, or when the fields do not make a record.
 */
export const officialCode = (piece: SheetPiece): SizedSymbol | null => {
  const { barcode, writtenOn, issuers, kind, number, title, urgency } = piece;
  if (barcode === null || writtenOn === null) return null;
  try {
    return officialRecordInMm(
      buildOfficialRecord({
        ...{ barcode, writtenOn, kind, number, title, urgency },
        ...{ issuer: issuers[0] ?? '', recipient: '见主送机关', madeOn: writtenOn },
      }),
    );
  } catch (error) {
    // A number or an issuer that no record can hold: the sheet is as good without.
    if (error instanceof RangeError || error instanceof ArtworkError) return null;
    throw error;
  }
};

/** `7K3D 0Q9M ABCD EFGH`: as people read it to each other. */
export const spoken = (docket: string): string => docket.replace(/(.{4})(?=.)/g, '$1 ');
