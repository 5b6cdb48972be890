import type { Table, TableColumn } from '../../ports/table.ts';

/** A column: its width in mm, and its share of what the page has left. */
export const column = (
  name: string,
  title: string,
  kind: TableColumn['kind'],
  [width, grow]: readonly [number, number],
): TableColumn => ({ name, title, kind, width, grow });

/** Everything a table need not say. */
export const plainTable = {
  turn: 'landscape',
  mark: null,
  group: null,
  sign: [],
  evidence: [],
  symbol: null,
  facts: [],
} as const satisfies Partial<Table>;

/** `2026-06-18 09:05` on the clocks of a time zone. */
export const localMinute = (instant: string, timeZone: string): string =>
  // Swedish writes dates as registers do.
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    Date.parse(instant),
  );
