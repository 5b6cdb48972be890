import { setImmediate as breathe } from 'node:timers/promises';
import type { SheetKind, SheetPiece } from '#controller/ports/sheet-maker.ts';
import type { PlacedCode } from './forms/codes.ts';
import type { Writer } from './forms/writer.ts';

type Draw = (writer: Writer, piece: SheetPiece) => readonly PlacedCode[];

const draws = async (kind: SheetKind): Promise<Draw> => {
  switch (kind) {
    case 'cover':
      return (await import('./forms/cover.ts')).coverSheet;
    case 'circulation':
      return (await import('./forms/circulation.ts')).circulationSheet;
    default:
      return (await import('./forms/slips.ts')).processingSlip(kind);
  }
};

/**
 * An A4 sheet for each of the consignments, in one PDF of as many pages; every code on every page was decoded again
 * from the finished file. `created`: ms since 1970. Rejects with ArtworkError.
 */
export const makeForms = async (
  kind: SheetKind,
  pieces: readonly SheetPiece[],
  created: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  // Loaded at the first sheet: fonts, renderer and decoder take some 100 MB.
  const [{ createPdf }, { Writer: Pen }, { readForms }, draw] = await Promise.all([
    import('./pdf/pdf.ts'),
    import('./forms/writer.ts'),
    import('./forms/read-back.ts'),
    draws(kind),
  ]);
  const pdf = createPdf({ created, title: kind });
  const writer = new Pen(pdf);
  const codes: PlacedCode[] = [];
  for (const piece of pieces) {
    await breathe();
    pdf.addPage();
    codes.push(...draw(writer, piece));
    writer.closePage(20, 285);
  }
  const file = await pdf.finish();
  await readForms(file, codes);
  return file;
};
