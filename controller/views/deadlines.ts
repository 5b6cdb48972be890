import { CLOCK_EVENTS, clockMoves } from '../domain/clocks/clock-moves.ts';
import { deadlineOf, type ClockBasis, type RunningClock } from '../domain/clocks/deadline.ts';
import type { ClockName } from '../domain/catalogue/clock-settings.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Handlers, Projection } from '../ledger/projector.ts';
import { writer } from '../ledger/statement.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import { basisReader, clockBasisHandlers, clockBasisTable } from './clock-basis.ts';
import { pausesIn, pausesOf } from './open-clock-walk.ts';
import { keyOf } from './page.ts';

/** A clock as it is stored; instants are UTC ms. */
interface StoredClock {
  readonly sequence: number;
  readonly docket: string;
  readonly clock: ClockName;
  readonly urgency: PayloadOf<'DocumentRegistered'>['urgency'];
  readonly kind: string;
  readonly startedAt: number;
  readonly dueAt: number;
  readonly remindAt: number;
  readonly pausedAt: number | null;
  /** Rests that are over, as JSON; null when there were none. */
  readonly pauses: string | null;
}
const clockColumns = 'sequence, docket, clock, urgency, kind, startedAt, dueAt, remindAt, pausedAt, pauses';

/** The clocks of all consignments, and when they are due under the settings in force when that was last computed. */
export const deadlines: Projection = {
  name: 'deadlines',
  revision: 4,
  tables: `${clockBasisTable}
    CREATE TABLE view_deadline (
      sequence INTEGER PRIMARY KEY,
      docket TEXT NOT NULL,
      clock TEXT NOT NULL,
      department TEXT NOT NULL,
      urgency TEXT NOT NULL,
      kind TEXT NOT NULL,
      startedAt INTEGER NOT NULL,
      dueAt INTEGER NOT NULL,
      remindAt INTEGER NOT NULL,
      endedAt INTEGER,
      met INTEGER,
      pausedAt INTEGER,
      pauseReason TEXT,
      pauses TEXT
    ) STRICT;
    CREATE INDEX view_deadline_docket ON view_deadline (docket, sequence);
    CREATE INDEX view_deadline_open ON view_deadline (department, sequence) WHERE endedAt IS NULL;
    CREATE INDEX view_deadline_due ON view_deadline (dueAt, sequence) WHERE endedAt IS NULL AND pausedAt IS NULL;
    CREATE INDEX view_deadline_remind ON view_deadline (remindAt, sequence)
      WHERE endedAt IS NULL AND pausedAt IS NULL;
    CREATE INDEX view_deadline_remind_urgent ON view_deadline (remindAt, sequence)
      WHERE endedAt IS NULL AND pausedAt IS NULL AND urgency NOT IN ('none', 'pingji');
    CREATE INDEX view_deadline_paused ON view_deadline (sequence) WHERE endedAt IS NULL AND pausedAt IS NOT NULL;
    CREATE TABLE view_last_visit (department TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE view_missed_visit (
      sequence INTEGER PRIMARY KEY,
      department TEXT NOT NULL,
      fromAt TEXT NOT NULL,
      toAt TEXT NOT NULL,
      waiting INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX view_missed_visit_at ON view_missed_visit (toAt, sequence);`,
  prepare(db) {
    const basis = basisReader(db);
    return {
      ...clockBasisHandlers(db),
      ...clockHandlers(db, basis),
      ...pauseHandlers(db, basis),
      ...movedHandler(db, basis),
      ...missedHandler(db),
    };
  },
};

interface Subject {
  readonly department: string;
  readonly urgency: StoredClock['urgency'] | null;
  readonly kind: string | null;
}

/** Starts and ends clocks as `clockMoves` says. */
const clockHandlers = (db: Connection, basis: () => ClockBasis): Handlers => {
  const subject = db.prepare<{ docket: string }, Subject>(
    `SELECT c.department, json_extract(d.row, '$.urgency') AS urgency, json_extract(d.row, '$.kind') AS kind
     FROM view_consignment c LEFT JOIN view_document d ON d.id = c.document WHERE c.docket = :docket`,
  );
  const insert = writer<{
    sequence: number;
    docket: string;
    clock: string;
    department: string;
    urgency: string;
    kind: string;
    startedAt: number;
    dueAt: number;
    remindAt: number;
  }>(
    db,
    `INSERT INTO view_deadline (sequence, docket, clock, department, urgency, kind, startedAt, dueAt, remindAt)
     VALUES (:sequence, :docket, :clock, :department, :urgency, :kind, :startedAt, :dueAt, :remindAt)`,
  );
  const end = writer<{ docket: string; clock: string; at: number; met: number }>(
    db,
    `UPDATE view_deadline SET endedAt = :at, met = :met
     WHERE docket = :docket AND clock = :clock AND endedAt IS NULL`,
  );
  const visit = writer<{ docket: string; at: number }>(
    db,
    `INSERT OR REPLACE INTO view_last_visit (department, at)
     SELECT department, :at FROM view_consignment WHERE docket = :docket`,
  );
  const start = (sequence: number, docket: string, clock: ClockName, startedAt: number): void => {
    const found = subject.get({ docket });
    if (!found) return;
    const { department } = found;
    const urgency = found.urgency ?? 'none';
    const kind = found.kind ?? '';
    const deadline = deadlineOf(basis(), { clock, urgency, kind, startedAt, pauses: [] });
    insert({ sequence, docket, clock, department, urgency, kind, startedAt, ...deadline });
  };
  const follow = (event: AnyStoredEvent): void => {
    const { sequence, type, stream, time } = event;
    const docket = keyOf(stream);
    const at = Date.parse(time);
    if (type === 'ConsignmentCollected' || type === 'ConsignmentRefused') visit({ docket, at });
    for (const [clock, move] of Object.entries(clockMoves(event)) as [ClockName, string][]) {
      end({ docket, clock, at, met: move === 'meet' ? 1 : 0 });
      if (move === 'start') start(sequence, docket, clock, at);
    }
  };
  return Object.fromEntries(CLOCK_EVENTS.map((type) => [type, follow]));
};

/** Stops a clock and lets it go on; what it waits for is due so much later. */
const pauseHandlers = (db: Connection, basis: () => ClockBasis): Handlers => {
  const open = db.prepare<{ docket: string; clock: string }, StoredClock>(
    `SELECT ${clockColumns} FROM view_deadline WHERE docket = :docket AND clock = :clock AND endedAt IS NULL`,
  );
  const put = db.prepare(
    `UPDATE view_deadline SET pausedAt = :pausedAt, pauseReason = :pauseReason, pauses = :pauses,
       dueAt = :dueAt, remindAt = :remindAt WHERE sequence = :sequence`,
  );
  const write = (row: StoredClock, pauseReason: string | null): void => {
    const { sequence, pausedAt, pauses } = row;
    put.run({ sequence, pausedAt, pauses, pauseReason, ...deadlineOf(basis(), runningOf(row)) });
  };
  return {
    ClockPaused({ stream, time, payload: { clock, reason } }) {
      const row = open.get({ docket: keyOf(stream), clock });
      if (row?.pausedAt === null) write({ ...row, pausedAt: Date.parse(time) }, reason);
    },
    ClockResumed({ stream, time, payload: { clock } }) {
      const row = open.get({ docket: keyOf(stream), clock });
      if (!row || row.pausedAt === null) return;
      const pauses = [...pausesIn(row.pauses), [row.pausedAt, Date.parse(time)]];
      write({ ...row, pausedAt: null, pauses: JSON.stringify(pauses) }, null);
    },
  };
};

const movedHandler = (db: Connection, basis: () => ClockBasis): Handlers => {
  const stretch = db.prepare<{ department: string; after: number; upTo: number }, StoredClock>(
    `SELECT ${clockColumns} FROM view_deadline INDEXED BY view_deadline_open
     WHERE department = :department AND sequence > :after AND sequence <= :upTo AND endedAt IS NULL`,
  );
  const move = writer<{ sequence: number; dueAt: number; remindAt: number }>(
    db,
    'UPDATE view_deadline SET dueAt = :dueAt, remindAt = :remindAt WHERE sequence = :sequence',
  );
  return {
    DeadlinesMoved({ payload: { department, after, upTo } }) {
      const now = basis();
      for (const row of stretch.all({ department, after, upTo })) {
        const { dueAt, remindAt } = deadlineOf(now, runningOf(row));
        if (dueAt !== row.dueAt || remindAt !== row.remindAt)
          move({ sequence: row.sequence, dueAt, remindAt });
      }
    },
  };
};

const missedHandler = (db: Connection): Handlers => {
  const insert = db.prepare(
    `INSERT INTO view_missed_visit (sequence, department, fromAt, toAt, waiting)
     VALUES (:sequence, :department, :from, :to, :waiting)`,
  );
  return {
    VisitMissed: ({ sequence, stream, payload }) =>
      void insert.run({ sequence, department: keyOf(stream), ...payload }),
  };
};

/** A stored clock as the domain computes with it. */
const runningOf = ({ clock, urgency, kind, startedAt, pausedAt, pauses }: StoredClock): RunningClock => ({
  ...{ clock, urgency, kind, startedAt },
  pauses: pausesOf(pausedAt, pauses),
});
