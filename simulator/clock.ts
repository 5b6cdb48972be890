/** The simulator's only source of time; tests move it by hand. */
export interface SimClock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Runs `task` once after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, task: () => void): () => void;
}

/** The machine's own clock. `stop()` calls off everything still to come. */
export const systemClock = (): SimClock & { stop(): void } => {
  const timers = new Set<NodeJS.Timeout>();
  return {
    now: () => Date.now(),
    after: (ms, task) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        task();
      }, ms);
      timers.add(timer);
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
};
