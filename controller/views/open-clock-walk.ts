import type { ClockPause, RunningClock } from '../domain/clocks/deadline.ts';
import type { Connection } from '../ledger/connection.ts';
import type { OpenClock, OpenClockCursor } from '../ports/deadlines.ts';

/**
 * So many sequences are walked together, department by department. Rows lie on the disk by sequence: their pages are
 * still in the cache when the next department is looked at, and one department's rows are still one stretch.
 */
const TOGETHER = 250_000;

/** In the order of the columns below. */
type Row = readonly [
  ...[sequence: number, docket: string, department: string, clock: OpenClock['clock']],
  ...[urgency: OpenClock['urgency'], kind: string, startedAt: number, dueAt: number, remindAt: number],
  ...[pausedAt: number | null, pauses: string | null],
];
interface Stretch {
  readonly department: string;
  /** Sequences after this one … */
  readonly after: number;
  /** … and up to this one. */
  readonly upTo: number;
}

/** Every open clock, a part at a time; each call goes on after the last row of the one before. */
export const openClockWalk = (db: Connection) => {
  const first = db
    .prepare<{ after: number; department: string }, number>(
      `SELECT sequence FROM view_deadline INDEXED BY view_deadline_open
       WHERE department = :department AND sequence > :after AND endedAt IS NULL ORDER BY sequence LIMIT 1`,
    )
    .pluck();
  const following = db
    .prepare<{ department: string }, string>(
      `SELECT department FROM view_deadline INDEXED BY view_deadline_open
       WHERE department > :department AND endedAt IS NULL ORDER BY department LIMIT 1`,
    )
    .pluck();
  const rows = db
    .prepare<Stretch & { limit: number }, Row>(
      `SELECT sequence, docket, department, clock, urgency, kind, startedAt, dueAt, remindAt, pausedAt, pauses
       FROM view_deadline INDEXED BY view_deadline_open
       WHERE department = :department AND sequence > :after AND sequence <= :upTo AND endedAt IS NULL
       ORDER BY sequence LIMIT :limit`,
    )
    .raw();
  /** From one department to the next by the index, not by all its rows. */
  const departmentsAfter = (department: string): string[] => {
    const found: string[] = [];
    for (
      let next = following.get({ department });
      next !== undefined;
      next = following.get({ department: next })
    )
      found.push(next);
    return found;
  };
  function* stretches(cursor: OpenClockCursor | null): Generator<Stretch> {
    let upTo = 0;
    if (cursor) {
      const { department, sequence } = cursor;
      upTo = endOf(sequence);
      yield { department, after: sequence, upTo };
      for (const each of departmentsAfter(department))
        yield { department: each, after: upTo - TOGETHER, upTo };
    }
    for (;;) {
      const all = departmentsAfter('');
      const next = Math.min(...all.map((department) => first.get({ department, after: upTo }) ?? Infinity));
      if (next === Infinity) return;
      upTo = endOf(next);
      for (const department of all) yield { department, after: upTo - TOGETHER, upTo };
    }
  }
  return (cursor: OpenClockCursor | null, limit: number): OpenClock[] => {
    const found: OpenClock[] = [];
    for (const stretch of stretches(cursor)) {
      for (const row of rows.all({ ...stretch, limit: limit - found.length })) found.push(read(row));
      if (found.length >= limit) break;
    }
    return found;
  };
};

const endOf = (sequence: number): number => Math.ceil(sequence / TOGETHER) * TOGETHER;

const read = (row: Row): OpenClock => {
  const [sequence, docket, department, clock, urgency, kind, startedAt, dueAt, remindAt, pausedAt, over] =
    row;
  const pauses = pausesOf(pausedAt, over);
  return { sequence, docket, department, clock, urgency, kind, startedAt, dueAt, remindAt, pauses };
};

const never: RunningClock['pauses'] = [];
/** Rests that are over (as JSON), and the one that lasts. */
export const pausesOf = (pausedAt: number | null, over: string | null): RunningClock['pauses'] => {
  if (pausedAt === null && over === null) return never;
  const pauses = pausesIn(over).map(([from, to]): ClockPause => ({ from, to }));
  return pausedAt === null ? pauses : [...pauses, { from: pausedAt, to: null }];
};
export const pausesIn = (stored: string | null): [number, number][] =>
  stored === null ? [] : (JSON.parse(stored) as [number, number][]);
