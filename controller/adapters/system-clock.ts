import type { Cancel, Clock } from '../ports/clock.ts';

/** The machine's clock. Delays run on the monotonic timer, so a corrected wall clock neither hurries nor stalls them. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms: number, task: () => void): Cancel {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
