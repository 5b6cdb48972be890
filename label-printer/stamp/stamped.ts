import type { StampedAt, StampOrder } from '#controller/ports/sheet-maker.ts';
import { PDFDocument } from 'pdf-lib';
import { ArtworkError } from '../problem.ts';
import { boxAt, symbolAt } from '../pdf/drawing.ts';
import { docketQr } from '../forms/codes.ts';
import { readForms } from '../forms/read-back.ts';
import { drawOnPage } from './draw-on-page.ts';
import { lookAtFirstPage } from './first-page.ts';
import { openForeign } from './open-foreign.ts';
import { ACROSS, placeOf } from './place.ts';
import { StampError } from './problem.ts';

/** See `stampFile`; `cover` is a PDF of one page, or null. */
export const stamped = async (
  file: Uint8Array,
  docket: string,
  order: StampOrder,
  cover: Uint8Array | null,
): Promise<{ readonly file: Uint8Array; readonly at: StampedAt }> => {
  const document = await openForeign(file);
  const page = await lookAtFirstPage(file);
  // Two readers that see different pages would let one of them be stamped where nobody looks.
  if (page.pages !== document.getPageCount()) throw new StampError('pdf-damaged');
  const area = placeOf(page, order);
  const { symbol, module, rowHeight } = docketQr(docket, (area.width / ACROSS) * 21);
  const at = { x: area.x + 4 * module, y: area.y + 4 * module };
  drawOnPage(document, boxAt(area, { fill: '#ffffff' }) + symbolAt(symbol, { ...at, module, rowHeight }));
  if (cover !== null) {
    const [sheet] = await document.copyPages(await PDFDocument.load(cover), [0]);
    if (sheet) document.insertPage(0, sheet);
  }
  const made = await document.save({ updateFieldAppearances: false, addDefaultPage: false });
  await readForms(made, [{ page: cover === null ? 0 : 1, symbol, area }]).catch((error: unknown) => {
    // A page whose own operators leave the paper moved, clipped or turned.
    throw error instanceof ArtworkError ? new StampError('pdf-damaged') : error;
  });
  return { file: made, at };
};
