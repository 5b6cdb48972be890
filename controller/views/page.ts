import type { Connection } from '../ledger/connection.ts';
import type { Page, PageRequest, TimeRange } from '../ports/read-models.ts';

/**
 * One page of rows in reverse order of sequence. `fetch` gets one row more than the page holds, to know whether
 * another follows. Throws a RangeError for a limit outside 1 to 200.
 */
export const paged = <Row extends { readonly sequence: number }>(
  { before, limit }: PageRequest,
  fetch: (range: { readonly before: number; readonly limit: number }) => Row[],
): Page<Row> => {
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new RangeError(`a page holds 1 to 200 rows, not ${limit}`);
  const rows = fetch({ before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? last.sequence : null };
};

export const keyOf = (stream: string): string => stream.slice(stream.indexOf(':') + 1);

/** Most rows asked for at once when a whole range is read. */
const MOST_AT_ONCE = 1000;
/** Throws a RangeError for a limit outside 1 to 1,000. */
export const atOnce = (limit: number): number => {
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_AT_ONCE)
    throw new RangeError(`1 to ${MOST_AT_ONCE} rows are read at once, not ${limit}`);
  return limit;
};

/**
 * The sequences that a time range spans in a table with `at` and `sequence` and an index over both. Clocks may have
 * been put back: rows outside the range can lie between, so `at` is asked for as well.
 */
export const spanOf = (db: Connection, table: string): ((range: TimeRange) => Span) => {
  const span = db.prepare<TimeRange, { first: number | null; last: number | null }>(
    `SELECT min(sequence) AS first, max(sequence) AS last FROM ${table} WHERE at >= :from AND at < :to`,
  );
  return ({ from, to }) => {
    const found = span.get({ from, to });
    return { from, to, first: found?.first ?? 0, last: found?.last ?? -1 };
  };
};
export interface Span extends TimeRange {
  readonly first: number;
  readonly last: number;
}
