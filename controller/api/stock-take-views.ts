import { incidentIdentity } from '../domain/reconciliation/incidents.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { ReadModels, StockTakeRow } from '../ports/read-models.ts';
import { differenceId } from '../ports/reconciliation.ts';
import type { StockTakeDetail, StockTakeDifference, StockTakeView } from './contract/stock-takes.ts';

interface Deps {
  readonly views: ReadModels;
  readonly ledger: Pick<Ledger, 'stream'>;
}
/** With the stock-take that counted it. */
type Entry = StockTakeDetail['entries'][number] & { readonly take: string };
const PAGE = 50;

/** What happened in the stock-take of one session, box by box. */
const countsOf = ({ ledger }: Pick<Deps, 'ledger'>, id: string): Entry[] =>
  ledger.stream(`stock-take:${id}`).flatMap((event): Entry[] => {
    if (event.type === 'StockTakeCounted') {
      const { intent: _, ...counted } = event.payload;
      return [{ ...counted, at: event.time, skipped: null, take: id }];
    }
    if (event.type !== 'StockTakeSkipped') return [];
    const { compartment, why: skipped } = event.payload;
    return [{ ...NOTHING, compartment, at: event.time, skipped, take: id }];
  });
const NOTHING = { found: [], missing: [], unexpected: [], unreadable: 0 };

/** For one that was ordered: what the stock-takes begun since counted, until it was closed. */
const countsSince = (deps: Deps, { sequence, closed }: StockTakeRow): Entry[] => {
  const since: string[] = [];
  for (let before: number | undefined | null; before !== null;) {
    const { rows, next } = deps.views.stockTakes({ before, limit: PAGE });
    const later = rows.filter((row) => row.sequence > sequence);
    since.unshift(...later.flatMap(({ id, session }) => (session === null ? [] : id)).reverse());
    before = later.length < rows.length ? null : next;
  }
  const counts = since.flatMap((id) => countsOf(deps, id));
  return closed ? counts.filter(({ at }) => (at ?? '') <= closed.at) : counts;
};

/** A box that was counted counts, however often it was passed over; of several counts the last one does. */
const entriesOf = (deps: Deps, row: StockTakeRow): Entry[] => {
  const last = new Map<string, Entry>();
  const counts = row.session === null ? countsSince(deps, row) : countsOf(deps, row.id);
  for (const entry of counts)
    if (entry.skipped === null || last.get(entry.compartment)?.skipped !== null)
      last.set(entry.compartment, entry);
  const boxes = row.session === null ? row.compartments : [...new Set([...row.compartments, ...last.keys()])];
  return boxes.map(
    (compartment) =>
      last.get(compartment) ?? { ...NOTHING, compartment, at: null, skipped: null, take: row.id },
  );
};

const viewOf = (
  { session: _, sequence: __, ...row }: StockTakeRow,
  entries: readonly Entry[],
): StockTakeView => ({
  ...row,
  compartments: entries.length,
  counted: entries.filter(({ at, skipped }) => at !== null && skipped === null).length,
  skipped: entries.filter(({ skipped }) => skipped !== null).length,
});
export const stockTakeViewOf = (deps: Deps, row: StockTakeRow): StockTakeView =>
  viewOf(row, entriesOf(deps, row));

export const stockTakeDetailOf = (deps: Deps, row: StockTakeRow): StockTakeDetail => {
  const entries = entriesOf(deps, row);
  return {
    ...viewOf(row, entries),
    entries: entries.map(({ take: _, ...entry }) => entry),
    differences: entries.flatMap((entry) => differencesOf(deps.views, entry)),
  };
};

const differencesOf = (views: ReadModels, entry: Entry): StockTakeDifference[] => {
  const { compartment, take: subject, missing, unexpected, unreadable } = entry;
  const of = (kind: 'missing' | 'surplus') => (docket: string) => {
    const row = views.consignment(docket);
    const piece = row && {
      ...{ document: row.document, number: row.number, state: row.state, compartment: row.compartment },
      departmentName: views.department(row.department)?.name ?? row.department,
    };
    const agrees = kind === 'missing' ? row?.state !== 'missing' : row?.compartment === compartment;
    const told = explained(views, {
      ...{ type: kind === 'missing' ? kind : 'unexpected', compartment, subject, dockets: [docket] },
    });
    const own = { kind, compartment, docket, papers: 1, piece: piece ?? null };
    return { ...own, ...told, done: agrees || told.done };
  };
  const told = explained(views, { type: 'unreadable', compartment, subject, dockets: [] });
  return [
    ...missing.map(of('missing')),
    ...unexpected.map(of('surplus')),
    ...(unreadable > 0
      ? [{ kind: 'unreadable' as const, compartment, docket: null, papers: unreadable, piece: null, ...told }]
      : []),
  ];
};

/** What the reconciliation says of it: open, or why it is not. */
const explained = (
  views: ReadModels,
  incident: Parameters<typeof incidentIdentity>[0],
): Pick<StockTakeDifference, 'reconciliation' | 'done' | 'reason'> => {
  const row = views.difference(differenceId(incidentIdentity(incident)));
  const done = row?.state === 'settled';
  return {
    reconciliation: row?.state === 'open' ? row.id : null,
    done,
    reason: row?.settled?.reason ?? null,
  };
};
