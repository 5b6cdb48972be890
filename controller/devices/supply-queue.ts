import type { OpenOrder } from '../ports/actuator.ts';
import type { Cancel, Clock } from '../ports/clock.ts';

/** Pause between two locks on one supply, ms: the dip of the first is over before the second draws. */
export const supplyGapMs = 300;

/** An order must wait, or is under way and ends with the instant from which no coil is powered, ms since 1970. */
export type Turn = { readonly waitMs: number } | { readonly done: Promise<number> | null };

/** Orders for the locks of one supply, whatever bus and cabinet they are on: one at a time, in order. */
export const supplyQueue = (clock: Clock, turn: (order: OpenOrder) => Turn) => {
  const queue: OpenOrder[] = [];
  let busy = false;
  let freeAt = 0;
  let cancel: Cancel | null = null;

  const later = (ms: number): void => {
    cancel ??= clock.after(ms, () => {
      cancel = null;
      next();
    });
  };
  const next = (): void => {
    while (!busy) {
      const order = queue[0];
      if (!order) return;
      const now = clock.now();
      if (now < freeAt) return later(freeAt - now);
      const result = turn(order);
      if ('waitMs' in result) return later(result.waitMs);
      queue.shift();
      if (!result.done) continue;
      busy = true;
      const free = (offAt: number): void => {
        busy = false;
        freeAt = Math.max(clock.now(), offAt) + supplyGapMs;
        next();
      };
      result.done.then(free, () => free(clock.now()));
    }
  };
  return {
    add(order: OpenOrder): void {
      queue.push(order);
      next();
    },
    get busy(): boolean {
      return busy || queue.length > 0;
    },
    /** Deals with everything queued at once, whatever the wait: for stopping, when nothing is sent any more. */
    flush(): void {
      cancel?.();
      cancel = null;
      for (const order of queue.splice(0)) turn(order);
    },
  };
};
