import { compartment, type CompartmentState } from '../domain/compartment.ts';
import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import { writer } from '../ledger/statement.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { CompartmentRow, ReadModels } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

/** The domain's own state of each compartment, so that pages and deciders see the same doors. */
export const compartments: Projection = {
  name: 'compartments',
  // The domain's revision counts too: its states are what is stored.
  revision: compartment.revision * 1000 + 1,
  tables: 'CREATE TABLE view_compartment (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;',
  prepare(db) {
    const get = db
      .prepare<{ id: string }, string>('SELECT state FROM view_compartment WHERE id = :id')
      .pluck();
    const put = writer<{ id: string; state: string }>(
      db,
      'INSERT INTO view_compartment (id, state) VALUES (:id, :state) ON CONFLICT DO UPDATE SET state = :state',
    );
    const evolve = (event: AnyStoredEvent): void => {
      const id = keyOf(event.stream);
      const before = get.get({ id });
      const state =
        before === undefined ? compartment.initialState() : (JSON.parse(before) as CompartmentState);
      put({ id, state: canonicalize(compartment.evolve(state, event)) });
    };
    return {
      OpenRequested: evolve,
      OpenAcknowledged: evolve,
      OpenUnanswered: evolve,
      OpenFailed: evolve,
      DoorSeenOpen: evolve,
      DoorSeenClosed: evolve,
      DoorLost: evolve,
      DoorForced: evolve,
      BinSeenOccupied: evolve,
      BinSeenEmpty: evolve,
      ServiceChanged: evolve,
    };
  },
};

interface Stored {
  readonly id: string;
  readonly state: string;
}
const read = ({ id, state }: Stored): CompartmentRow => {
  const { front, rear, bin, service, serviceReason, attempt } = JSON.parse(state) as CompartmentState;
  return {
    id,
    front: front.seen,
    rear: rear.seen,
    bin,
    service,
    serviceReason,
    openIntent: attempt?.outcome === null ? attempt.intent : null,
    forced: front.forced || rear.forced,
  };
};

export const compartmentQueries = (db: Connection): Pick<ReadModels, 'compartment' | 'compartments'> => {
  const one = db.prepare<{ id: string }, Stored>('SELECT * FROM view_compartment WHERE id = :id');
  const all = db.prepare<[], Stored>('SELECT * FROM view_compartment ORDER BY id');
  return {
    compartment(id) {
      const row = one.get({ id });
      return row && read(row);
    },
    compartments: () => all.all().map(read),
  };
};
