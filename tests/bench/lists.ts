import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, quantile, type BenchResult } from './result.ts';

const ROWS = 5_000;
const RUNS = 5;
const TARGET_MS = 3_000;
const TARGET_MB = 300;

/** What one process of its own measured. */
interface Measured {
  readonly ms: number;
  /** The same rows as CSV in the same process, ms. */
  readonly csvMs: number;
  readonly bytes: number;
  /** Most memory that the process held before it drew the first row, and ever, MB. */
  readonly beforeMb: number;
  readonly peakMb: number;
}

const once = (): Measured => {
  const child = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('./support/list-child.ts', import.meta.url)), `${ROWS}`],
    {
      encoding: 'utf8',
    },
  );
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Measured;
};

/** An exchange list of 5,000 rows as PDF, fonts opened and all, each time in a new process. */
export const run = (): Promise<BenchResult[]> => {
  const runs = Array.from({ length: RUNS }, once);
  const times = runs.map(({ ms }) => ms);
  const csv = median(runs.map(({ csvMs }) => csvMs));
  const memory = runs.map(({ peakMb }) => peakMb);
  const before = median(runs.map(({ beforeMb }) => beforeMb));
  const reference = `the same rows as CSV in the same process: ${csv.toFixed(0)} ms; PDF of ${runs[0]?.bytes ?? 0} bytes`;
  return Promise.resolve([
    {
      ...{ name: 'lists', median: median(times), p99: quantile(times, 0.99), unit: 'ms', reference },
      ...{ ratio: median(times) / csv, target: `p50 ≤ ${TARGET_MS} ms`, ok: median(times) <= TARGET_MS },
    },
    {
      ...{ name: 'lists-memory', median: median(memory), p99: quantile(memory, 0.99), unit: 'MB' },
      ...{ ratio: median(memory) / before, target: `peak ≤ ${TARGET_MB} MB` },
      reference: `the same process before its first row: ${before.toFixed(0)} MB`,
      ok: Math.max(...memory) <= TARGET_MB,
    },
  ]);
};
