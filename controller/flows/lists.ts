import { drawUp, yearAt } from '../domain/list-book.ts';
import type { Draft } from './draft.ts';
import type { PrintChoice } from './inputs.ts';

/**
 * Issues the lists of a session that ends, if they were asked for: their numbers come from the year's book in the same
 * append, so that no number is ever given without its list. They are printed on the station's A4 printer, else as slips.
 */
export const issueLists = (
  draft: Draft,
  session: string,
  moved: { readonly drop: readonly string[]; readonly pickup: readonly string[] },
  print: PrintChoice,
): void => {
  if (print !== 'list' && print !== 'both') return;
  const { facts } = draft;
  const { sheetPrinter, receiptPrinter } = facts.station;
  const printer = sheetPrinter ?? receiptPrinter;
  let last: { readonly year: string; readonly serial: number } | null = null;
  for (const kind of ['drop', 'pickup'] as const) {
    const content = facts.list(kind, session, moved[kind]);
    if (!content) continue;
    const year = yearAt(content.issuedAt, content.timeZone);
    const book = last?.year === year ? last : facts.listBook(year);
    const drawn = drawUp(content, book, { department: null, session }, facts.digest);
    last = { year, serial: drawn.book.serial };
    for (const { stream, events } of drawn.writes) draft.write(stream, ...events);
    if (printer !== null)
      draft.write(`print-job:${draft.id()}`, {
        type: 'PrintJobQueued',
        payload: { printer, artwork: 'list', subject: drawn.number, reprintOf: null },
      });
  }
};
