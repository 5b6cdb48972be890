import type { ClockName } from '../domain/catalogue/clock-settings.ts';
import type { Deadline, RunningClock } from '../domain/clocks/deadline.ts';
import type { PayloadOf } from '../domain/events.ts';

/** One clock of one consignment, with what may be told of its document: never a title. Instants are UTC, ISO 8601. */
export interface DeadlineRow {
  readonly docket: string;
  /** `sign-for` runs from drop to pickup, `handling` from pickup to the end of the handling. */
  readonly clock: ClockName;
  readonly department: string;
  readonly document: string;
  readonly number: string;
  readonly kind: string;
  readonly urgency: PayloadOf<'DocumentRegistered'>['urgency'];
  readonly startedAt: string;
  /** While paused: where it would be if the clock went on at the instant it was stopped. */
  readonly dueAt: string;
  /** When a reminder is due, at or before `dueAt`. */
  readonly remindAt: string;
  /** When what it waits for was done; null while it is open, and for one that was struck. */
  readonly metAt: string | null;
  /** When it was struck without being met: the piece was refused, returned, recalled, … */
  readonly struckAt: string | null;
  readonly paused: { readonly since: string; readonly reason: PayloadOf<'ClockPaused'>['reason'] } | null;
  /** Of the event that started it: names this run of the clock. */
  readonly sequence: number;
}

/** What happens to a running clock by itself. */
export type DeadlineMoment = 'remind' | 'due';
/** Where a list of moments goes on. */
export interface DeadlineCursor {
  /** The moment of the last row, UTC. */
  readonly at: string;
  readonly sequence: number;
}
export interface DeadlinePage {
  /** In the order of the moment asked for, then of their start. */
  readonly rows: readonly DeadlineRow[];
  /** Null at the end. */
  readonly next: DeadlineCursor | null;
}
export interface MissedVisitRow {
  readonly department: string;
  readonly from: string;
  readonly to: string;
  readonly waiting: number;
  readonly sequence: number;
}

/** An open clock as it is computed with; instants are UTC ms. */
export interface OpenClock extends RunningClock, Deadline {
  readonly sequence: number;
  readonly docket: string;
  readonly department: string;
}
/** Where a walk over all open clocks goes on. */
export type OpenClockCursor = Pick<OpenClock, 'department' | 'sequence'>;

/** Deadlines as the views know them. Running clocks only where a moment is asked for: neither paused, met nor struck. */
export interface Deadlines {
  /** The first such moment of any running clock after an instant (exclusive); null when there is none. */
  nextDeadline(moment: DeadlineMoment, after: string): string | null;
  /**
   * Running clocks with that moment after `after` (exclusive; null: from the beginning) and up to `before`
   * (inclusive); `urgent`: those of urgent papers alone. `limit`: 1 to 1,000.
   */
  deadlinesIn(
    moment: DeadlineMoment,
    range: { readonly after: string | null; readonly before: string; readonly urgent?: boolean },
    limit: number,
    cursor?: DeadlineCursor | null,
  ): DeadlinePage;
  /** Every clock of a consignment, oldest first. */
  deadlinesOf(docket: string): DeadlineRow[];
  /** Open clocks of a department, paused ones too, by start; `after`: sequence of the last one had. `limit`: 1 to 1,000. */
  openDeadlines(department: string, limit: number, after?: number): DeadlineRow[];
  /** Clocks that are stopped, by start; `after`: sequence of the last one had. `limit`: 1 to 1,000. */
  pausedDeadlines(limit: number, after?: number): DeadlineRow[];
  /** How many clocks are open, and how many of the running ones were due at an instant, by department. */
  deadlineCounts(at: string): {
    readonly department: string;
    readonly open: number;
    readonly overdue: number;
  }[];
  /** Every open clock, paused ones too, once; those of a department by start, many together. `limit`: 1 to 5,000. */
  openClocks(after: OpenClockCursor | null, limit: number): OpenClock[];
  /**
   * Departments for which pieces have waited since an instant (their sign-for clocks are not paused), and that have
   * taken or refused nothing since.
   */
  unvisited(since: string): { readonly department: string; readonly waiting: number }[];
  /** Half working days on which a department left paper waiting, that ended in this time, oldest first. */
  missedVisits(range: { readonly from: string; readonly to: string }): MissedVisitRow[];
}
