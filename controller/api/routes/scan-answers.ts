import { z } from 'zod';
import type * as contract from '../contract/scans.ts';

const text = z.string();
const instant = z.iso.datetime({ precision: 3 });
type Is<T> = z.ZodType<T>;

/** What the API answers about scans, as schemas. */
export const scanView = z.object({
  id: text,
  state: z.enum(['unmatched', 'matched', 'removed']),
  why: text.nullable(),
  document: z.object({ id: text, number: text, title: text }).nullable(),
  docket: text.nullable(),
  how: z.enum(['docket', 'record', 'hand']).nullable(),
  form: z.enum(['pdf', 'png', 'jpeg', 'tiff']),
  bytes: z.int(),
  pages: z.int(),
  name: text,
  first: z.int(),
  way: z.enum(['page', 'api', 'folder']),
  cover: z.boolean(),
  readings: z.array(
    z.object({
      page: z.int(),
      symbology: text,
      kind: z.enum(['docket', 'record', 'badge', 'foreign']),
      text,
    }),
  ),
  receivedAt: instant,
  receivedBy: text,
  changedAt: instant,
}) satisfies Is<contract.ScanView>;
export const scanReportView = z.object({
  pages: z.int(),
  matched: z.int(),
  unmatched: z.int(),
  items: z.array(scanView),
}) satisfies Is<contract.ScanReportView>;
export const intakeView = z.object({
  jobs: z.array(z.object({ id: text, page: z.int(), pages: z.int().nullable() })),
  folder: z.object({ path: text, problem: text.nullable(), taken: z.int(), failed: z.int() }).nullable(),
}) satisfies Is<contract.IntakeView>;
