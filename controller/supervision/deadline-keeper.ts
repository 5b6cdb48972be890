import { basisOf, clockBook } from '../domain/clocks/clock-book.ts';
import { deadlineOf, type ClockBasis } from '../domain/clocks/deadline.ts';
import type { StatutoryCalendar } from '../domain/catalogue/clock-settings.ts';
import type { StreamId } from '../domain/event.ts';
import type { EventDraft, PayloadOf } from '../domain/events.ts';
import { instantOf, type Cancel, type Clock } from '../ports/clock.ts';
import type { DeadlineRecomputation } from '../ports/clock-desk.ts';
import type { Deadlines, OpenClock, OpenClockCursor } from '../ports/deadlines.ts';
import type { Desk } from '../ports/desk.ts';
import type { Ledger } from '../ports/ledger.ts';
import { untilLocalTime } from './night-time.ts';

type Reason = PayloadOf<'DeadlinesRecomputed'>['reason'];

export interface DeadlineKeeperDeps {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly ledger: Pick<Ledger, 'onAppended'>;
  readonly views: Pick<Deadlines, 'openClocks'>;
  /** Holidays as this program knows them, from a year on. */
  readonly holidays: (firstYear: number, timeZone: string) => StatutoryCalendar;
  readonly timeZone: string;
  /** HH:MM on the site's clocks: when everything is computed anew, to be sure. */
  readonly at: string;
  readonly onTrouble: (error: unknown) => void;
}

/** Open clocks looked at in one go, a few milliseconds' work; between two goes everything else has its turn. */
export const CHUNK = 2_000;
/** Alarm clocks follow the wall clock, which may be set right meanwhile: none is trusted for longer. */
const HOUR = 3_600_000;
/** Rest after the ledger could not be written, ms. */
const AGAIN = 60_000;

/** What makes deadlines move, and the reason that is recorded. */
const CAUSES = {
  ClockSettingsSaved: 'settings',
  OfficeDaySet: 'calendar',
  OfficeDayRemoved: 'calendar',
  CalendarAdopted: 'calendar',
} as const;

const deadlineStream: StreamId = 'site:deadlines';
const by = { actor: 'system', station: null, cause: 'deadlines' } as const;

interface Run {
  readonly reason: Reason;
  cursor: OpenClockCursor | null;
  looked: number;
  moved: number;
  overdue: number;
}

/**
 * Keeps open deadlines what they would be if each were computed now: at the start, every night, and whenever settings
 * or calendar change, a stretch at a time. Each stretch that moves is an event; the view computes it from there.
 */
export class DeadlineKeeper {
  readonly #deps: DeadlineKeeperDeps;
  #run: Run | null = null;
  #last: DeadlineRecomputation['last'] = null;
  #step: Cancel = () => undefined;
  #night: Cancel = () => undefined;
  #nightAt = 0;
  #unlisten: Cancel = () => undefined;

  constructor(deps: DeadlineKeeperDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#unlisten = this.#deps.ledger.onAppended((events) => {
      for (const { type } of events) if (type in CAUSES) this.recompute(CAUSES[type as keyof typeof CAUSES]);
    });
    this.replan();
    this.#adopt();
    if (!this.#run) this.recompute('start');
  }

  stop(): void {
    this.#unlisten();
    this.#step();
    this.#night();
  }

  view(): DeadlineRecomputation {
    const run = this.#run;
    return { running: run && { reason: run.reason, looked: run.looked, moved: run.moved }, last: this.#last };
  }

  /** From the first open clock on, whatever was under way. */
  recompute(reason: Reason): void {
    this.#step();
    this.#run = { reason, cursor: null, looked: 0, moved: 0, overdue: 0 };
    this.#step = this.#deps.clock.after(0, () => this.#go());
  }

  /** Finds the next night afresh, after the clock was found elsewhere. */
  replan(): void {
    const { clock, at, timeZone } = this.#deps;
    this.#nightAt = clock.now() + untilLocalTime(clock.now(), at, timeZone);
    this.#arm();
  }

  #arm(): void {
    const { clock } = this.#deps;
    this.#night();
    this.#night = clock.after(Math.min(Math.max(0, this.#nightAt - clock.now()), HOUR), () => {
      if (clock.now() < this.#nightAt) return this.#arm();
      this.replan();
      this.#adopt();
      if (!this.#run) this.recompute('night');
    });
  }

  /** Holidays of last year on, as this program knows them now; nothing when they are in force already. */
  #adopt(): void {
    const { clock, desk, holidays, timeZone, onTrouble } = this.#deps;
    const statutory = holidays(new Date(clock.now()).getUTCFullYear() - 1, timeZone);
    try {
      desk.decide(clockBook, 'clocks', { type: 'AdoptCalendar', statutory }, by);
    } catch (error) {
      onTrouble(error);
    }
  }

  #go(): void {
    const { clock, onTrouble } = this.#deps;
    const run = this.#run;
    if (!run) return;
    try {
      const more = this.#stretch(run);
      if (!more) this.#end(run);
      else this.#step = clock.after(0, () => this.#go());
    } catch (error) {
      onTrouble(error);
      this.#step = clock.after(AGAIN, () => this.#go());
    }
  }

  /** Whether there is more after it. */
  #stretch(run: Run): boolean {
    const { views, desk, clock } = this.#deps;
    const clocks = views.openClocks(run.cursor, CHUNK);
    const basis = basisOf(desk.state(clockBook, 'clocks').state);
    const found = compare(clocks, basis, clock.now());
    const events: EventDraft[] = found.stretches.map((stretch) => ({
      type: 'DeadlinesMoved',
      payload: { reason: run.reason, ...stretch },
    }));
    if (events.length > 0) desk.append([{ stream: deadlineStream, events }], by);
    run.looked += clocks.length;
    run.moved += found.moved;
    run.overdue += found.overdue;
    const last = clocks.at(-1);
    if (last) run.cursor = { department: last.department, sequence: last.sequence };
    return clocks.length === CHUNK;
  }

  #end({ reason, looked, moved, overdue }: Run): void {
    const { desk, clock } = this.#deps;
    const told = { reason, looked, moved, overdue };
    // A night on which nothing moved is no news.
    if (moved > 0 || reason === 'settings' || reason === 'calendar')
      desk.append([{ stream: deadlineStream, events: [{ type: 'DeadlinesRecomputed', payload: told }] }], by);
    this.#last = { ...told, at: instantOf(clock) };
    this.#run = null;
  }
}

type Stretch = Omit<PayloadOf<'DeadlinesMoved'>, 'reason'>;

/** Which of some clocks, department by department, are elsewhere than they would be now. */
const compare = (clocks: readonly OpenClock[], basis: ClockBasis, now: number) => {
  const stretches: Stretch[] = [];
  let [moved, overdue] = [0, 0];
  for (const one of clocks) {
    const { dueAt, remindAt } = deadlineOf(basis, one);
    if (dueAt === one.dueAt && remindAt === one.remindAt) continue;
    moved++;
    if (dueAt <= now && one.dueAt > now) overdue++;
    const { department, sequence } = one;
    const open = stretches.at(-1);
    if (open?.department === department)
      stretches[stretches.length - 1] = { ...open, upTo: sequence, moved: open.moved + 1 };
    else stretches.push({ department, after: sequence - 1, upTo: sequence, moved: 1 });
  }
  return { stretches, moved, overdue };
};
