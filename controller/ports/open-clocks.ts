import type { PayloadOf } from '../domain/events.ts';

/** A clock of a consignment that is running now: not paused, not stopped by what it waits for. */
export interface OpenClock {
  readonly docket: string;
  readonly document: string;
  readonly department: string;
  readonly urgency: PayloadOf<'DocumentRegistered'>['urgency'];
  readonly clock: 'sign-for' | 'handling';
  /** Sequence of the event that started it. */
  readonly since: number;
  /** When a reminder is due, and the deadline itself: UTC. */
  readonly remindAt: string;
  readonly due: string;
}
/** A department that left paper waiting for half a working day. */
export interface MissedVisit {
  readonly department: string;
  readonly from: string;
  readonly to: string;
  /** Of the event that says so. */
  readonly sequence: number;
}
/** What chasing asks of deadlines and the working calendar. */
export interface OpenClocks {
  /**
   * Running clocks with a reminder, or a deadline, up to this instant (inclusive) and after another, the earliest first;
   * of all papers, or of the urgent ones.
   */
  upTo(
    moment: 'remind' | 'due',
    instant: string,
    after?: string | null,
    which?: 'all' | 'urgent',
  ): readonly OpenClock[];
  /** The next reminder or deadline of any running clock after an instant; null when there is none. */
  next(moment: 'remind' | 'due', after: string): string | null;
  /** The running clocks of one piece. */
  of(docket: string): readonly OpenClock[];
  /** Half days that ended in this time (the start inclusive, the end exclusive), the earliest first. */
  missedVisits(range: { readonly from: string; readonly to: string }): readonly MissedVisit[];
  /** Of a date on the site's clocks, yyyy-MM-dd. */
  isWorkingDay(date: string): boolean;
}
