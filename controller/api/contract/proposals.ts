import { z } from 'zod';

/** What is unusual about a proposed value. */
const odd = z.object({
  code: z.enum([
    ...['missing', 'too-long', 'number-form', 'date-form', 'date-of-file', 'author', 'urgency-word'],
    ...['pages-form', 'from-page', 'from-title', 'from-subject', 'program-title', 'differs'],
    ...['unknown-recipient', 'controls'],
  ] as const),
  /** What stood there, at most 60 characters; empty for titles. */
  value: z.string(),
});
/** A value and where in the file it stood (null: nowhere), to be shown beside the field. */
const proposed = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, from: z.string().nullable(), odd: z.array(odd).readonly() });

/** A document read from a file, for the registrar to confirm. Nothing is registered by it. */
export const proposal = z.object({
  /** Folder of the document in an OFD package; empty for a list. */
  place: z.string(),
  /** Row of a list as a spreadsheet counts them. */
  row: z.int().nullable(),
  /** `not-stated`: nothing in the file says it; whoever registers must look at the paper. */
  secrecy: z.enum(['none', 'not-stated']),
  /** Id of the document when it is registered already. */
  known: z.string().nullable(),
  number: proposed(z.string()),
  title: proposed(z.string()),
  issuers: proposed(z.array(z.string()).readonly()),
  kind: proposed(z.string()),
  urgency: proposed(z.enum(['none', 'jiaji', 'teji', 'pingji', 'teti'])),
  pages: proposed(z.int().nullable()),
  writtenOn: proposed(z.string().nullable()),
  barcode: proposed(z.string().nullable()),
  oaId: proposed(z.string().nullable()),
  /** Departments recognised among the recipients. */
  recipients: proposed(z.array(z.object({ department: z.string(), copies: z.int() })).readonly()),
});
export const proposals = z.object({
  form: z.enum(['ofd', 'csv', 'xlsx']),
  items: z.array(proposal).readonly(),
  /** Rows of a list that were refused as classified. */
  refused: z.array(z.int()).readonly(),
  /** Columns of a list that were not understood, and not read. */
  ignored: z.array(z.string()).readonly(),
});
export type ProposalView = z.output<typeof proposal>;
export type ProposalsView = z.output<typeof proposals>;
export type OddView = z.output<typeof odd>;

/** What an import did, or would do. */
export const importReport = z.object({
  ok: z.boolean(),
  kind: z.enum(['departments', 'people', 'documents']),
  /** Rows that are, or would be, registered. */
  rows: z.int(),
  /** Rows that say what is there already. */
  unchanged: z.int(),
  imported: z.boolean(),
  /** The first 500 of them. */
  problems: z
    .array(z.object({ row: z.int(), column: z.string(), value: z.string().nullable(), fix: z.string() }))
    .readonly(),
  problemCount: z.int(),
});
export type ImportReportView = z.output<typeof importReport>;
