import { chineseHolidays } from '../domain/clocks/chinese-holidays.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClockDesk } from '../ports/clock-desk.ts';
import type { Deadlines } from '../ports/deadlines.ts';
import type { Desk } from '../ports/desk.ts';
import type { Ledger } from '../ports/ledger.ts';
import { previewClocks } from '../supervision/clock-preview.ts';
import { ClockWatch, wallClockStream } from '../supervision/clock-watch.ts';
import { DeadlineKeeper } from '../supervision/deadline-keeper.ts';
import { judgeVisits } from '../supervision/visit-judge.ts';

interface Parts {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly ledger: Ledger;
  readonly views: Deadlines;
  readonly timeZone: string;
  /** HH:MM on the site's clocks: when deadlines are computed anew every night. */
  readonly nightly: string;
  readonly onTrouble: (error: unknown) => void;
}

/** Deadlines, visits and the machine's clock, watched together. `start` before any door can open. */
export const clockDesk = (parts: Parts): ClockDesk & { start(): void; stop(): void } => {
  const { ledger, onTrouble, nightly: at } = parts;
  const keeper = new DeadlineKeeper({ ...parts, at, holidays: chineseHolidays });
  const visits = (): void => {
    try {
      judgeVisits(parts);
    } catch (error) {
      onTrouble(error);
    }
  };
  const watch = new ClockWatch({
    ...parts,
    onMinute: visits,
    onJump() {
      keeper.replan();
      keeper.recompute('clock-jump');
    },
  });
  return {
    start() {
      watch.start();
      keeper.start();
      visits();
    },
    stop() {
      watch.stop();
      keeper.stop();
    },
    recomputation: () => keeper.view(),
    jumps: (most) =>
      ledger
        .stream(wallClockStream)
        .filter((event) => event.type === 'ClockJumped')
        .slice(-most)
        .reverse()
        .map(({ payload, time }) => ({ ...payload, at: time })),
    preview: (change) => previewClocks(parts, change),
  };
};
