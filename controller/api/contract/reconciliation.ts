import { z } from 'zod';
import { line } from './text.ts';

const text = z.string();
const instant = z.iso.datetime({ precision: 3 });
export const differenceKind = z.enum([
  ...(['electronic-only', 'paper-only', 'wrong-box', 'copies-short', 'count-differs'] as const),
  ...(['sensor-empty', 'sensor-occupied', 'not-in-box', 'overdue', 'not-handled', 'not-back'] as const),
  'in-doubt',
]);
const action = z.enum(['acknowledged', 'withdrawn', 'missing']);

export const differenceView = z.object({
  id: text,
  kind: differenceKind,
  /** How it shows; `explanation` says it in the language asked for. */
  code: text,
  explanation: text,
  compartment: text.nullable(),
  department: text.nullable(),
  departmentName: text.nullable(),
  document: text.nullable(),
  /** Number of the document, never its title. */
  number: text.nullable(),
  /** Pieces concerned, the first 50. */
  dockets: z.array(text),
  /** An opening, a print job, a scan, a stock-take, a recall. */
  subject: text.nullable(),
  expected: z.int().nullable(),
  found: z.int().nullable(),
  since: instant,
  state: z.enum(['open', 'settled', 'gone']),
  foundAt: instant,
  settled: z.object({ action, reason: text, at: instant, by: text }).nullable(),
  goneAt: instant.nullable(),
  /** What can be done about it here. */
  actions: z.array(action),
});
export type DifferenceView = z.output<typeof differenceView>;
export const settleDifference = z.strictObject({
  action: action.default('acknowledged'),
  reason: line(200),
});
export const reconciliationView = z.object({
  open: z.array(z.object({ kind: differenceKind, count: z.int() })),
  total: z.int(),
});
