import { toEscPos } from './languages/escpos.ts';
import type { EscPosOptions } from './languages/escpos.ts';
import { drawn, paperName, sheetsOf } from './languages/paper.ts';
import type { Paper } from './languages/paper.ts';
import { toPdf } from './languages/pdf.ts';
import { toPwg } from './languages/pwg.ts';
import { toTspl } from './languages/tspl.ts';
import type { TsplOptions } from './languages/tspl.ts';
import { toZpl } from './languages/zpl.ts';
import type { Media } from './languages/zpl.ts';
import { toPng } from './png.ts';
import { ArtworkError } from './problem.ts';
import type { VerifiedRaster } from './verified.ts';

/** What verified dots become: a printer's language, a page, or a picture to keep. */
export type Output =
  | { readonly language: 'zpl' | 'png' }
  | ({ readonly language: 'tspl' } & TsplOptions)
  | ({ readonly language: 'escpos' } & EscPosOptions)
  | { readonly language: 'pdf' | 'pwg' | 'jpeg'; readonly paper: Paper };

/** The bytes of the dots in that language. Rejects with ArtworkError when the language or the printer has no room. */
export const encode = async (
  raster: VerifiedRaster,
  media: Media,
  dpi: number,
  output: Output,
): Promise<Uint8Array<ArrayBuffer>> => {
  switch (output.language) {
    case 'zpl':
      return toZpl(raster, media);
    case 'tspl':
      return toTspl(raster, media, dpi, output);
    case 'escpos':
      return toEscPos(raster, dpi, output);
    case 'png':
      return toPng(raster, dpi);
    case 'pdf':
      return toPdf(sheetsOf(raster, media, dpi, output.paper));
    case 'pwg': {
      const sheets = sheetsOf(raster, media, dpi, output.paper);
      return toPwg(
        sheets.map((sheet) => drawn(sheet, dpi)),
        dpi,
        paperName(sheets[0]),
      );
    }
    case 'jpeg': {
      const [sheet, ...more] = sheetsOf(raster, media, dpi, output.paper);
      if (!sheet || more.length > 0)
        throw new ArtworkError('too-long', { dots: raster.heightDots, most: 3150 });
      // Loaded here: no other language needs a canvas.
      const { toJpeg } = await import('./languages/jpeg.ts');
      return toJpeg(drawn(sheet, dpi), dpi);
    }
  }
};
