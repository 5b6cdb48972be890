import type { Projection } from '../ledger/projector.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { ConsignmentState } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

/** Order in which waiting pieces are shown: the higher, the sooner. */
export const urgencyRank = { none: 0, pingji: 1, jiaji: 2, teji: 3, teti: 4 } as const;

/** Open states have their index; those nearly every row of an old ledger ends in need none. */
export const sparseStates = [
  ...(['registered', 'labelled', 'deposited', 'refused', 'returned', 'withdrawn'] as const),
  ...(['corrected', 'recalled', 'missing', 'outgoing', 'carried'] as const),
] as const satisfies readonly ConsignmentState[];
export const endStates = [
  'collected',
  'handled',
  'destroyed',
  'dispatched',
] as const satisfies readonly ConsignmentState[];
/** Of the partial index: queries that use it repeat it word for word. */
export const SPARSE = "state NOT IN ('collected', 'handled', 'destroyed', 'dispatched')";

export const consignments: Projection = {
  name: 'consignments',
  revision: 4,
  tables: `
    CREATE TABLE view_consignment (
      sequence INTEGER PRIMARY KEY,
      docket TEXT NOT NULL UNIQUE,
      document TEXT NOT NULL,
      department TEXT NOT NULL,
      copy INTEGER NOT NULL,
      copies INTEGER NOT NULL,
      rank INTEGER NOT NULL,
      state TEXT NOT NULL,
      compartment TEXT,
      labelledAt TEXT,
      depositedAt TEXT,
      collectedAt TEXT,
      handledAt TEXT,
      route TEXT,
      stop INTEGER,
      ended INTEGER NOT NULL DEFAULT 0,
      recall TEXT,
      released INTEGER NOT NULL DEFAULT 0,
      was TEXT
    ) STRICT;
    CREATE INDEX view_consignment_document ON view_consignment (document, copy);
    CREATE INDEX view_consignment_department ON view_consignment (department, sequence);
    CREATE INDEX view_consignment_state ON view_consignment (state, sequence) WHERE ${SPARSE};
    CREATE INDEX view_consignment_inside ON view_consignment (compartment) WHERE compartment IS NOT NULL;
    CREATE INDEX view_consignment_waiting ON view_consignment (department, rank DESC, depositedAt)
      WHERE state = 'deposited';
    CREATE INDEX view_consignment_recall ON view_consignment (recall, sequence) WHERE recall IS NOT NULL;`,
  prepare(db) {
    const rank = db
      .prepare<{ document: string }, number>(
        `SELECT ${rankOf("json_extract(row, '$.urgency')")} FROM view_document WHERE id = :document`,
      )
      .pluck();
    const insert = db.prepare(
      `INSERT INTO view_consignment (sequence, docket, document, department, copy, copies, rank, state)
       VALUES (:sequence, :docket, :document, :department, :copy, :copies, :rank, 'registered')`,
    );
    const setRank = db.prepare('UPDATE view_consignment SET rank = :rank WHERE document = :document');
    const change = (assignments: string) =>
      db.prepare(`UPDATE view_consignment SET ${assignments} WHERE docket = :docket`);
    const label = change(
      "labelledAt = coalesce(labelledAt, :time), state = iif(state = 'registered', 'labelled', state)",
    );
    const deposit = change("state = 'deposited', compartment = :compartment, depositedAt = :time");
    const collect = change("state = 'collected', compartment = NULL, collectedAt = :time");
    const put = change('state = :state, compartment = :compartment');
    const become = change('state = :state');
    const handle = change("state = 'handled', handledAt = :time");
    const reopen = change("state = 'collected', handledAt = NULL");
    const takeIn = change("state = iif(state = 'recalled', 'recalled', 'returned'), compartment = NULL");
    const correct = change("state = iif(ended, 'returned', 'corrected'), compartment = NULL");
    const routed = 'route = :route, stop = :stop, department = coalesce(:department, department)';
    const route = change(`${routed}, ended = 0`);
    const endRoute = change(
      `${routed}, ended = 1, state = iif(state IN ('registered', 'labelled', 'corrected', 'carried'), 'returned', state)`,
    );
    const circulates = ({
      stream,
      payload: { stops, at },
    }: AnyStoredEvent & { readonly type: 'CirculationRouted' | 'CirculationEnded' }) => ({
      ...{ docket: keyOf(stream), route: JSON.stringify(stops), stop: at },
      department: stops[at]?.department ?? null,
    });
    const sendOn = change(
      `state = 'labelled', stop = :stop, department = :department, depositedAt = NULL, collectedAt = NULL`,
    );
    const callBack = change('recall = :recall, released = 0');
    const release = change('released = 1');
    const lose = change("state = 'missing', compartment = NULL, was = :was");
    const find = change('state = :state, compartment = :compartment, was = NULL');
    const to = (state: ConsignmentState, compartment: string | null, { stream }: AnyStoredEvent): void =>
      void put.run({ docket: keyOf(stream), state, compartment });
    return {
      DocumentRegistered: ({ stream, payload, version }) => {
        if (version === 1) setRank.run({ document: keyOf(stream), rank: urgencyRank[payload.urgency] });
      },
      DocumentAmended: ({ stream, payload: { after } }) =>
        void setRank.run({ document: keyOf(stream), rank: urgencyRank[after.urgency] }),
      ConsignmentRegistered({ sequence, stream, payload }) {
        const { document, department, copy, copies } = payload;
        const docket = keyOf(stream);
        insert.run({
          sequence,
          docket,
          document,
          department,
          copy,
          copies,
          rank: rank.get({ document }) ?? 0,
        });
      },
      ConsignmentLabelled: ({ stream, time }) => void label.run({ docket: keyOf(stream), time }),
      ConsignmentDeposited: ({ stream, time, payload }) =>
        void deposit.run({ docket: keyOf(stream), time, compartment: payload.compartment }),
      ConsignmentCollected: ({ stream, time }) => void collect.run({ docket: keyOf(stream), time }),
      ConsignmentRefused: (event) => to('refused', null, event),
      ConsignmentReturned: (event) => to('returned', event.payload.compartment, event),
      ConsignmentWithdrawn: ({ stream }) => void become.run({ docket: keyOf(stream), state: 'withdrawn' }),
      ConsignmentReinstated: ({ stream }) => void become.run({ docket: keyOf(stream), state: 'registered' }),
      ConsignmentHandled: ({ stream, time }) => void handle.run({ docket: keyOf(stream), time }),
      ConsignmentReopened: ({ stream }) => void reopen.run({ docket: keyOf(stream) }),
      ConsignmentHandedIn: (event) => to('outgoing', event.payload.compartment, event),
      ConsignmentFetched: (event) => to('carried', null, event),
      ConsignmentDispatched: (event) => to('dispatched', null, event),
      ConsignmentCorrected: ({ stream }) => void correct.run({ docket: keyOf(stream) }),
      ConsignmentTakenIn: ({ stream }) => void takeIn.run({ docket: keyOf(stream) }),
      CirculationRouted: (event) => void route.run(circulates(event)),
      CirculationEnded: (event) => void endRoute.run(circulates(event)),
      CirculationSentOn: ({ stream, payload: { at, department } }) =>
        void sendOn.run({ docket: keyOf(stream), stop: at, department }),
      ConsignmentCalledBack: ({ stream, payload: { recall } }) =>
        void callBack.run({ docket: keyOf(stream), recall }),
      ConsignmentReleased: ({ stream }) => void release.run({ docket: keyOf(stream) }),
      ConsignmentRecalled: (event) => to('recalled', event.payload.compartment, event),
      ConsignmentDestroyed: (event) => to('destroyed', null, event),
      ConsignmentMissing: ({ stream, payload: { was } }) => void lose.run({ docket: keyOf(stream), was }),
      ConsignmentFound: ({ stream, payload: { state, compartment } }) =>
        void find.run({ docket: keyOf(stream), state, compartment }),
    };
  },
};

const rankOf = (column: string): string =>
  `CASE ${column} ${Object.entries(urgencyRank)
    .map(([urgency, rank]) => `WHEN '${urgency}' THEN ${rank}`)
    .join(' ')} END`;
