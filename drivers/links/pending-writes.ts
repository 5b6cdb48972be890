import type { Cancel, Clock } from '#controller/ports/clock.ts';
import type { WriteOutcome } from '../link.ts';

/** Writes under way: each resolves exactly once, by its completion, its time limit, or the end of the link. */
export class PendingWrites {
  readonly #clock: Clock;
  readonly #open = new Set<(outcome: WriteOutcome) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * `start` begins the write in this very call and reports through `done`. `late` runs when the time is up
   * first: what is stuck then must not leave later, so the link has to be thrown away.
   */
  run(
    timeoutMs: number,
    start: (done: (error: unknown) => void) => void,
    late: () => void,
  ): Promise<WriteOutcome> {
    return new Promise((resolve) => {
      let cancel: Cancel | null = null;
      const settle = (outcome: WriteOutcome): void => {
        if (!this.#open.delete(settle)) return;
        cancel?.();
        resolve(outcome);
      };
      this.#open.add(settle);
      start((error) => settle(error ? { kind: 'unknown', why: String(error) } : { kind: 'written' }));
      if (!this.#open.has(settle)) return;
      cancel = this.#clock.after(timeoutMs, () => {
        settle({ kind: 'unknown', why: `not written within ${timeoutMs} ms` });
        late();
      });
    });
  }

  /** Resolves everything under way: nobody can tell how much of it left. */
  end(why: string): void {
    for (const settle of [...this.#open]) settle({ kind: 'unknown', why });
  }
}

/** Longest a write may take when the caller does not say, ms. */
export const writeTimeoutMs = 1000;
/** Longest an opening may take when the caller does not say, ms. */
export const openTimeoutMs = 3000;
