import type { ClockName } from '../domain/catalogue/clock-settings.ts';
import type { Connection } from '../ledger/connection.ts';
import type { DeadlineMoment, DeadlineRow, Deadlines, MissedVisitRow } from '../ports/deadlines.ts';
import { openClockWalk } from './open-clock-walk.ts';
import { atOnce } from './page.ts';

interface Joined {
  readonly docket: string;
  readonly clock: ClockName;
  readonly department: string;
  readonly urgency: DeadlineRow['urgency'];
  readonly kind: string;
  readonly startedAt: number;
  readonly dueAt: number;
  readonly remindAt: number;
  readonly endedAt: number | null;
  readonly met: number | null;
  readonly pausedAt: number | null;
  readonly pauseReason: NonNullable<DeadlineRow['paused']>['reason'] | null;
  readonly sequence: number;
  readonly document: string | null;
  readonly number: string | null;
}
const columns = `v.docket, v.clock, v.department, v.urgency, v.kind, v.startedAt, v.dueAt, v.remindAt, v.endedAt, v.met,
  v.pausedAt, v.pauseReason, v.sequence,
  (SELECT c.document FROM view_consignment c WHERE c.docket = v.docket) AS document,
  (SELECT d.number FROM view_consignment c, view_document d WHERE c.docket = v.docket AND d.id = c.document) AS number`;

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
const read = (row: Joined): DeadlineRow => ({
  docket: row.docket,
  clock: row.clock,
  department: row.department,
  document: row.document ?? '',
  number: row.number ?? '',
  kind: row.kind,
  urgency: row.urgency,
  startedAt: iso(row.startedAt),
  dueAt: iso(row.dueAt),
  remindAt: iso(row.remindAt),
  metAt: row.met === 1 ? isoOrNull(row.endedAt) : null,
  struckAt: row.met === 0 ? isoOrNull(row.endedAt) : null,
  paused:
    row.pausedAt === null || row.endedAt !== null
      ? null
      : { since: iso(row.pausedAt), reason: row.pauseReason ?? 'other' },
  sequence: row.sequence,
});

export const deadlineQueries = (db: Connection): Deadlines => {
  const moments = { due: momentQueries(db, 'due'), remind: momentQueries(db, 'remind') };
  const ofDocket = db.prepare<{ docket: string }, Joined>(
    `SELECT ${columns} FROM view_deadline v WHERE v.docket = :docket ORDER BY v.sequence`,
  );
  const open = db.prepare<{ department: string; after: number; limit: number }, Joined>(
    `SELECT ${columns} FROM view_deadline v INDEXED BY view_deadline_open
     WHERE v.department = :department AND v.sequence > :after AND v.endedAt IS NULL
     ORDER BY v.sequence LIMIT :limit`,
  );
  const paused = db.prepare<{ after: number; limit: number }, Joined>(
    `SELECT ${columns} FROM view_deadline v INDEXED BY view_deadline_paused
     WHERE v.sequence > :after AND v.endedAt IS NULL AND v.pausedAt IS NOT NULL
     ORDER BY v.sequence LIMIT :limit`,
  );
  const counts = db.prepare<{ at: number }, { department: string; open: number; overdue: number }>(
    `SELECT department, count(*) AS open, sum(pausedAt IS NULL AND dueAt <= :at) AS overdue
     FROM view_deadline INDEXED BY view_deadline_open WHERE endedAt IS NULL GROUP BY department`,
  );
  const unvisited = db.prepare<{ since: number }, { department: string; waiting: number }>(
    `SELECT department, count(*) AS waiting FROM view_deadline v INDEXED BY view_deadline_open
     WHERE endedAt IS NULL AND clock = 'sign-for' AND pausedAt IS NULL AND startedAt <= :since
       AND coalesce((SELECT at FROM view_last_visit l WHERE l.department = v.department), 0) < :since
     GROUP BY department`,
  );
  const missed = db.prepare<{ from: string; to: string }, MissedVisitRow>(
    `SELECT department, fromAt AS "from", toAt AS "to", waiting, sequence FROM view_missed_visit
     WHERE toAt >= :from AND toAt < :to ORDER BY toAt, sequence`,
  );
  return {
    nextDeadline: (moment, after) => moments[moment].next(Date.parse(after)),
    deadlinesIn: (moment, range, limit, cursor) => moments[moment].page(range, atOnce(limit), cursor ?? null),
    deadlinesOf: (docket) => ofDocket.all({ docket }).map(read),
    openDeadlines: (department, limit, after = 0) =>
      open.all({ department, after, limit: atOnce(limit) }).map(read),
    pausedDeadlines: (limit, after = 0) => paused.all({ after, limit: atOnce(limit) }).map(read),
    deadlineCounts: (at) => counts.all({ at: Date.parse(at) }),
    openClocks: openClockWalk(db),
    unvisited: (since) => unvisited.all({ since: Date.parse(since) }),
    missedVisits: (range) => missed.all(range),
  };
};

/** The columns are from our own list; the conditions are those of the partial indices, word for word. */
const momentQueries = (db: Connection, moment: DeadlineMoment) => {
  const column = moment === 'due' ? 'dueAt' : 'remindAt';
  const running = 'endedAt IS NULL AND pausedAt IS NULL';
  const next = db
    .prepare<{ after: number }, number>(
      `SELECT ${column} FROM view_deadline INDEXED BY view_deadline_${moment}
       WHERE ${column} > :after AND ${running} ORDER BY ${column} LIMIT 1`,
    )
    .pluck();
  // `+ 0`: as above; SQLite looks at a bare bound limit.
  const pageBy = (index: string, only: string) =>
    db.prepare<{ at: number; sequence: number; before: number; limit: number }, Joined>(
      `SELECT ${columns} FROM view_deadline v INDEXED BY ${index}
       WHERE (v.${column}, v.sequence) > (:at, :sequence) AND v.${column} <= :before
         AND v.endedAt IS NULL AND v.pausedAt IS NULL ${only}
       ORDER BY v.${column}, v.sequence LIMIT :limit`,
    );
  const urgent = "AND v.urgency NOT IN ('none', 'pingji')";
  const pages = {
    all: pageBy(`view_deadline_${moment}`, ''),
    // The first look after a start would read every late paper of the house for the few that are urgent.
    urgent: pageBy(moment === 'remind' ? 'view_deadline_remind_urgent' : 'view_deadline_due', urgent),
  };
  return {
    next(after: number): string | null {
      const found = next.get({ after });
      return found === undefined ? null : iso(found);
    },
    page(
      { after, before, urgent: only = false }: Parameters<Deadlines['deadlinesIn']>[1],
      limit: number,
      cursor: Parameters<Deadlines['deadlinesIn']>[3],
    ): ReturnType<Deadlines['deadlinesIn']> {
      const from = cursor
        ? { at: Date.parse(cursor.at), sequence: cursor.sequence }
        : { at: after === null ? 0 : Date.parse(after), sequence: Number.MAX_SAFE_INTEGER };
      const page = only ? pages.urgent : pages.all;
      const found = page.all({ ...from, before: Date.parse(before), limit: limit + 1 });
      const rows = found.slice(0, limit).map(read);
      const last = rows.at(-1);
      const at = moment === 'due' ? last?.dueAt : last?.remindAt;
      const more = found.length > limit && last && at !== undefined;
      return { rows, next: more ? { at, sequence: last.sequence } : null };
    },
  };
};
