import { loadPdfium } from '../decoding/pages.ts';
import type { GreyRows } from '../languages/pwg.ts';
import { ArtworkError } from '../problem.ts';

/** A4 in points. */
const A4 = { width: 595.28, height: 841.89 } as const;
/** So much larger than A4 (rounding of whoever made it) a page may be and is still not made smaller. */
const TOLERANCE = 1.01;
/** Most pages that are turned into dots: beyond it the printer should be one that takes PDF. */
export const MOST_PAGES = 300;

/**
 * The pages of a PDF as A4 sheets of dots, upright, one after the other; only one is in memory at a time. Broad pages
 * are turned by a quarter, larger ones made smaller. Rejects with ArtworkError `sheet-unreadable`, `sheet-pages`.
 */
export async function* sheetPages(
  pdf: Uint8Array,
  dpi: number,
  most = MOST_PAGES,
): AsyncGenerator<{ readonly page: GreyRows; readonly pages: number }> {
  const library = await loadPdfium();
  try {
    const document = await library.loadDocument(pdf).catch(() => {
      throw new ArtworkError('sheet-unreadable');
    });
    try {
      const pages = document.getPageCount();
      if (pages > most) throw new ArtworkError('sheet-pages', { pages, most });
      for (const page of document.pages()) {
        const size = page.getOriginalSize();
        const broad = size.originalWidth > size.originalHeight;
        const [short, long] = [size.originalWidth, size.originalHeight].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const larger = Math.max(short / A4.width, long / A4.height);
        const scale = (larger > TOLERANCE ? 1 / larger : 1) * (dpi / 72);
        const { width, height, data } = await page.render({ scale, colorSpace: 'Gray' });
        yield { page: onA4(broad ? turned(data, width, height) : { data, width, height }, dpi), pages };
      }
    } finally {
      document.destroy();
    }
  } finally {
    library.destroy();
  }
}

interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A quarter to the right. */
const turned = (data: Uint8Array, width: number, height: number): Pixels => {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) out[x * height + (height - 1 - y)] = data[y * width + x] ?? 255;
  return { data: out, width: height, height: width };
};

/** In the middle of the sheet; what is a dot too wide is cut off, what is missing is white. */
const onA4 = ({ data, width, height }: Pixels, dpi: number): GreyRows => {
  const widthDots = Math.round((210 * dpi) / 25.4);
  const heightDots = Math.round((297 * dpi) / 25.4);
  const left = Math.floor((widthDots - width) / 2);
  const top = Math.floor((heightDots - height) / 2);
  const row = new Uint8Array(widthDots);
  return {
    ...{ widthDots, heightDots },
    row(y) {
      row.fill(255);
      if (y < top || y >= top + height) return row;
      const from = (y - top) * width + Math.max(0, -left);
      const wide = Math.min(width, widthDots);
      row.set(data.subarray(from, from + wide), Math.max(0, left));
      return row;
    },
  };
};
