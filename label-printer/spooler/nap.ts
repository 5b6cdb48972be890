import type { Clock } from '#controller/ports/clock.ts';

/** A sleep that can be cut short; one at a time. */
export class Nap {
  readonly #clock: Clock;
  #wake: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves after `ms`, or as soon as `end` is called. Leaves no timer behind. */
  for(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        this.#wake = null;
        resolve();
      };
      const cancel = this.#clock.after(ms, done);
      this.#wake = done;
    });
  }

  end(): void {
    this.#wake?.();
  }
}
