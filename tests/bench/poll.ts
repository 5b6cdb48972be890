import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, quantile, type BenchResult } from './result.ts';
import { DOORS, readMs, wideSite } from './support/wide-site.ts';

const SECONDS = 15;

/**
 * 512 doors on CU48 boards, four lines at 19,200 baud, each byte taking its time on the wire. `poll`: everything is
 * read as often as the lines allow; a cycle is the time between two replies of the same board. `poll-idle`: nobody is
 * there; how much of the time the lines are in use.
 */
export const run = async (): Promise<BenchResult[]> => {
  const replies = new Map<string, number[]>();
  const site = await wideSite(mkdtempSync(join(tmpdir(), 'docketbox-poll-')), {
    reply(line, board, at) {
      const key = `${line}/${board}`;
      replies.set(key, [...(replies.get(key) ?? []), at]);
    },
    opened: () => undefined,
  });
  try {
    const idle = await counted(replies);
    site.load(true);
    await sleep(1000);
    await counted(replies);
    const boardsOn = (line: number): number => site.boards.filter((board) => board.line === line).length;
    const fullest = Math.max(...site.boards.map(({ line }) => boardsOn(line)));
    // The slowest lines make the cycle of the whole.
    const cycles = [...replies].flatMap(([key, times]) =>
      boardsOn(Number(key.split('/')[0])) < fullest
        ? []
        : times.slice(1).map((at, n) => at - (times[n] ?? at)),
    );
    const [wire, gaps] = [fullest * readMs, fullest * site.gapMs];
    const half = median(cycles);
    const ratio = (half - gaps) / wire;
    const share = ((idle / 4) * readMs) / (SECONDS * 1000);
    return [
      {
        ...{ name: 'poll', median: half, p99: quantile(cycles, 0.99), unit: 'ms' },
        ...{ ratio, target: '≤ 1.3', ok: ratio <= 1.3 },
        reference: `${DOORS} doors, ${fullest} boards on the fullest line: ${wire.toFixed(1)} ms of bare wire, ${gaps} ms of gaps`,
      },
      {
        ...{ name: 'poll-idle', median: share * 100, p99: share * 100, unit: '% of the wire' },
        ...{ ratio: share, target: '≤ 0.1', ok: share <= 0.1 },
        reference: `${idle} reads in ${SECONDS} s on four lines while nobody is there`,
      },
    ];
  } finally {
    await site.stop();
  }
};

/** Replies within the time, of all boards together. */
const counted = async (replies: Map<string, number[]>): Promise<number> => {
  replies.clear();
  await sleep(SECONDS * 1000);
  return [...replies.values()].reduce((sum, times) => sum + times.length, 0);
};

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
