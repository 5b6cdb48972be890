import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import type { PDFiumDocument } from '@hyzyla/pdfium';

let library: Promise<PDFiumLibrary> | undefined;
const load = async (): Promise<PDFiumLibrary> => {
  const wasm = await readFile(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm'));
  return PDFiumLibrary.init({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength),
  });
};

/** Opens a PDF with pdfium, an engine that had no part in making it, and closes it afterwards. */
export const withPdfium = async <T>(
  bytes: Uint8Array,
  use: (document: PDFiumDocument) => Promise<T> | T,
): Promise<T> => {
  const document = await (await (library ??= load())).loadDocument(bytes);
  try {
    return await use(document);
  } finally {
    document.destroy();
  }
};

/** The text of every page as pdfium extracts it, lines in the order in which they were drawn. */
export const textOfPages = (bytes: Uint8Array): Promise<string[][]> =>
  withPdfium(bytes, (document) =>
    [...document.pages()].map((page) =>
      page
        .getText()
        .split(/[\r\n\0]+/)
        .filter((line) => line !== ''),
    ),
  );
