import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { HandOverRow, ReadModels } from '../ports/read-models.ts';
import { consignmentColumns, readConsignment, type StoredConsignment } from './consignment-queries.ts';
import { atOnce, keyOf, spanOf } from './page.ts';

type Moved = Extract<AnyStoredEvent, { payload: { session: string } }>;

/** Every movement of a piece, in the order they happened. */
export const handOvers: Projection = {
  name: 'hand-overs',
  revision: 2,
  tables: `
    CREATE TABLE view_hand_over (
      sequence INTEGER PRIMARY KEY,
      docket TEXT NOT NULL,
      movement TEXT NOT NULL,
      at TEXT NOT NULL,
      person TEXT NOT NULL,
      session TEXT NOT NULL,
      compartment TEXT
    ) STRICT;
    CREATE INDEX view_hand_over_at ON view_hand_over (at, sequence);`,
  prepare(db) {
    const insert = db.prepare(
      `INSERT INTO view_hand_over (sequence, docket, movement, at, person, session, compartment)
       VALUES (:sequence, :docket, :movement, :at, :person, :session, :compartment)`,
    );
    const dispatch = db.prepare(
      "UPDATE view_hand_over SET movement = 'dispatched' WHERE sequence = :fetched AND docket = :docket",
    );
    const note = (
      { sequence, stream, time: at, actor: person, payload: { session } }: Moved,
      movement: HandOverRow['movement'],
      compartment: string | null,
    ): void =>
      void insert.run({ sequence, docket: keyOf(stream), movement, at, person, session, compartment });
    return {
      ConsignmentDeposited: (event) => note(event, 'deposited', event.payload.compartment),
      ConsignmentCollected: (event) => note(event, 'collected', event.payload.compartment),
      ConsignmentRefused: (event) => note(event, 'refused', null),
      ConsignmentReturned: (event) => note(event, 'returned', event.payload.compartment),
      ConsignmentHandedIn: (event) => note(event, 'handed-in', event.payload.compartment),
      ConsignmentFetched: (event) => note(event, 'fetched', event.payload.compartment),
      // Written with the fetching, right after it: one movement, that tells more.
      ConsignmentDispatched: ({ sequence, stream }) =>
        void dispatch.run({ fetched: sequence - 1, docket: keyOf(stream) }),
    };
  },
};

type Own = Omit<HandOverRow, 'piece' | 'sequence' | 'compartment'> & {
  readonly moved: number;
  readonly place: string | null;
};

export const handOverQueries = (db: Connection): Pick<ReadModels, 'handOvers'> => {
  const span = spanOf(db, 'view_hand_over');
  const rows = db.prepare<object, StoredConsignment & Own>(
    `SELECT h.sequence AS moved, h.movement, h.at, h.person, h.session, h.compartment AS place, ${consignmentColumns}
     FROM view_hand_over h CROSS JOIN view_consignment c ON c.docket = h.docket
     WHERE h.sequence > :after AND h.sequence <= :last AND h.at >= :from AND h.at < :to
     ORDER BY h.sequence LIMIT :limit`,
  );
  return {
    handOvers(range, after, limit) {
      const { from, to, first, last } = span(range);
      return rows
        .all({ from, to, last, after: Math.max(after, first - 1), limit: atOnce(limit) })
        .map(({ moved, movement, at, person, session, place, ...piece }) => ({
          ...{ movement, at, person, session, sequence: moved, compartment: place },
          piece: readConsignment(piece),
        }));
    },
  };
};
