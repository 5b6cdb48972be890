import { basisOf, clockBook } from '../domain/clocks/clock-book.ts';
import { dayAt, startOfDay } from '../domain/days.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { DailySheets } from '../ports/reconciliation.ts';
import { untilLocalTime } from './night-time.ts';

export interface DailySheetWatchDeps {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly views: DailySheets;
  readonly timeZone: string;
  /** HH:MM on the site's clocks. */
  readonly at: string;
  /** Draws one up, and prints it where that is wanted. */
  readonly draw: () => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
}
/** Clocks may be set meanwhile: none is trusted for longer. */
const HOUR = 3_600_000;

/** Has the sheet of each working day drawn up at its time, once; after a start later on the day too. */
export class DailySheetWatch {
  readonly #deps: DailySheetWatchDeps;
  #cancel: Cancel = () => undefined;
  #stopped = false;

  constructor(deps: DailySheetWatchDeps) {
    this.#deps = deps;
  }

  /** Looks now, and at the time of every day, until stopped. */
  start(): void {
    const { clock, draw, onTrouble } = this.#deps;
    const drawn = this.#isDue() ? draw() : Promise.resolve();
    drawn.catch(onTrouble).finally(() => {
      if (this.#stopped) return;
      const { at, timeZone } = this.#deps;
      const rest = Math.min(untilLocalTime(clock.now(), at, timeZone), HOUR);
      this.#cancel = clock.after(rest, () => this.start());
    });
  }
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #isDue(): boolean {
    const { clock, desk, views, timeZone, at } = this.#deps;
    const now = clock.now();
    const today = dayAt(now, timeZone);
    const [hour = 0, minute = 0] = at.split(':').map(Number);
    const since = Date.parse(startOfDay(today, timeZone)) + (hour * 60 + minute) * 60_000;
    if (now < since) return false;
    const { calendar } = basisOf(desk.state(clockBook, 'clocks').state);
    if (calendar.day(calendar.numberAt(now)).spans.length === 0) return false;
    const { rows } = views.dailySheets({ limit: 50 });
    return !rows.some(({ date, drawnBy }) => date === today && drawnBy === 'system');
  }
}
