import type { ClockSettings, OfficeDay } from '../domain/catalogue/clock-settings.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { DeadlineRow } from './deadlines.ts';

/** How the computing of all open deadlines stands. */
export interface DeadlineRecomputation {
  readonly running: Pick<PayloadOf<'DeadlinesRecomputed'>, 'reason' | 'looked' | 'moved'> | null;
  /** The last one that came to its end since the start; `at`: UTC. */
  readonly last: (PayloadOf<'DeadlinesRecomputed'> & { readonly at: string }) | null;
}

/** What somebody is about to change. */
export interface ClockChange {
  /** Null: as they are. */
  readonly settings: ClockSettings | null;
  readonly set: readonly OfficeDay[];
  /** Dates of the office's own days to be taken out. */
  readonly remove: readonly string[];
}
/** What that would do to the open clocks. */
export interface ClockEffect {
  readonly open: number;
  readonly earlier: number;
  readonly later: number;
  /** Not overdue now, overdue then; and the reverse. */
  readonly becomeOverdue: number;
  readonly noLongerOverdue: number;
  /** Some that move, the farthest first. `dueThen`: UTC. */
  readonly examples: readonly {
    readonly row: DeadlineRow;
    readonly dueThen: string;
  }[];
}

/** Deadlines as the office page reaches them. */
export interface ClockDesk {
  recomputation(): DeadlineRecomputation;
  /** Times the machine's clock was found elsewhere, the newest first. `at`: when that was recorded, UTC. */
  jumps(most: number): (PayloadOf<'ClockJumped'> & { readonly at: string })[];
  /** Computes over all open clocks, a stretch at a time; nothing is kept. */
  preview(change: ClockChange): Promise<ClockEffect>;
}
