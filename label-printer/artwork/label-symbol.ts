import type { SymbolElement } from '#controller/domain/label-template.ts';
import { outerRect } from '../barcodes/draw.ts';
import type { PlacedSymbol } from '../barcodes/draw.ts';
import { officialRecordInDots } from '../barcodes/official-record.ts';
import type { ExpectedSymbol } from '../barcodes/read-back.ts';
import { LEAST_MODULE_MM, leastModuleDots } from '../barcodes/sizes.ts';
import type { SizedSymbol } from '../barcodes/sizes.ts';
import { code128, dataMatrix, pdf417, qrCode } from '../barcodes/symbols.ts';
import type { SymbolMatrix } from '../barcodes/symbols.ts';
import { ArtworkError } from '../problem.ts';
import type { Rect } from '../raster.ts';
import type { CheckedLabel } from './label-data.ts';

/** Bars lower than this are missed by readers held by hand, mm (ISO/IEC 15417, annex). */
const LEAST_BARS_MM = 5;
/** Rows of a PDF417 of ours, in modules (ISO/IEC 15438 §5.8.2). */
const ROW = { least: 3, most: 6 } as const;

/** What the element must read back as; null where the piece has no such content. */
export const expectedOf = (
  { symbology, content }: SymbolElement,
  { docket, record }: Pick<CheckedLabel, 'docket' | 'record'>,
): ExpectedSymbol | null => {
  const text = content === 'docket' ? docket : record;
  return text === undefined ? null : { symbology, text };
};

/**
 * The symbol as large as fits its box (dots) in whole dots a module with its quiet zone, centred; null where the piece
 * has no such content. Throws ArtworkError `symbol-does-not-fit`, `module-too-small`, `record-too-long`.
 */
export const placeSymbol = (
  element: SymbolElement,
  label: Pick<CheckedLabel, 'docket' | 'record'>,
  box: Rect,
  dotsPerMm: number,
): PlacedSymbol | null => {
  const { text } = expectedOf(element, label) ?? {};
  if (text === undefined) return null;
  if (element.content === 'record') return centred(officialRecordInDots(text, dotsPerMm), box);
  const symbol = ENCODE[element.symbology](text);
  const across = Math.floor(box.width / (symbol.columns + 2 * symbol.quiet.x));
  const least = leastModuleDots(symbol.symbology, dotsPerMm);
  switch (element.symbology) {
    case 'Code128':
      if (box.height < Math.floor(LEAST_BARS_MM * dotsPerMm))
        throw new ArtworkError('symbol-does-not-fit', { symbology: 'Code128' });
      return centred(
        { symbol, module: atLeast(across, least, symbol, dotsPerMm), rowHeight: box.height },
        box,
      );
    case 'PDF417': {
      const down = Math.floor(box.height / (ROW.least * symbol.rows + 2 * symbol.quiet.y));
      const module = atLeast(Math.min(across, down), least, symbol, dotsPerMm);
      const rowHeight = Math.floor((box.height - 2 * symbol.quiet.y * module) / symbol.rows);
      return centred({ symbol, module, rowHeight: Math.min(rowHeight, ROW.most * module) }, box);
    }
    default: {
      const down = Math.floor(box.height / (symbol.rows + 2 * symbol.quiet.y));
      const module = atLeast(Math.min(across, down), least, symbol, dotsPerMm);
      return centred({ symbol, module, rowHeight: module }, box);
    }
  }
};

const ENCODE: Readonly<Record<SymbolElement['symbology'], (docket: string) => SymbolMatrix>> = {
  QRCode: (docket) => qrCode(docket, 'Q', 1),
  Code128: code128,
  DataMatrix: dataMatrix,
  PDF417: (docket) => pdf417(docket, Buffer.from(docket, 'latin1'), { columns: 4, level: 2 }),
};

const atLeast = (dots: number, least: number, { symbology }: SymbolMatrix, dotsPerMm: number): number => {
  if (dots >= least) return dots;
  throw new ArtworkError('module-too-small', {
    symbology,
    mm: (dots / dotsPerMm).toFixed(2),
    least: LEAST_MODULE_MM[symbology],
  });
};

const centred = (sized: SizedSymbol, box: Rect): PlacedSymbol => {
  const outer = outerRect({ ...sized, x: 0, y: 0 });
  const [left, top] = [box.width - outer.width, box.height - outer.height].map((slack) =>
    Math.floor(slack / 2),
  );
  if (left === undefined || top === undefined || left < 0 || top < 0)
    throw new ArtworkError('symbol-does-not-fit', { symbology: sized.symbol.symbology });
  return { ...sized, x: box.x + left - outer.x, y: box.y + top - outer.y };
};
