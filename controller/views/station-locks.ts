import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ReadModels } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

/** Refusals by PIN at each place since its last good sign-in or lock: sign-in by PIN is what gets locked there. */
export const stationLocks: Projection = {
  name: 'station-locks',
  revision: 1,
  tables: `
    CREATE TABLE view_station_lock (
      station TEXT PRIMARY KEY,
      failures INTEGER NOT NULL,
      lockedUntil TEXT
    ) STRICT, WITHOUT ROWID;`,
  prepare(db) {
    const fail = db.prepare(
      `INSERT INTO view_station_lock (station, failures, lockedUntil) VALUES (:station, 1, NULL)
       ON CONFLICT (station) DO UPDATE SET failures = failures + 1`,
    );
    const lock = db.prepare(
      `INSERT OR REPLACE INTO view_station_lock (station, failures, lockedUntil) VALUES (:station, 0, :until)`,
    );
    // A lock runs out by itself: somebody's own good sign-in must not open the way for further guesses.
    const clear = db.prepare('UPDATE view_station_lock SET failures = 0 WHERE station = :station');
    return {
      SignInRefused({ payload: { station, method } }) {
        if (station !== null && method === 'pin') fail.run({ station });
      },
      StrangerRefused({ stream, payload: { method } }) {
        if (method === 'pin') fail.run({ station: keyOf(stream) });
      },
      StationSignInLocked: ({ stream, payload: { until } }) =>
        void lock.run({ station: keyOf(stream), until }),
      SignedIn({ payload: { station } }) {
        if (station !== null) clear.run({ station });
      },
    };
  },
};

interface Lock {
  readonly failures: number;
  readonly lockedUntil: string | null;
}
const untouched: Lock = { failures: 0, lockedUntil: null };

export const stationLockQueries = (db: Connection): Pick<ReadModels, 'stationLock'> => {
  const one = db.prepare<{ station: string }, Lock>(
    'SELECT failures, lockedUntil FROM view_station_lock WHERE station = :station',
  );
  return { stationLock: (station) => one.get({ station }) ?? untouched };
};
