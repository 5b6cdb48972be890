import type { Cancel, Clock } from '#controller/ports/clock.ts';

/** A clock that moves only when told to; due tasks run in order of their time. */
export class ManualClock implements Clock {
  #now: number;
  /** By how much it was set since the start, ms. */
  #off = 0;
  #next = 0;
  #tasks = new Map<number, { at: number; task: () => void }>();
  readonly #settled: () => Promise<void>;

  /** `settled` is waited for before time moves on: by default pending promises alone, nothing real. */
  constructor(start = '2026-06-18T01:00:00.000Z', settled = settle) {
    this.#now = Date.parse(start);
    this.#settled = settled;
  }

  now(): number {
    return this.#now + this.#off;
  }
  /** What it would show had it never been set: the time that passed. */
  get passed(): number {
    return this.#now;
  }
  /** Sets it forwards, or back, as a clock on a wall: what waits counts the time that passes. */
  set(ms: number): void {
    this.#off += ms;
  }

  after(ms: number, task: () => void): Cancel {
    const id = this.#next++;
    this.#tasks.set(id, { at: this.#now + ms, task });
    return () => void this.#tasks.delete(id);
  }

  /** Tasks not yet run: a test that ends with some has left something running. */
  get pending(): number {
    return this.#tasks.size;
  }

  /** Moves time forward, running what falls due on the way; between two tasks pending promises settle. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.#settled();
      let due: { readonly id: number; readonly at: number; readonly task: () => void } | undefined;
      // Ids grow: of those due at one instant the one that was asked for first.
      for (const [id, { at, task }] of this.#tasks)
        if (at <= end && (due === undefined || at < due.at)) due = { id, at, task };
      if (!due) break;
      this.#tasks.delete(due.id);
      this.#now = Math.max(this.#now, due.at);
      due.task();
    }
    this.#now = end;
    await this.#settled();
  }
}

export const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
