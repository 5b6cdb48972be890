import type { PageRange, ScanForm } from '#controller/ports/intake.ts';
import type { PDFDocument } from 'pdf-lib';
import type { OpenPages } from '../decoding/page-file.ts';
import { greyPng } from '../png.ts';

/** Objects between two pauses: this thread has nobody to make room for. */
const AT_ONCE = Infinity;

export interface Source {
  readonly bytes: Uint8Array;
  readonly pages: OpenPages;
  /** The whole of a PDF as it is copied from, once it was needed. */
  whole?: Promise<PDFDocument>;
}

/**
 * The pages of a range as a file of their own: the file itself where the range is all of it, else a PDF with those
 * pages: copied as they are out of a PDF, as pictures out of a TIFF.
 */
export const cut = async (
  source: Source,
  { from, to }: PageRange,
): Promise<{ readonly form: ScanForm; readonly bytes: Uint8Array }> => {
  const { bytes, pages } = source;
  if (from === 0 && to === pages.count - 1) return { form: pages.form, bytes };
  const { PDFDocument } = await import('pdf-lib');
  const part = await PDFDocument.create();
  const wanted = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  if (pages.form === 'pdf') {
    const whole = (source.whole ??= PDFDocument.load(bytes, { updateMetadata: false, parseSpeed: AT_ONCE }));
    for (const page of await part.copyPages(await whole, wanted)) part.addPage(page);
  } else
    for (const index of wanted) {
      const { grey, dpi } = await pages.page(index);
      const picture = await part.embedPng(greyPng(grey));
      const scale = 72 / (dpi ?? Math.max(grey.width, grey.height) / 11.7);
      const [width, height] = [grey.width * scale, grey.height * scale];
      part.addPage([width, height]).drawImage(picture, { x: 0, y: 0, width, height });
    }
  return { form: 'pdf', bytes: await part.save({ objectsPerTick: AT_ONCE }) };
};
