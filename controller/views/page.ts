import type { Page, PageRequest } from '../ports/read-models.ts';

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
