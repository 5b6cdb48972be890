import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFigures } from '../support/office-year/check-figures.ts';
import { checkMessages } from '../support/office-year/check-messages.ts';
import { liveThrough } from '../support/office-year/live.ts';
import type { BenchResult } from './result.ts';

const DOCUMENTS = 100_000;
const DEPARTMENTS = 60;
const DAYS = 365;

/**
 * A working year, 2026 in Shanghai, on a clock that is moved by hand: 100,000 papers, 60 departments, all six kinds of
 * channel over real connections, each away 30 times, a controller that is closed and started again 45 times over the
 * same ledger on a disk. Not a measurement of speed: every line is a count of what went wrong, and must be 0.
 */
export const run = async (): Promise<BenchResult[]> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'docketbox-year-'));
  const plan = {
    start: '2025-12-31T16:00:00.000Z',
    days: DAYS,
    documents: DOCUMENTS,
    departments: DEPARTMENTS,
    seed: 7,
  };
  try {
    const begin = process.cpuUsage();
    const lived = await liveThrough({ ...plan, dataDir });
    const { user, system } = process.cpuUsage(begin);
    const messages = checkMessages(lived);
    const figures = checkFigures(lived);
    const events = lived.ledger.head().sequence;
    lived.ledger.close();
    for (const [what, count] of Object.entries(messages.counted)) console.log(`     ${what}: ${count}`);
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    const cost = `${events} events, ${((user + system) / 1e6).toFixed(0)} s of processor time, ${megabytes} MB at most`;
    return [
      line(
        'year: messages',
        messages.problems,
        `${lived.taken.length} messages taken by six other sides; ${cost}`,
      ),
      line(
        'year: figures',
        figures.problems,
        `${figures.counted} reports recounted from the ledger, event by event`,
      ),
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

const line = (name: string, problems: readonly string[], reference: string): BenchResult => {
  for (const problem of problems.slice(0, 20)) console.log(`     ${problem}`);
  const wrong = problems.length;
  return {
    name,
    median: wrong,
    p99: wrong,
    unit: 'wrong',
    ratio: wrong,
    target: '0',
    ok: wrong === 0,
    reference,
  };
};
