import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ReadModels, SessionRow } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

/** Only sessions without an end: the rest is history, in the ledger. */
export const sessions: Projection = {
  name: 'sessions',
  revision: 1,
  tables: `
    CREATE TABLE view_session (
      id TEXT PRIMARY KEY,
      station TEXT NOT NULL,
      person TEXT NOT NULL,
      startedAt TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;`,
  prepare(db) {
    const start = db.prepare(
      'INSERT OR REPLACE INTO view_session (id, station, person, startedAt) VALUES (:id, :station, :person, :time)',
    );
    const end = db.prepare('DELETE FROM view_session WHERE id = :id');
    return {
      SessionStarted: ({ stream, time, payload: { station, person } }) =>
        void start.run({ id: keyOf(stream), station, person, time }),
      SessionEnded: ({ stream }) => void end.run({ id: keyOf(stream) }),
    };
  },
};

export const sessionQueries = (db: Connection): Pick<ReadModels, 'openSessions'> => {
  const open = db.prepare<[], SessionRow>('SELECT * FROM view_session ORDER BY startedAt, id');
  return { openSessions: () => open.all() };
};
