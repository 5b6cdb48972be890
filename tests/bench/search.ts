import Database from 'better-sqlite3';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPinyin } from '#controller/adapters/pinyin.ts';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { SearchBehind } from '#controller/ports/search.ts';
import { createSearch, type RunningSearch } from '#controller/search/create-search.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { median, quantile, type BenchResult } from './result.ts';
import { paper, paperLedger } from './support/paper-source.ts';

const DOCUMENTS = 1_000_000;
const ROUNDS = 12;
const MOST_MS = { title: 30, typed: 15 } as const;
/** In nearly every title, in some of them, in hardly any, in none. */
const PAIRS = '通知 关于 防汛 抗旱 财政 乡村 请示 龙舟 古树 名木 东西 甲乙 海江 批复 鲸鱼'.split(' ');
/** As they are typed, character by character. */
const TYPED = ['防汛工作', '龙舟赛事', '某政办发〔2023〕1234号', '2024-05-06', 'szfbgs'];

/**
 * A question of two characters, and suggestions while one types, over a million documents in a real index that
 * caught up with a ledger made up as it is read. Reference in the same run: looking through every text.
 */
export const run = async (): Promise<BenchResult[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-search-'));
  const path = join(dir, 'search.db');
  const views = createMemoryLedger({ site: 'bench', projections });
  const search = createSearch({
    ledger: { ...views, ...paperLedger(DOCUMENTS), db: views.db },
    views: { ...createReadModels(views.db), document: (id) => paper(Number(id)) },
    ...{ clock: systemClock, timeZone: 'Asia/Shanghai', path, pinyin: loadPinyin },
    onTrouble: (error) => console.error(error),
  });
  try {
    const seconds = await caughtUp(search);
    console.error(`caught up in ${seconds.toFixed(0)} s, ${(statSync(path).size / 1e6).toFixed(0)} MB`);
    const titles = await timed(PAIRS, (words) => search.find({ words, limit: 50 }));
    const typed = await timed(
      TYPED.flatMap((words) => Array.from(words, (_, i) => words.slice(0, i + 1))),
      (words) => search.suggest(words),
    );
    const scan = scanned(path);
    return [line('search', titles, MOST_MS.title, scan), line('search-typed', typed, MOST_MS.typed, scan)];
  } finally {
    search.stop();
    views.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

const caughtUp = async (search: RunningSearch): Promise<number> => {
  const begin = performance.now();
  for (;;)
    try {
      await search.find({ words: '', limit: 1 });
      return (performance.now() - begin) / 1000;
    } catch (error) {
      if (!(error instanceof SearchBehind)) throw error;
    }
};

/** Of each question: ms by the clock, and of the processor. */
interface Times {
  readonly took: number[];
  readonly busy: number[];
}

const timed = async (asked: readonly string[], ask: (words: string) => Promise<unknown>): Promise<Times> => {
  const times: Times = { took: [], busy: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const words of asked) {
      const [begin, used] = [performance.now(), process.cpuUsage()];
      await ask(words);
      times.took.push(performance.now() - begin);
      const { user, system } = process.cpuUsage(used);
      times.busy.push((user + system) / 1000);
    }
  return times;
};

const scanned = (path: string): number => {
  const db = new Database(path, { readonly: true });
  try {
    const begin = performance.now();
    db.prepare("SELECT count(*) FROM entry WHERE text LIKE '%鲸鱼%'").get();
    return performance.now() - begin;
  } finally {
    db.close();
  }
};

const line = (name: string, { took, busy }: Times, most: number, scan: number): BenchResult => {
  const p95 = quantile(took, 0.95);
  return {
    ...{ name, median: median(took), p99: quantile(took, 0.99), unit: 'ms', ratio: p95 / scan },
    ...{ target: `p95 ${p95.toFixed(1)} ≤ ${most} ms with 1,000,000 documents`, ok: p95 <= most },
    reference: `looking through every text once: ${scan.toFixed(0)} ms; processor: p95 ${quantile(busy, 0.95).toFixed(1)} ms`,
  };
};
