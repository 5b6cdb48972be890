import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { greyOfColour, greyOfPixels, type Grey } from './grey.ts';

/** Why a file gives no pages. */
export type PageFault = 'unknown-format' | 'damaged' | 'too-large' | 'locked';
export class PageError extends Error {
  readonly fault: PageFault;

  constructor(fault: PageFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Dots an inch of a PDF page as we look at it: three pixels to the finest module that offices print. */
const PDF_DPI = 200;
/** More than A3 at 600 dpi; beyond it a file is an attack or a mistake. */
const MOST_PIXELS = 80_000_000;
/** Of a PDF page that is larger than paper comes, in points: A0. */
const LONGEST_POINTS = 3400;

const startsWith = (bytes: Uint8Array, ...head: readonly number[]): boolean =>
  head.every((byte, i) => bytes[i] === byte);

/**
 * The pages of a PNG, JPEG or PDF file, one after the other; only one is in memory at a time. Throws a PageError when
 * the bytes are none of these, are damaged, are a PDF with a password, or hold a picture of more than 80 million
 * pixels.
 */
export async function* pagesOf(bytes: Uint8Array): AsyncGenerator<Grey> {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) || startsWith(bytes, 0xff, 0xd8, 0xff))
    yield await pictureOf(bytes);
  // Some makers put a few bytes before the mark of a PDF.
  else if (Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) yield* pdfPages(bytes);
  else throw new PageError('unknown-format');
}

const pictureOf = async (bytes: Uint8Array): Promise<Grey> => {
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
export const loadPdfium = async () => {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const file = await readFile(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm'));
  const wasmBinary = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  return PDFiumLibrary.init({ wasmBinary });
};

async function* pdfPages(bytes: Uint8Array): AsyncGenerator<Grey> {
  const library = await loadPdfium();
  try {
    const document = await library.loadDocument(bytes).catch((error: unknown) => {
      throw new PageError(/password/i.test(String(error)) ? 'locked' : 'damaged');
    });
    try {
      for (const page of document.pages()) {
        const { originalWidth, originalHeight } = page.getOriginalSize();
        if (Math.max(originalWidth, originalHeight) > LONGEST_POINTS) throw new PageError('too-large');
        const { width, height, data } = await page.render({ scale: PDF_DPI / 72, colorSpace: 'Gray' });
        yield greyOfPixels(width, height, data);
      }
    } finally {
      document.destroy();
    }
  } finally {
    library.destroy();
  }
}
