import { holderOf, type Holder } from '../domain/consignment-state.ts';
import type { Ledger } from '../ports/ledger.ts';
import type {
  BundleRow,
  ConsignmentRow,
  DestructionRow,
  ReadModels,
  RecallRow,
} from '../ports/read-models.ts';
import type * as custody from './contract/custody.ts';

interface Deps {
  readonly views: ReadModels;
  readonly ledger: Pick<Ledger, 'stream'>;
}
const nameOf = (views: ReadModels, code: string): string => views.department(code)?.name ?? code;

const entryOf = (views: ReadModels, row: ConsignmentRow): custody.CustodyPiece => ({
  ...{ docket: row.docket, number: row.number, title: row.title },
  kind: views.document(row.document)?.kind ?? '',
  copy: `${row.copy}/${row.copies}`,
  ...{ department: row.department, departmentName: nameOf(views, row.department) },
  ...{ state: row.state, compartment: row.compartment },
});
const entriesOf = (views: ReadModels, dockets: readonly string[]): custody.CustodyPiece[] =>
  dockets.flatMap((docket) => {
    const row = views.consignment(docket);
    return row ? [entryOf(views, row)] : [];
  });

export const recallableViewOf = (
  views: ReadModels,
  rows: readonly ConsignmentRow[],
): custody.RecallableView => ({
  pieces: rows.length,
  departments: [...Map.groupBy(rows, ({ department }) => department)]
    .map(([department, { length }]) => ({
      ...{ department, departmentName: nameOf(views, department), pieces: length },
    }))
    .toSorted((a, b) => b.pieces - a.pieces),
});

const OUT: ReadonlySet<string> = new Set(['collected', 'handled']);
export const recallViewOf = (views: ReadModels, { sequence: _, ...row }: RecallRow): custody.RecallView => ({
  ...row,
  outstanding: views.recalledPieces(row.id).filter(({ state }) => OUT.has(state)).length,
});
/** What is still out stands first. */
export const recallDetailOf = (views: ReadModels, row: RecallRow): custody.RecallDetail => {
  const entries = views.recalledPieces(row.id).map((piece) => entryOf(views, piece));
  const out = ({ state }: custody.CustodyPiece): number => (OUT.has(state) ? 0 : 1);
  return { ...recallViewOf(views, row), entries: entries.toSorted((a, b) => out(a) - out(b)) };
};

export const destructionViewOf = ({
  sequence: _,
  dockets,
  ...row
}: DestructionRow): custody.DestructionView => ({ ...row, pieces: dockets.length });
export const destructionDetailOf = (views: ReadModels, row: DestructionRow): custody.DestructionDetail => ({
  ...destructionViewOf(row),
  entries: entriesOf(views, row.dockets),
});

export const bundleViewOf = (
  views: ReadModels,
  { id: code, members, madeAt, madeBy, dissolvedAt }: BundleRow,
): custody.BundleView => ({ ...{ code, madeAt, madeBy, dissolvedAt }, members: entriesOf(views, members) });

type StopView = custody.CirculationView['stops'][number];
/** Every reader of a circulating piece with the times of its own round, and who has the paper since when. */
export const circulationViewOf = ({ views, ledger }: Deps, row: ConsignmentRow): custody.CirculationView => {
  const { docket, department, route } = row;
  const stops = route?.stops ?? [{ department, reader: null }];
  const rounds = stops.map((stop): StopView => {
    const departmentName = nameOf(views, stop.department);
    return { ...stop, departmentName, sentAt: null, takenAt: null, backAt: null };
  });
  let at = 0;
  let since: string | null = null;
  for (const { type, time, payload } of ledger.stream(`consignment:${docket}`)) {
    const round = rounds[at];
    if (MOVES.has(type)) since = time;
    if (round && type === 'ConsignmentDeposited') rounds[at] = { ...round, sentAt: time };
    if (round && type === 'ConsignmentCollected') rounds[at] = { ...round, takenAt: time };
    if (round && (type === 'ConsignmentReturned' || type === 'ConsignmentTakenIn'))
      rounds[at] = { ...round, backAt: round.backAt ?? time };
    if (type === 'CirculationSentOn') at = (payload as { at: number }).at;
  }
  const due = { document: row.document, department, copy: row.copy, copies: row.copies };
  const holder = holderOf({ state: row.state, compartment: row.compartment, due });
  return {
    ...{ docket, state: row.state, at: route?.at ?? 0, ended: route?.ended ?? false },
    stops: rounds,
    holder: { kind: holder.kind, name: holderName(views, holder), since },
  };
};
/** Steps after which somebody else has the paper, or nobody knows who. */
const MOVES: ReadonlySet<string> = new Set([
  ...['ConsignmentRegistered', 'ConsignmentDeposited', 'ConsignmentCollected', 'ConsignmentReturned'],
  ...['ConsignmentTakenIn', 'ConsignmentCorrected', 'ConsignmentRecalled', 'ConsignmentDestroyed'],
  ...['ConsignmentHandedIn', 'ConsignmentFetched', 'ConsignmentDispatched'],
  ...['ConsignmentMissing', 'ConsignmentFound'],
]);

const holderName = (views: ReadModels, holder: Holder): string | null => {
  if ('compartment' in holder) return holder.compartment;
  return 'department' in holder ? nameOf(views, holder.department) : null;
};
