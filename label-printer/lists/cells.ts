import type { Cell, Table, TableColumn } from '#controller/ports/table.ts';

/** `2026-06-18 09:05` on the clocks of a time zone. */
export const localMinute = (instant: string, timeZone: string): string => {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return instant;
  return formatFor(timeZone).format(ms).slice(0, 16);
};
const formats = new Map<string, Intl.DateTimeFormat>();
const formatFor = (timeZone: string): Intl.DateTimeFormat => {
  let format = formats.get(timeZone);
  if (!format) {
    // Swedish writes dates as registers do.
    const style = { dateStyle: 'short', timeStyle: 'medium' } as const;
    formats.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...style })));
  }
  return format;
};

/** A cell as people read it. */
export const shownCell = (cell: Cell, { kind }: TableColumn, timeZone: string): string => {
  if (cell === null || kind === 'signature') return '';
  return kind === 'instant' && typeof cell === 'string' ? localMinute(cell, timeZone) : String(cell);
};

/** Columns and rows of a file: a section's heading goes into a column of its own. */
export const flatTable = ({ columns, sections, group }: Table) => {
  const heading: TableColumn = { name: 'group', title: group ?? '', kind: 'text', width: 0, grow: 0 };
  const rows = sections.flatMap((section) =>
    section.rows.map((row) => (group === null ? row : [section.heading, ...row])),
  );
  return { columns: group === null ? columns : [heading, ...columns], rows };
};
