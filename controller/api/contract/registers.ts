import { z } from 'zod';
import { line, paragraph } from './text.ts';

const text = z.string();
const instant = z.iso.datetime({ precision: 3 });
const urgency = z.enum(['none', 'jiaji', 'teji', 'pingji', 'teti']);
const date = z.iso.date();
const words = (max: number) =>
  paragraph(max)
    .transform((written) => (written === '' ? null : written))
    .nullable()
    .default(null);

/** What a list is to be issued of: movements from the start of a day to the end of another, on the site's calendar. */
export const issueList = z
  .strictObject({
    kind: z.enum(['drop', 'pickup', 'exchange']),
    from: date,
    to: date,
    /** Code of the department it is for; null for the whole exchange. */
    department: z.string().trim().min(1).max(64).nullable().default(null),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'to ≥ from' });
/** The five fields of the receiving register that people fill; an empty one is taken out. */
export const noteHandling = z.strictObject({
  instruction: words(500),
  lead: words(100),
  steps: words(1000),
  deadline: date.nullable().default(null),
  result: words(500),
});
export const saveCatalogue = z.strictObject({
  title: line(100),
  /** Ids of documents in the order to be printed. */
  documents: z.array(z.string().min(1).max(64)).max(2000),
});

export const listView = z.object({
  number: text,
  kind: z.enum(['drop', 'pickup', 'exchange']),
  unit: text,
  department: text.nullable(),
  issuedAt: instant,
  issuedBy: text,
  lines: z.int(),
  copies: z.int(),
  content: text,
});
export const listDetailView = listView.extend({
  language: z.enum(['zh-CN', 'en']),
  timeZone: text,
  from: instant.nullable(),
  to: instant.nullable(),
  person: z.object({ number: text, name: text }),
  place: text.nullable(),
  entries: z.array(
    z.object({
      movement: z.enum([
        ...(['deposited', 'collected', 'refused', 'returned'] as const),
        ...(['handed-in', 'fetched', 'dispatched'] as const),
      ]),
      ...{ docket: text, number: text, copy: text, party: text, urgency },
      ...{ compartment: text.nullable(), at: instant, sequence: z.int() },
    }),
  ),
});
export const reprintView = z.object({ number: text, copy: z.int() });

export const receivingEntry = z.object({
  document: text,
  receivedAt: instant,
  number: text,
  title: text,
  instruction: text.nullable(),
  lead: text.nullable(),
  steps: text.nullable(),
  deadline: date.nullable(),
  result: text.nullable(),
});
export const dispatchEntry = z.object({
  document: text,
  level: z.enum(['central', 'province', 'city', 'county', 'township', 'other']),
  registeredAt: instant,
  number: text,
  title: text,
  issuer: text,
  urgency,
  copies: z.int(),
  recipients: text,
  /** Copies put into a box of their receiver, those taken out again as wrong left out. */
  dropped: z.int(),
  /** Copies that left the house. */
  sentOut: z.int(),
  /** Copies signed for by whom they are for; what becomes of those sent out is not known. */
  taken: z.int(),
});
export const circulationEntry = z.object({
  document: text,
  docket: text,
  number: text,
  title: text,
  reader: text,
  sentAt: instant.nullable(),
  takenAt: instant.nullable(),
  /** When the paper was put back into a returns box; null while it is out. */
  backAt: instant.nullable(),
  holder: text,
});
export const catalogueView = z.object({
  id: text,
  title: text,
  documents: z.array(text),
  savedAt: instant,
  savedBy: text,
});
export const catalogueDetailView = catalogueView.extend({
  entries: z.array(
    z.object({
      ...{ document: text, number: text, title: text, issuer: text, kind: text, urgency },
      ...{ writtenOn: date.nullable(), pages: z.int().nullable(), copies: z.int() },
    }),
  ),
});

export type ListView = z.output<typeof listView>;
export type ReceivingEntry = z.output<typeof receivingEntry>;
export type DispatchEntry = z.output<typeof dispatchEntry>;
export type CirculationEntry = z.output<typeof circulationEntry>;
export type CatalogueView = z.output<typeof catalogueView>;
export type CatalogueDetailView = z.output<typeof catalogueDetailView>;
export type NoteHandling = z.input<typeof noteHandling>;
