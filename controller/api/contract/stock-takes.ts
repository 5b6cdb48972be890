import { z } from 'zod';
import { someLine } from './text.ts';

const text = z.string();
const instant = z.iso.datetime({ precision: 3 });
const key = z.string().trim().min(1).max(64);
const note = someLine(200).default('');

/** Boxes by name, or all of a cabinet. */
export const orderStockTake = z.strictObject({
  cabinet: key.optional(),
  compartments: z.array(key).max(200).default([]),
  note,
});
export const closeStockTake = z.strictObject({ note }).prefault({});

export const stockTakeView = z.object({
  id: text,
  /** Null: the office ordered it, and whatever is counted since counts for it. */
  station: text.nullable(),
  ...{ note: text, startedAt: instant, startedBy: text },
  /** End of the session in which it was counted. */
  finishedAt: instant.nullable(),
  /** Boxes it is about, boxes counted, boxes passed over. */
  ...{ compartments: z.int(), counted: z.int(), skipped: z.int() },
  /** `open`: differences that nobody had settled. */
  closed: z.object({ at: instant, by: text, note: text, open: z.int() }).nullable(),
});
const difference = z.object({
  /** `surplus`: recorded somewhere else, or nowhere; `unreadable`: papers without a code. */
  kind: z.enum(['missing', 'surplus', 'unreadable']),
  compartment: text,
  /** Null of papers without a code. */
  docket: text.nullable(),
  /** How many papers. */
  papers: z.int(),
  /** What the record says of it now; null where nothing is registered. */
  piece: z
    .object({
      ...{ document: text, number: text, departmentName: text, state: text, compartment: text.nullable() },
    })
    .nullable(),
  /** Id of the difference in the reconciliation that is still open. */
  reconciliation: text.nullable(),
  /** The record agrees by now, or somebody explained it. */
  done: z.boolean(),
  reason: text.nullable(),
});
export const stockTakeDetail = stockTakeView.extend({
  /** One row a box, in the order of the boxes; `at` is null of one that was not reached yet. */
  entries: z.array(
    z.object({
      ...{ compartment: text, at: instant.nullable(), skipped: text.nullable() },
      ...{ found: z.array(text), missing: z.array(text), unexpected: z.array(text), unreadable: z.int() },
    }),
  ),
  differences: z.array(difference),
});
export type StockTakeView = z.output<typeof stockTakeView>;
export type StockTakeDetail = z.output<typeof stockTakeDetail>;
export type StockTakeDifference = z.output<typeof difference>;
