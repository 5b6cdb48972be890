import { z } from 'zod';
import { defineEvent, key, text } from '../event.ts';

export const scanWay = z.enum(['page', 'api', 'folder']);
export const scanWhy = z.enum([
  'nothing-read',
  'foreign-code',
  'unknown-docket',
  'unknown-record',
  'several-documents',
  'undone',
]);
const reading = z.object({
  /** Page of this scan, from 1. */
  page: z.int().min(1),
  /** Kind of symbol, as zxing-cpp names it. */
  symbology: text(20),
  /** `docket`: has the check character of a docket code; `record`: an official-document barcode; `badge`: a staff badge. */
  kind: z.enum(['docket', 'record', 'badge', 'foreign']),
  /** What it says; empty for a badge, cut off when it is long. */
  text: text(1500),
});

export const scanReceived = defineEvent(
  'scan',
  'ScanReceived',
  'Scanned pages that are no state secret came in and were kept.',
  z.object({
    /** SHA-256 of the kept file, hex: its name in the store. */
    file: text(64),
    /** Size of the kept file, bytes. */
    bytes: z.int(),
    /** Form of the kept file. */
    form: z.enum(['pdf', 'png', 'jpeg', 'tiff']),
    /** Pages of this scan. */
    pages: z.int().min(1),
    /** Name of the file that came in. */
    name: text(200),
    /** How the file came in. */
    way: scanWay,
    /** SHA-256 of the whole file that came in, hex; several scans may come out of one file. */
    source: text(64),
    /** Page of the file that came in with which this scan begins, from 1. */
    first: z.int().min(1),
    /** Whether the first page is a cover sheet. */
    cover: z.boolean(),
    /** Codes that were found, page by page; at most 50. */
    readings: z.array(reading).max(50),
  }),
);
export const scanMatched = defineEvent(
  'scan',
  'ScanMatched',
  'The scan was found to be of a document and stands with it.',
  z.object({
    document: key,
    /** The consignment whose code it carries; null when it was found otherwise. */
    docket: key.nullable(),
    /** By our docket code, by the official record, or by a person. */
    how: z.enum(['docket', 'record', 'hand']),
  }),
);
export const scanUnmatched = defineEvent(
  'scan',
  'ScanUnmatched',
  'Nobody knows yet which document the scan is of: it waits in the list.',
  z.object({ why: scanWhy }),
);
export const scanRemoved = defineEvent(
  'scan',
  'ScanRemoved',
  'A person had the scan deleted; only this record of it stays.',
  z.object({ reason: text(200) }),
);
