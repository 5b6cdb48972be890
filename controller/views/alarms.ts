import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { AlarmRow, ReadModels } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

/** Alarms that nobody acknowledged yet, of sessions and of stations without one. */
export const alarms: Projection = {
  name: 'alarms',
  revision: 1,
  tables: `
    CREATE TABLE view_alarm (
      alarm TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      station TEXT,
      compartment TEXT,
      raisedAt TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;`,
  prepare(db) {
    const raise = db.prepare(
      `INSERT OR REPLACE INTO view_alarm (alarm, kind, station, compartment, raisedAt)
       VALUES (:alarm, :kind, :station, :compartment, :time)`,
    );
    const acknowledge = db.prepare('DELETE FROM view_alarm WHERE alarm = :alarm');
    return {
      // The station of a session's alarm is the one the event was written at.
      AlarmRaised: ({ time, station, payload }) => void raise.run({ ...payload, station, time }),
      StationAlarmRaised: ({ time, stream, payload }) =>
        void raise.run({ ...payload, station: keyOf(stream), time }),
      AlarmAcknowledged: ({ payload: { alarm } }) => void acknowledge.run({ alarm }),
      StationAlarmAcknowledged: ({ payload: { alarm } }) => void acknowledge.run({ alarm }),
    };
  },
};

export const alarmQueries = (db: Connection): Pick<ReadModels, 'alarms'> => {
  const all = db.prepare<[], AlarmRow>('SELECT * FROM view_alarm ORDER BY raisedAt, alarm');
  return { alarms: () => all.all() };
};
