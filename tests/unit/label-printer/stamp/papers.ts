import { degrees, PDFDocument, PDFName, PDFNumber, PDFString, StandardFonts } from 'pdf-lib';
import type { PDFPage } from 'pdf-lib';
import { createPdf } from '#label-printer/pdf/pdf.ts';
import { wordsOf } from '#label-printer/pdf/words.ts';

const created = Date.UTC(2026, 5, 18);

/** A Chinese paper of several pages, text in the middle only. */
export const paper = (
  pages = 3,
  lines: readonly string[] = ['关于做好防汛工作的通知'],
): Promise<Uint8Array> => {
  const pdf = createPdf({ created, title: 'paper' });
  for (let page = 1; page <= pages; page++) {
    pdf.addPage();
    lines.forEach((line, i) => pdf.text(60, 100 + i * 8, wordsOf('line', line).text, { size: 16 }));
    pdf.text(60, 150, `正文第${page}页`, { size: 12 });
  }
  return pdf.finish();
};

/** A foreign file changed by hand. */
export const changed = async (
  change: (document: PDFDocument, page: PDFPage) => unknown,
): Promise<Uint8Array> => {
  const document = await PDFDocument.load(await paper(2));
  await change(document, document.getPage(0));
  return document.save();
};

export const turned = (by: number) => changed((_, page) => page.setRotation(degrees(by)));
export const cropped = () => changed((_, page) => page.setCropBox(40, 60, 500, 700));
/** A page whose operators leave the paper shrunk and moved: two saves, no restore. */
export const untidy = () =>
  changed((document, page) => {
    const stream = document.context.register(document.context.stream('q 0.5 0 0 0.5 100 100 cm q\n'));
    page.node.addContentStream(stream);
  });
export const scribbled = (corners: readonly (readonly [x: number, y: number])[]) =>
  changed(async (document, page) => {
    const font = await document.embedFont(StandardFonts.Helvetica);
    for (const [x, y] of corners) page.drawText('.', { x, y, size: 14, font });
  });
export const xfa = () =>
  changed(({ catalog, context }) =>
    catalog.set(PDFName.of('AcroForm'), context.obj({ XFA: PDFString.of('<xdp/>'), Fields: [] })),
  );
export const signed = () =>
  changed(({ catalog, context }) =>
    catalog.set(
      PDFName.of('AcroForm'),
      context.obj({ SigFlags: PDFNumber.of(3), Fields: [context.obj({ FT: 'Sig' })] }),
    ),
  );
export const manyPages = async (count: number): Promise<Uint8Array> => {
  const document = await PDFDocument.create();
  for (let i = 0; i < count; i++) document.addPage([100, 100]);
  return document.save();
};
