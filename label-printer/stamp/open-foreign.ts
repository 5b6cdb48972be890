import { createRequire } from 'node:module';
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFNumber } from 'pdf-lib';
import { StampError } from './problem.ts';

/** More pages than any document that goes through the box. */
export const MOST_PAGES = 1000;
/** What the structure of one file may unpack to, bytes: object and cross-reference streams, never pictures. */
const MOST_UNPACKED = 64 * 1024 * 1024;

/**
 * The library unpacks without a limit; a few kilobytes may hold gigabytes. Every buffer of its decoders grows here,
 * and all of one file together are counted: files are opened one after the other.
 */
const budget = { left: 0 };
interface Growing {
  ensureBuffer(requested: number): Uint8Array;
}
const decoding = createRequire(import.meta.url)('pdf-lib/cjs/core/streams/DecodeStream.js') as {
  readonly default: { readonly prototype: Growing };
};
const grow = decoding.default.prototype;
const unlimited = grow.ensureBuffer;
grow.ensureBuffer = function (this: { bufferLength: number; counted?: number }, requested: number) {
  budget.left -= Math.max(0, requested - (this.counted ?? 0));
  this.counted = Math.max(requested, this.counted ?? 0);
  if (budget.left < 0) throw new StampError('pdf-too-large');
  return unlimited.call(this, requested);
};

let before: Promise<unknown> = Promise.resolve();

/**
 * A PDF from outside, parsed but not changed. Rejects with StampError: `pdf-expected`, `pdf-locked` (a password),
 * `pdf-damaged`, `pdf-too-large` (unpacks to more than 64 MB of structure), `pdf-too-many-pages`, `pdf-form` (XFA: the
 * pages are not in it), `pdf-signed` (any change breaks the signature).
 */
export const openForeign = (bytes: Uint8Array): Promise<PDFDocument> => {
  const opened = before.then(() => open(bytes));
  before = opened.catch(() => undefined);
  return opened;
};

const open = async (bytes: Uint8Array): Promise<PDFDocument> => {
  if (!Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) throw new StampError('pdf-expected');
  budget.left = MOST_UNPACKED;
  try {
    const document = await PDFDocument.load(bytes, {
      ...{ updateMetadata: false, throwOnInvalidObject: true, parseSpeed: Infinity },
    });
    checkForms(document);
    const pages = document.getPageCount();
    if (pages === 0) throw new StampError('pdf-damaged');
    if (pages > MOST_PAGES) throw new StampError('pdf-too-many-pages', { pages, limit: MOST_PAGES });
    return document;
  } catch (error) {
    if (error instanceof StampError) throw error;
    // The parser wraps what was thrown while it unpacked.
    if (budget.left < 0) throw new StampError('pdf-too-large');
    // Its errors are of no class of their own, and its words are of no use to people.
    throw new StampError(/is encrypted/.test(String(error)) ? 'pdf-locked' : 'pdf-damaged');
  }
};

const checkForms = ({ catalog }: PDFDocument): void => {
  const form = catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
  if (!form) return;
  if (form.get(PDFName.of('XFA'))) throw new StampError('pdf-form');
  const flags = form.lookup(PDFName.of('SigFlags'));
  const fields = form.lookup(PDFName.of('Fields'));
  const flagged = flags instanceof PDFNumber && (flags.asNumber() & 1) === 1;
  if (flagged && fields instanceof PDFArray && fields.size() > 0) throw new StampError('pdf-signed');
};
