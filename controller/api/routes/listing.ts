import { z } from 'zod';
import type { Page, PageRequest } from '../../ports/read-models.ts';
import type { List } from '../contract/office.ts';
import type { Refusal } from '../../domain/decider.ts';
import { ProblemError } from '../http/problem.ts';

/** `?cursor=&limit=` of every list. */
export const pageQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^[0-9]{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const pageOf = ({ cursor, limit }: z.output<typeof pageQuery>): PageRequest => ({
  before: cursor === undefined ? undefined : Number(cursor),
  limit,
});

export const listOfPage = <Row, Item>(page: Page<Row>, show: (row: Row) => Item): List<Item> => ({
  items: page.rows.map(show),
  next: page.next === null ? null : String(page.next),
});

const NOT_FOUND = new Set(['no-such']);
const INVALID = new Set([
  'unknown-department',
  'stands-in-for-themselves',
  'period-ends-first',
  'weak-pin',
  'too-many-copies',
  'too-many-lines',
  'nothing-to-list',
  'nothing-to-recall',
  'too-many-pieces',
  'no-printer',
  'not-a-pdf',
  'sheet-too-large',
  'no-such-range',
  'no-card-reader',
  'set-up-refused',
  'classified',
  'unreadable-scan',
  'address-not-allowed',
  'no-such-event',
]);

/** A command's refusal as a problem: 404 for what is not there, 422 for what does not fit, else 409. */
export const problemFor = ({ code, values }: Refusal): ProblemError =>
  new ProblemError(NOT_FOUND.has(code) ? 404 : INVALID.has(code) ? 422 : 409, code, { values });

/** The value of an outcome, or its refusal as a problem. */
export const valueOf = <T>(outcome: { ok: true; value: T } | { ok: false; refusal: Refusal }): T => {
  if (!outcome.ok) throw problemFor(outcome.refusal);
  return outcome.value;
};
