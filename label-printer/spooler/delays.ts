/** Milliseconds unless said otherwise. */
export const SPOOLER_DELAYS = {
  /** Between looks at a printer that needs a person, or whose job was not taken: the last one repeats. */
  backOff: [1000, 2000, 4000, 8000, 15_000, 30_000],
  /** Between looks at a printer that is working off what it took. */
  settle: [100, 200, 300, 500, 1000, 2000, 5000],
  /** Between looks at a printer with nothing to do, so that an empty roll is seen before it is needed. */
  idle: 15_000,
  /** A printer that took a label and then says nothing for so long leaves it in doubt. */
  silence: 120_000,
  /** Looks in a row (not ms) at which a printer that took a label cannot be reached: it may have lost its memory. */
  lostLooks: 5,
} as const;

/** The n-th of `delays`, counted from 0; the last one repeats. */
export const delayAt = (delays: readonly number[], n: number): number =>
  delays[Math.min(n, delays.length - 1)] ?? 0;
