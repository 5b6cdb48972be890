import type { SheetPiece, StampedAt, StampOrder } from '#controller/ports/sheet-maker.ts';

/**
 * `file` (a PDF) with the docket code as a QR code on its first page and, when asked, a cover sheet in front. Pages
 * keep their content streams byte for byte, text stays text. The codes are decoded again from the finished file.
 * Rejects with StampError or ArtworkError; see `openForeign`, `lookAtFirstPage`, `placeOf` for what is refused.
 */
export const stampFile = async (
  file: Uint8Array,
  piece: SheetPiece,
  order: StampOrder,
  created: number,
): Promise<{ readonly file: Uint8Array; readonly at: StampedAt }> => {
  // Loaded at the first stamp, as the sheets are.
  const [{ stamped }, { makeForms }] = await Promise.all([
    import('./stamp/stamped.ts'),
    import('./make-forms.ts'),
  ]);
  const cover = order.cover ? await makeForms('cover', [piece], created) : null;
  return stamped(file, piece.docket, order, cover);
};
