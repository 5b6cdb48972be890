import { z } from 'zod';
import { line, paragraph } from './text.ts';

const text = z.string();
const instant = z.iso.datetime({ precision: 3 });
const docket = z.string().regex(/^[0-9A-Z]{16}$/);
const key = z.string().trim().min(1).max(64);
const written = (max: number) =>
  paragraph(max)
    .nullable()
    .default(null)
    .transform((value) => value || null);

export const strikeOff = z.strictObject({ instruction: written(500), result: written(500) });
export const reopen = z.strictObject({ reason: line(200) });
export const routePiece = z.strictObject({
  stops: z
    .array(z.strictObject({ department: key, reader: written(40) }))
    .min(1)
    .max(100),
});
export const endCirculation = z.strictObject({ reason: line(200) });
export const reportMissing = z.strictObject({ note: written(200) });
export const reportFound = z.strictObject({
  /** Where it lies; null: somebody has it in hand. */
  compartment: key.nullable().default(null),
  note: written(200),
});

/** Who has the paper, in words for a page to say: a box’s id, a department’s name, or a kind alone. */
const holder = z.object({
  kind: z.enum(['office', 'messenger', 'compartment', 'department', 'outside', 'nobody', 'unknown']),
  name: text.nullable(),
  /** Since when, null when nothing tells. */
  since: instant.nullable(),
});
export const circulationView = z.object({
  docket: text,
  state: text,
  holder,
  /** Index of the reader it is with or goes to next. */
  at: z.int(),
  /** The office ended it: the paper is to come back and goes to nobody else. */
  ended: z.boolean(),
  stops: z.array(
    z.object({
      ...{ department: text, departmentName: text, reader: text.nullable() },
      ...{ sentAt: instant.nullable(), takenAt: instant.nullable(), backAt: instant.nullable() },
    }),
  ),
});

export const orderRecall = z.strictObject({
  name: line(100),
  /** Year in which the documents were registered. */
  year: z.int().min(2000).max(2999).nullable().default(null),
  kind: line(60).nullable().default(null),
  department: key.nullable().default(null),
  dueOn: z.iso.date().nullable().default(null),
});
/** What a recall would ask back. */
export const recallQuery = z.strictObject({
  year: z.coerce.number().int().min(2000).max(2999).optional(),
  kind: line(60).optional(),
  department: key.optional(),
});
export const recallableView = z.object({
  pieces: z.int(),
  /** Who holds them, those who hold the most first. */
  departments: z.array(z.object({ department: text, departmentName: text, pieces: z.int() })),
});
export const recallView = z.object({
  ...{ id: text, name: text, year: z.int().nullable(), kind: text.nullable(), department: text.nullable() },
  ...{ dueOn: z.iso.date().nullable(), pieces: z.int(), orderedAt: instant, orderedBy: text },
  closedAt: instant.nullable(),
  /** Pieces not back yet. */
  outstanding: z.int(),
});
/** One piece of a recall or destruction; titles are for the office alone. */
const custodyPiece = z.object({
  ...{ docket: text, number: text, title: text, kind: text, copy: text },
  ...{ department: text, departmentName: text, state: text, compartment: text.nullable() },
});
export const recallDetail = recallView.extend({ entries: z.array(custodyPiece) });

export const proposeDestruction = z.strictObject({
  dockets: z.array(docket).min(1).max(2000),
  method: line(100),
});
export const destructionView = z.object({
  ...{ id: text, method: text, pieces: z.int(), proposedAt: instant, proposedBy: text },
  state: z.enum(['proposed', 'done', 'dropped']),
  ...{ witness: text.nullable(), doneAt: instant.nullable() },
});
export const destructionDetail = destructionView.extend({ entries: z.array(custodyPiece) });

export const makeBundle = z.strictObject({
  dockets: z.array(docket).min(1).max(200),
  /** Where its label is printed: a printer’s id, `none`, or left out for the office’s own. */
  printer: key.nullable().default(null),
});
export const bundleView = z.object({
  ...{ code: text, madeAt: instant, madeBy: text, dissolvedAt: instant.nullable() },
  members: z.array(custodyPiece),
});

export type CirculationView = z.output<typeof circulationView>;
export type RecallView = z.output<typeof recallView>;
export type RecallableView = z.output<typeof recallableView>;
export type RecallDetail = z.output<typeof recallDetail>;
export type DestructionView = z.output<typeof destructionView>;
export type DestructionDetail = z.output<typeof destructionDetail>;
export type BundleView = z.output<typeof bundleView>;
export type CustodyPiece = z.output<typeof custodyPiece>;
