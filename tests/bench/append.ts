import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StreamId } from '#controller/domain/event.ts';
import { openLedger, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import type { Projection } from '#controller/ledger/projector.ts';
import type { StreamWrite } from '#controller/ports/ledger.ts';
import { projections } from '#controller/views/read-models.ts';
import { median, quantile, type BenchResult } from './result.ts';
import { appendSteps } from './support/fill-ledger.ts';
import { paperTrails, type Step } from './support/paper-trail.ts';

/** Already in each ledger, so that trees and indices are as deep as in use. */
const before = 50_000;
const rounds = 60;
const perRound = 50;
const warmUp = 10;
const context = { time: '2026-06-18T01:00:00.000Z', actor: '1001', station: 'front', cause: 'bench' };

const milliseconds = (work: () => void): number => {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
};

/** A ledger with a history, and what is to be appended to it next; every stream's version is known beforehand. */
class Bench {
  readonly ledger: OpenLedger;
  readonly single: number[] = [];
  readonly batch: number[] = [];
  /** Milliseconds of what appends left for the quiet moments between two rounds. */
  readonly rests: number[] = [];
  readonly #trail = paperTrails();
  readonly #versions = new Map<StreamId, number>();

  constructor(dataDir: string, views: readonly Projection[]) {
    this.ledger = openLedger({ dataDir, site: 'demo', projections: views });
    for (let i = 0; i < before; i += 2000) appendSteps(this.ledger, this.#steps(2000));
  }

  #steps(count: number): Step[] {
    return Array.from({ length: count }, () => {
      const step = this.#trail.next().value;
      this.#versions.set(step.stream, (this.#versions.get(step.stream) ?? 0) + 1);
      return step;
    });
  }

  #writes(count: number): StreamWrite[] {
    return Array.from({ length: count }, () => {
      const [step] = this.#steps(1);
      if (!step) throw new Error('the trail ended');
      const version = (this.#versions.get(step.stream) ?? 1) - 1;
      const expected = version === 0 ? ('absent' as const) : { exact: version };
      return { stream: step.stream, expected, events: [step.event] };
    });
  }

  /** Milliseconds of one append of so many events. */
  time(count: number): number {
    const writes = this.#writes(count);
    let appended = 0;
    const taken = milliseconds(() => {
      const result = this.ledger.append(writes, context);
      appended = result.ok ? result.events.length : 0;
    });
    if (appended !== count) throw new Error(`${appended} events appended instead of ${count}`);
    return taken;
  }

  rest(): void {
    this.rests.push(milliseconds(() => this.ledger.rest()));
  }
}

/** The reference: rows as long as an event with its hashes, durable one by one, in a table with nothing to it. */
const plainInserts = (path: string, size: number) => {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE plain (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO plain (body) VALUES (:body)');
  const body = 'x'.repeat(size);
  return { time: () => milliseconds(() => insert.run({ body })), close: () => db.close() };
};

/**
 * Durable, chained appends against plain inserts of the same size, without views and with all of them; and twenty
 * events an append against events appended one by one. They take turns, so that a busy machine slows them alike;
 * ratios are of rates over the whole run. Between two rounds the ledgers have a quiet moment, as between two people at
 * a cabinet; what they write in it is said beside.
 */
export const run = async (): Promise<BenchResult[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'docketbox-append-'));
  const bare = new Bench(join(dir, 'bare'), []);
  const full = new Bench(join(dir, 'full'), projections);
  const plain = plainInserts(join(dir, 'plain.db'), averageSize(bare.ledger));
  try {
    return measure(bare, full, plain.time);
  } finally {
    plain.close();
    bare.ledger.close();
    full.ledger.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

/** So many a millisecond, everything that delays some of them included. */
const rate = (taken: readonly number[]): number => taken.length / taken.reduce((sum, one) => sum + one, 0);

const times = (count: number, time: () => number): number[] => Array.from({ length: count }, time);

const measure = (bare: Bench, full: Bench, plainTime: () => number): BenchResult[] => {
  const plain: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const now = {
      plain: times(perRound, plainTime),
      bare: times(perRound, () => bare.time(1)),
      batch: times(perRound / 5, () => bare.time(20)),
      full: times(perRound, () => full.time(1)),
    };
    bare.rest();
    full.rest();
    if (round < warmUp) continue;
    plain.push(...now.plain);
    bare.single.push(...now.bare);
    bare.batch.push(...now.batch);
    full.single.push(...now.full);
  }
  const reference = `a plain durable insert of as many bytes: ${median(plain).toFixed(3)} ms`;
  const perEvent =
    (1000 * bare.rests.reduce((sum, one) => sum + one, 0)) / (rounds * (perRound + (perRound / 5) * 20));
  const single =
    `the same events one by one: ${median(bare.single).toFixed(3)} ms each; ` +
    `the index of streams in the quiet moments: ${perEvent.toFixed(1)} µs an event`;
  return [
    result('append', bare.single, rate(bare.single) / rate(plain), 0.7, reference),
    result('append-with-views', full.single, rate(full.single) / rate(plain), 0.5, reference),
    result('append-20', bare.batch, (20 * rate(bare.batch)) / rate(bare.single), 5, single),
  ];
};

const result = (
  name: string,
  taken: readonly number[],
  ratio: number,
  least: number,
  reference: string,
): BenchResult => ({
  ...{ name, median: median(taken), p99: quantile(taken, 0.99), unit: 'ms', reference },
  ...{ ratio, target: `≥ ${least}`, ok: ratio >= least },
});

/** Bytes of an event and the two hashes beside it. */
const averageSize = ({ db }: OpenLedger): number =>
  Math.round(Number(db.prepare('SELECT avg(length(event)) + 64 FROM events').pluck().get()));

if (import.meta.main) console.log(JSON.stringify(await run(), null, 1));
