import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemEntropy } from '#controller/adapters/system-entropy.ts';
import { loadSiteKey } from '#controller/commands/site-key.ts';
import { startNode } from '../support/child.ts';
import { startSimulatedSite } from '../support/simulated-site.ts';
import { median, quantile, type BenchResult } from './result.ts';
import { fillLedger } from './support/fill-ledger.ts';

const EVENTS = 1_000_000;
const RUNS = 7;
const MOST_MS = 2000;
const MOST_MB = 200;

/**
 * From process start to a first answer that the controller is ready, with a million events in its ledger, and the
 * memory it holds then: every device of the simulated cabinet opened, probed and read. Reference in the same run: the
 * same controller on an empty ledger.
 */
export const run = async (): Promise<BenchResult[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-start-'));
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rmSync(dir, { recursive: true, force: true }));
  const sim = await startSimulatedSite(dir);
  opened.defer(() => sim.stop());
  const config = sim.configFile;
  const full = join(dir, 'full');
  fillLedger(full, EVENTS);
  loadSiteKey(full, systemEntropy);
  const starts: Start[] = [];
  const empty: Start[] = [];
  for (let i = 0; i < RUNS + 1; i++) {
    const pair = [await start(config, full), await start(config, join(dir, `empty-${i}`))] as const;
    // The first start of a process after writing a gigabyte waits for the disk, not for us.
    if (i === 0) continue;
    starts.push(pair[0]);
    empty.push(pair[1]);
  }
  return results(starts, empty);
};

interface Start {
  readonly ms: number;
  readonly megabytes: number;
}
const start = async (config: string, data: string): Promise<Start> => {
  const begin = performance.now();
  const child = startNode([
    'controller/cli/main.ts',
    'serve',
    '--config',
    config,
    '--data',
    data,
    '--port',
    '0',
    '--json',
  ]);
  try {
    const { url } = JSON.parse(await child.line((line) => line.startsWith('{"url"'))) as { url: string };
    while (((await (await fetch(`${url}/readyz`)).json()) as { ready: boolean }).ready !== true)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const ms = performance.now() - begin;
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return { ms, megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024 };
  } finally {
    await child.end();
  }
};

const results = (starts: readonly Start[], empty: readonly Start[]): BenchResult[] => {
  const of = (list: readonly Start[], key: keyof Start): number[] => list.map((each) => each[key]);
  const line = (name: string, key: keyof Start, unit: string, most: number): BenchResult => {
    const half = median(of(starts, key));
    const base = median(of(empty, key));
    return {
      ...{ name, median: half, p99: quantile(of(starts, key), 0.99), unit, ratio: half / base },
      ...{ target: `≤ ${most} ${unit} with 1,000,000 events`, ok: half <= most },
      reference: `the same with an empty ledger: ${base.toFixed(0)} ${unit}`,
    };
  };
  return [line('start', 'ms', 'ms', MOST_MS), line('start-memory', 'megabytes', 'MB', MOST_MB)];
};

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
