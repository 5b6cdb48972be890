import { paperName } from '../languages/paper.ts';
import type { Output } from '../encode.ts';
import { ArtworkError } from '../problem.ts';

/**
 * A PDF as that printer takes it: as it is, or its pages as dots at `dpi` (PWG raster, or a JPEG of a single page).
 * Rejects with ArtworkError `unsupported` for a label printer, `sheet-unreadable`, `sheet-pages`.
 */
export const makeSheet = async (
  pdf: Uint8Array<ArrayBuffer>,
  { language }: Output,
  dpi: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  switch (language) {
    case 'pdf':
      return pdf;
    case 'pwg': {
      const [{ sheetPages }, { pwgPage, PWG_MARK }] = await Promise.all([
        import('./pdf-pages.ts'),
        import('../languages/pwg.ts'),
      ]);
      const parts: Buffer[] = [PWG_MARK];
      for await (const { page, pages } of sheetPages(pdf, dpi))
        parts.push(pwgPage(page, { dpi, size: paperName(), pages }));
      return new Uint8Array(Buffer.concat(parts));
    }
    case 'jpeg': {
      const [{ sheetPages }, { greyToJpeg }] = await Promise.all([
        import('./pdf-pages.ts'),
        import('../languages/jpeg.ts'),
      ]);
      for await (const { page } of sheetPages(pdf, dpi, 1)) return greyToJpeg(page, dpi);
      throw new ArtworkError('sheet-unreadable');
    }
    default:
      throw new ArtworkError('unsupported', {
        what: 'printer language',
        value: language,
        expected: 'an A4 printer',
      });
  }
};
