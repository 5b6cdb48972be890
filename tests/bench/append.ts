import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { projections } from '#controller/views/read-models.ts';
import { median, quantile, type BenchResult } from './result.ts';
import { appendSteps, fillLedger } from './support/fill-ledger.ts';
import { paperTrail, type Step } from './support/paper-trail.ts';

/** Already in the ledger, so that trees and indices are as deep as in use. */
const before = 50_000;
const rounds = 40;
const perRound = 50;

const milliseconds = (work: () => void): number => {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
};

/** Rows of the reference: as long as an event with its hashes, durable one by one, in a table with nothing to it. */
const plainInserts = (path: string): ((body: string) => void) & { close(): void } => {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE plain (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO plain (body) VALUES (:body)');
  return Object.assign((body: string) => void insert.run({ body }), { close: () => void db.close() });
};

/**
 * Durable, chained appends with every view, against plain inserts of the same size; and twenty events an append,
 * against events appended one by one. The three take turns, so that a busy machine slows them alike; ratios are
 * medians over the turns.
 */
export const run = async (): Promise<BenchResult[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-append-'));
  try {
    fillLedger(dir, before);
    return measure(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

const measure = (dir: string): BenchResult[] => {
  const ledger = openLedger({ dataDir: dir, site: 'demo', projections });
  const plain = plainInserts(join(dir, 'plain.db'));
  const trail = steps(before);
  const take = (count: number): Step[] => Array.from({ length: count }, () => trail.next().value as Step);
  const times = { plain: [] as number[], single: [] as number[], batch: [] as number[] };
  const turns: { plain: number; single: number; batch: number }[] = [];
  try {
    const size = averageSize(ledger.db);
    for (let round = 0; round < rounds; round++) {
      const body = 'x'.repeat(size);
      const now = {
        plain: Array.from({ length: perRound }, () => milliseconds(() => plain(body))),
        single: take(perRound).map((step) => milliseconds(() => appendSteps(ledger, [step]))),
        batch: Array.from({ length: perRound / 5 }, () => take(20)).map((twenty) =>
          milliseconds(() => appendSteps(ledger, twenty)),
        ),
      };
      if (round < 4) continue;
      for (const kind of ['plain', 'single', 'batch'] as const) times[kind].push(...now[kind]);
      turns.push({ plain: median(now.plain), single: median(now.single), batch: median(now.batch) / 20 });
    }
  } finally {
    plain.close();
    ledger.close();
  }
  const plainReference = `a plain durable insert of as many bytes: ${median(times.plain).toFixed(3)} ms`;
  const singleReference = `the same events appended one by one: ${median(times.single).toFixed(3)} ms each`;
  return [
    result('append', times.single, median(turns.map((t) => t.plain / t.single)), 0.7, plainReference),
    result('append-20', times.batch, median(turns.map((t) => t.single / t.batch)), 5, singleReference),
  ];
};

const result = (
  name: string,
  times: readonly number[],
  ratio: number,
  least: number,
  reference: string,
): BenchResult => ({
  ...{ name, median: median(times), p99: quantile(times, 0.99), unit: 'ms', reference },
  ...{ ratio, target: `≥ ${least}`, ok: ratio >= least },
});

function* steps(skip: number): Generator<Step> {
  for (let n = skip; ; n++) yield* paperTrail(n);
}

/** Bytes of an event and the two hashes beside it. */
const averageSize = (db: Database.Database): number =>
  Math.round(Number(db.prepare('SELECT avg(length(event)) + 64 FROM events').pluck().get()));

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
