import type { Cancel, Clock } from '#controller/ports/clock.ts';

/** A clock that moves only when told to; due tasks run in order of their time. */
export class ManualClock implements Clock {
  #now: number;
  #next = 0;
  #tasks = new Map<number, { at: number; task: () => void }>();

  constructor(start = '2026-06-18T01:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now;
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
      await settle();
      const due = [...this.#tasks]
        .filter(([, t]) => t.at <= end)
        .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
      if (!due) break;
      this.#tasks.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].task();
    }
    this.#now = end;
    await settle();
  }
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
