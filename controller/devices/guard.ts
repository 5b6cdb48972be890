import type { Cancel, Clock } from '../ports/clock.ts';

/** Pause before what the ledger did not take is offered again, ms. */
export const retryMs = 1000;

/** Stands between devices and a ledger that may fail: what could not be recorded is kept, and nothing moves meanwhile. */
export interface Guard {
  /** Runs the task; when it throws, keeps it and runs it again until it does not. Order is kept. */
  attempt(task: () => void): void;
  /** Runs the task unless something is being kept; when it throws, it is dropped: it will be made anew. */
  once(task: () => void): void;
  /** Why nothing may be actuated; null when all is recorded and the ledger is healthy. */
  halted(): string | null;
  stop(): void;
}

export const guard = (
  clock: Clock,
  health: () => { readonly ok: true } | { readonly ok: false; readonly why: string },
): Guard => {
  const backlog: (() => void)[] = [];
  let why: string | null = null;
  let cancel: Cancel = () => undefined;
  let stopped = false;
  const failed = (error: unknown): void => {
    why = error instanceof Error ? error.message : String(error);
    cancel();
    if (!stopped) cancel = clock.after(retryMs, work);
  };
  const work = (): void => {
    try {
      for (let task; (task = backlog[0]); backlog.shift()) task();
      why = null;
    } catch (error) {
      failed(error);
    }
  };
  return {
    attempt(task) {
      backlog.push(task);
      if (backlog.length === 1) work();
    },
    once(task) {
      if (backlog.length > 0) return;
      try {
        task();
      } catch (error) {
        failed(error);
      }
    },
    halted() {
      if (why !== null) return why;
      const now = health();
      return now.ok ? null : now.why;
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
};
