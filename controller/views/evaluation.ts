import { CLOCK_EVENTS, clockMoves, type ClockMove } from '../domain/clocks/clock-moves.ts';
import type { ClockName } from '../domain/catalogue/clock-settings.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Handlers, Projection } from '../ledger/projector.ts';
import { writer } from '../ledger/statement.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import { basisReader } from './clock-basis.ts';
import { keyOf } from './page.ts';

/**
 * What became of the clocks of each department's pieces, by the local day (counted from 1970-01-01) on which they were
 * started. `took` holds the seconds that each met one took, four bytes each (little endian), in the order of the
 * ledger, so that a percentile of any period is exact. `firstStart` and `lastStart` are sequences.
 */
const clocks: Projection = {
  name: 'evaluation-clocks',
  revision: 1,
  tables: `
    CREATE TABLE view_evaluation_day (
      day INTEGER NOT NULL,
      department TEXT NOT NULL,
      clock TEXT NOT NULL,
      started INTEGER NOT NULL,
      met INTEGER NOT NULL,
      inTime INTEGER NOT NULL,
      took BLOB NOT NULL,
      firstStart INTEGER NOT NULL,
      lastStart INTEGER NOT NULL,
      PRIMARY KEY (day, department, clock)
    ) STRICT, WITHOUT ROWID;`,
  prepare: (db) => clockHandlers(db, dayOf(db)),
};

/** Refusals and discrepancies, each on the day it happened. */
const marks: Projection = {
  name: 'evaluation-marks',
  revision: 1,
  tables: `
    CREATE TABLE view_evaluation_mark (
      sequence INTEGER PRIMARY KEY,
      day INTEGER NOT NULL,
      department TEXT NOT NULL,
      what TEXT NOT NULL,
      reason TEXT NOT NULL,
      docket TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX view_evaluation_mark_day ON view_evaluation_mark (day, department, what, reason);`,
  prepare: (db) => markHandlers(db, dayOf(db)),
};

/** Sessions in which a department took something. */
const visits: Projection = {
  name: 'evaluation-visits',
  revision: 1,
  tables: `
    CREATE TABLE view_evaluation_visit (
      day INTEGER NOT NULL,
      department TEXT NOT NULL,
      session TEXT NOT NULL,
      at INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      PRIMARY KEY (day, department, session)
    ) STRICT, WITHOUT ROWID;`,
  prepare: (db) => visitHandler(db, dayOf(db)),
};

/** After consignments and deadlines among the projections: they read what those made of an event. */
export const evaluationViews: readonly Projection[] = [clocks, marks, visits];

const dayOf = (db: Connection): ((at: number) => number) => {
  const basis = basisReader(db);
  return (at) => basis().calendar.numberAt(at);
};

interface ClockRow {
  readonly department: string;
  readonly startedAt: number;
  readonly dueAt: number;
  readonly endedAt: number | null;
  readonly pausedAt: number | null;
  readonly met: number | null;
}

const clockHandlers = (db: Connection, dayOf: (at: number) => number): Handlers => {
  const last = db.prepare<{ docket: string; clock: string }, ClockRow>(
    `SELECT department, startedAt, dueAt, endedAt, pausedAt, met FROM view_deadline INDEXED BY view_deadline_docket
     WHERE docket = :docket AND clock = :clock ORDER BY sequence DESC LIMIT 1`,
  );
  const started = writer<{ day: number; department: string; clock: string; sequence: number }>(
    db,
    `INSERT INTO view_evaluation_day (day, department, clock, started, met, inTime, took, firstStart, lastStart)
     VALUES (:day, :department, :clock, 1, 0, 0, x'', :sequence, :sequence)
     ON CONFLICT DO UPDATE SET started = started + 1, lastStart = excluded.lastStart`,
  );
  const met = writer<{ day: number; department: string; clock: string; inTime: number; took: Buffer }>(
    db,
    `UPDATE view_evaluation_day SET met = met + 1, inTime = inTime + :inTime, took = CAST(took || :took AS BLOB)
     WHERE day = :day AND department = :department AND clock = :clock`,
  );
  const move = (clock: ClockName, what: ClockMove, { sequence, stream, time }: AnyStoredEvent): void => {
    if (what === 'strike') return;
    const row = last.get({ docket: keyOf(stream), clock });
    if (!row) return;
    const { department, startedAt, dueAt, endedAt, pausedAt } = row;
    const day = dayOf(startedAt);
    if (what === 'start') {
      started({ day, department, clock, sequence });
      return;
    }
    // A clock that an earlier event ended is not met again.
    if (row.met !== 1 || endedAt !== Date.parse(time)) return;
    // One that rests is as late as it was when it was stopped.
    const inTime = (pausedAt ?? endedAt) <= dueAt ? 1 : 0;
    met({ day, department, clock, inTime, took: secondsOf(endedAt - startedAt) });
  };
  const follow = (event: AnyStoredEvent): void => {
    for (const [clock, what] of Object.entries(clockMoves(event)) as [ClockName, ClockMove][])
      move(clock, what, event);
  };
  return Object.fromEntries(CLOCK_EVENTS.map((type) => [type, follow]));
};

/** A clock put back between start and end took no time at all. */
const secondsOf = (ms: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(Math.min(Math.max(0, Math.round(ms / 1000)), 0xffff_ffff));
  return bytes;
};

const markHandlers = (db: Connection, dayOf: (at: number) => number): Handlers => {
  const insert = db.prepare(
    `INSERT INTO view_evaluation_mark (sequence, day, department, what, reason, docket, at)
     SELECT :sequence, :day, department, :what, :reason, docket, :at FROM view_consignment WHERE docket = :docket`,
  );
  const mark = ({ sequence, stream, time }: AnyStoredEvent, what: string, reason: string): void => {
    const at = Date.parse(time);
    insert.run({ sequence, day: dayOf(at), what, reason, docket: keyOf(stream), at });
  };
  return {
    ConsignmentRefused: (event) => mark(event, 'refused', event.payload.reason),
    // What is fetched back because nobody else reads it was not dropped wrongly.
    ConsignmentCorrected: (event) => {
      if (event.payload.reason !== 'circulation-ended') mark(event, 'discrepancy', 'corrected');
    },
    ConsignmentMissing: (event) => mark(event, 'discrepancy', 'missing'),
  };
};

const visitHandler = (db: Connection, dayOf: (at: number) => number): Handlers => {
  const insert = writer<{
    day: number;
    department: string;
    session: string;
    at: number;
    sequence: number;
  }>(
    db,
    `INSERT INTO view_evaluation_visit (day, department, session, at, sequence)
     VALUES (:day, :department, :session, :at, :sequence) ON CONFLICT DO NOTHING`,
  );
  return {
    ConsignmentCollected({ sequence, time, payload: { department, session } }) {
      const at = Date.parse(time);
      insert({ day: dayOf(at), department, session, at, sequence });
    },
  };
};
