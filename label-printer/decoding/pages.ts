import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import { greyOfColour, greyOfPixels, type Grey } from './grey.ts';
import { pictureSize } from './picture-size.ts';
import { openTiff } from './tiff.ts';
import { MOST_PIXELS, PageError, type OpenPages, type Page } from './page-file.ts';

/** Dots an inch of a PDF page as we look at it: three pixels to the finest module that offices print. */
const PDF_DPI = 200;
/** Pixels of a PDF page: larger paper is looked at from further away (A3 at 200 dpi has 7.7 million). */
const MOST_PDF_PIXELS = 16_000_000;
/** More pages are no scan of paper. */
const MOST_PAGES = 5000;

const startsWith = (bytes: Uint8Array, ...head: readonly number[]): boolean =>
  head.every((byte, i) => bytes[i] === byte);

/**
 * A PNG, JPEG, TIFF or PDF file, by its first bytes. Throws a PageError when the bytes are none of these, are damaged,
 * are a PDF with a password, have more than 5000 pages, or hold a picture of more than 80 million pixels.
 */
export const openPages = async (bytes: Uint8Array): Promise<OpenPages> => {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47)) return picture('png', bytes);
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return picture('jpeg', bytes);
  if (startsWith(bytes, 0x49, 0x49, 0x2a, 0) || startsWith(bytes, 0x4d, 0x4d, 0, 0x2a))
    return limited(openTiff(bytes));
  // Some makers put a few bytes before the mark of a PDF.
  if (Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) return limited(await openPdf(bytes));
  throw new PageError('unknown-format');
};

/** Its pages one after the other. */
export async function* pagesOf(bytes: Uint8Array): AsyncGenerator<Grey> {
  const file = await openPages(bytes);
  try {
    for (let index = 0; index < file.count; index++) yield (await file.page(index)).grey;
  } finally {
    file.close();
  }
}

const limited = (file: OpenPages): OpenPages => {
  if (file.count > 0 && file.count <= MOST_PAGES) return file;
  file.close();
  throw new PageError(file.count > MOST_PAGES ? 'too-many-pages' : 'damaged');
};

const picture = (form: 'png' | 'jpeg', bytes: Uint8Array): OpenPages => {
  // Told by its head, before anything is unpacked.
  const size = pictureSize(bytes);
  if (size === null) throw new PageError('damaged');
  if (size.width * size.height > MOST_PIXELS) throw new PageError('too-large');
  return {
    form,
    count: 1,
    page: async () => ({ grey: await unpacked(bytes), dpi: null }),
    close: () => undefined,
  };
};

const unpacked = async (bytes: Uint8Array): Promise<Grey> => {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image = await loadImage(bytes).catch(() => {
    throw new PageError('damaged');
  });
  const { width, height } = image;
  if (!(width > 0 && height > 0)) throw new PageError('damaged');
  if (width * height > MOST_PIXELS) throw new PageError('too-large');
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return greyOfColour({ width, height, data: context.getImageData(0, 0, width, height).data });
};

/** Loaded from our own packages at the first PDF; the renderer would look for it beside itself otherwise. */
export const loadPdfium = async (): Promise<PDFiumLibrary> => {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const file = await readFile(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm'));
  const wasmBinary = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  return PDFiumLibrary.init({ wasmBinary });
};

const openPdf = async (bytes: Uint8Array): Promise<OpenPages> => {
  const library = await loadPdfium();
  try {
    const document = await library.loadDocument(bytes).catch((error: unknown) => {
      throw new PageError(/password/i.test(String(error)) ? 'locked' : 'damaged');
    });
    return {
      ...{ form: 'pdf', count: document.getPageCount() },
      page: (index) => rendered(document, index),
      close() {
        document.destroy();
        library.destroy();
      },
    };
  } catch (error) {
    library.destroy();
    throw error;
  }
};

const rendered = async (document: PDFiumDocument, index: number): Promise<Page> => {
  try {
    const page = document.getPage(index);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    if (!(originalWidth > 0 && originalHeight > 0)) throw new PageError('damaged');
    const most = Math.sqrt(MOST_PDF_PIXELS / (originalWidth * originalHeight));
    const scale = Math.min(PDF_DPI / 72, most);
    if (Math.min(originalWidth, originalHeight) * scale < 1) throw new PageError('damaged');
    const { width, height, data } = await page.render({ scale, colorSpace: 'Gray' });
    return { grey: greyOfPixels(width, height, data), dpi: scale * 72 };
  } catch (error) {
    throw error instanceof PageError ? error : new PageError('damaged');
  }
};
