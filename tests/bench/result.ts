/** One line of `npm run bench`. */
export interface BenchResult {
  readonly name: string;
  readonly median: number;
  readonly p99: number;
  /** Of median and p99, e.g. `ms`. */
  readonly unit: string;
  /** Against the reference taken in the same run; how it is formed is said by the target. */
  readonly ratio: number;
  /** E.g. `≥ 0.7`. */
  readonly target: string;
  readonly ok: boolean;
  /** What it was compared with in the same run, and what that took. */
  readonly reference: string;
}

/** The q-quantile (0 to 1) of some measurements. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
};
export const median = (values: readonly number[]): number => quantile(values, 0.5);
