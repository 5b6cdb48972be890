import { z } from 'zod';

const text = z.string();
const instant = z.iso.datetime({ precision: 3 });
const urgency = z.enum(['none', 'jiaji', 'teji', 'pingji', 'teti']);
const marks = z.array(z.tuple([z.int(), z.int()]));

/** A document that was found. Marks are [start, end) in UTF-16 units of the text they belong to. */
export const searchHitView = z.object({
  document: text,
  number: text,
  title: text,
  issuers: z.array(text),
  kind: text,
  urgency,
  writtenOn: z.iso.date().nullable(),
  registeredAt: instant,
  marks: z.object({ number: marks, title: marks, issuers: z.array(marks) }),
  /** How many of its pieces are in each state. */
  states: z.array(z.object({ state: text, pieces: z.int() })),
  /** Pieces that the words or the filters name, at most eight. */
  pieces: z.array(z.object({ docket: text, department: text, departmentName: text, state: text })),
});
export const suggestionView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('department'), code: text, name: text }),
  z.object({ kind: z.literal('docket'), docket: text, document: text }),
  z.object({
    kind: z.literal('document'),
    document: text,
    number: text,
    title: text,
    marks: z.object({ number: marks, title: marks }),
  }),
]);

export type SearchHitView = z.output<typeof searchHitView>;
export type SuggestionView = z.output<typeof suggestionView>;
export type MarksView = z.output<typeof marks>;
