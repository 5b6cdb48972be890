import type { Cancel, Clock } from '../ports/clock.ts';
import { untilLocalTime } from './night-time.ts';

export interface NightlyParts {
  readonly clock: Clock;
  /** HH:MM on the clocks of `timeZone`. */
  readonly at: string;
  readonly timeZone: string;
  readonly work: () => Promise<unknown>;
  readonly onTrouble: (error: unknown) => void;
}

/** Does something every day at the same time of day. Returns how to stop: what is under way is waited for. */
export const nightly = ({ clock, at, timeZone, work, onTrouble }: NightlyParts): (() => Promise<void>) => {
  let stopped = false;
  let cancel: Cancel = () => undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  const wait = (): void => {
    if (stopped) return;
    cancel = clock.after(untilLocalTime(clock.now(), at, timeZone), () => {
      underWay = work().catch(onTrouble);
      void underWay.then(wait);
    });
  };
  wait();
  return async () => {
    stopped = true;
    cancel();
    await underWay;
  };
};
