import { describe, expect, it } from 'vitest';
import { holdBatch, moveBatch, printDocument } from '#controller/commands/print-batches.ts';
import type { PrintJobRow, ReadModels } from '#controller/ports/read-models.ts';
import { Ahead, MOST_AHEAD } from '#label-printer/spooler/ahead.ts';
import { PaperPrinter } from './paper-printer.ts';
import { SpoolerBench, subjectAsArtwork } from './spooler-bench.ts';

const by = { actor: 'R1', station: null, cause: 'test' };
const DOCKETS = Array.from({ length: 12 }, (_, i) => `BATCH${String(i + 1).padStart(11, '0')}`);
type Next = ReadModels['nextPrintJobs'];
/** What a printer's line answers when it is asked for its next jobs. */
type Line = (bench: SpoolerBench) => Next;
const faithful: Line = (bench) => (printer, limit) => bench.views.nextPrintJobs(printer, limit);
const waiting = ({ views }: SpoolerBench): PrintJobRow[] =>
  views
    .printJobs({ limit: 100 })
    .rows.filter(({ state }) => state === 'queued')
    .toReversed();
/** Mutant: its batch being paused does not keep a label from its turn. */
const deafToPause: Line = (bench) => (printer, limit) =>
  waiting(bench)
    .filter((job) => job.printer === printer)
    .slice(0, limit);
/** Mutant: a label that was moved stays in its old line too. */
const deafToMove: Line = (bench) => (_printer, limit) => waiting(bench).slice(0, limit);

const begin = async (line: Line) => {
  const bench = new SpoolerBench();
  bench.register(...DOCKETS);
  const papers = { desk: new PaperPrinter(bench.clock), other: new PaperPrinter(bench.clock) };
  printDocument(bench.office, { document: 'd1', printer: 'desk', reason: null }, by);
  const id = bench.views.printBatches({ limit: 1 }).rows[0]?.id ?? 'none';
  const spooler = bench.spooler(papers, { next: line(bench) });
  const printed = (from: PaperPrinter) => from.paper.map((text) => text.split(' ')[0] ?? '');
  const end = async (): Promise<void> => {
    await spooler.stop();
    bench.ledger.close();
  };
  return { bench, papers, id, spooler, printed, end };
};

/** Labels that came out after their batch was paused and the one under way was finished. */
const afterPause = async (line: Line): Promise<number> => {
  const { bench, papers, id, spooler, end } = await begin(line);
  spooler.start();
  await bench.pass(2000);
  holdBatch(bench.office, id, 'Pause', by);
  await bench.pass(1000);
  const before = papers.desk.paper.length;
  await bench.pass(30_000);
  await end();
  return papers.desk.paper.length - before;
};

/** Labels that came out of their old printer after they had been moved away from it. */
const afterMove = async (line: Line): Promise<number> => {
  const { bench, papers, id, spooler, printed, end } = await begin(line);
  papers.desk.needs = 'paper';
  moveBatch(bench.office, id, 'other', by);
  spooler.start();
  await bench.pass(1500);
  papers.desk.load();
  await bench.pass(60_000);
  await end();
  const all = [...printed(papers.desk), ...printed(papers.other)];
  // Even then none comes out twice: it can be started once only.
  expect(all.toSorted()).toEqual(DOCKETS);
  return papers.desk.paper.length;
};

describe('a batch', () => {
  it('that is paused prints nothing more; a line deaf to it is caught (mutant)', async () => {
    expect(await afterPause(faithful)).toBe(0);
    expect(await afterPause(deafToPause)).toBeGreaterThan(0);
  });

  it('that was moved leaves nothing in its old line; a line deaf to it is caught (mutant)', async () => {
    expect(await afterMove(faithful)).toBe(0);
    expect(await afterMove(deafToMove)).toBeGreaterThan(0);
  });
});

/** Mutant: all that waits is made at once, and the memory grows with the batch. */
class Greedy extends Ahead {
  override async prepare(next: readonly PrintJobRow[]): Promise<void> {
    for (let at = 0; at < next.length; at += MOST_AHEAD)
      await super.prepare([...next.slice(0, at), ...next.slice(at, at + MOST_AHEAD)].slice(-MOST_AHEAD));
  }
}

/** Most labels made and not yet taken, and most made at the same time, over a batch of many. */
const madeAhead = async (Kind: typeof Ahead): Promise<{ ahead: number; atOnce: number }> => {
  const rows = DOCKETS.map((subject) => ({ id: subject, subject }) as PrintJobRow);
  let [made, taken, open, ahead, atOnce] = [0, 0, 0, 0, 0];
  const one = new Kind(async (job) => {
    atOnce = Math.max(atOnce, ++open);
    await Promise.resolve();
    open--;
    made++;
    return subjectAsArtwork(job);
  });
  for (const [i, row] of rows.entries()) {
    await one.take(row);
    taken++;
    await one.prepare(rows.slice(i + 1));
    ahead = Math.max(ahead, made - taken);
  }
  return { ahead, atOnce };
};

it('at most two labels are made ahead, one after the other; a greedy line is caught (mutant)', async () => {
  expect(await madeAhead(Ahead)).toEqual({ ahead: MOST_AHEAD, atOnce: 1 });
  expect((await madeAhead(Greedy)).ahead).toBeGreaterThan(MOST_AHEAD);
});

it('a spooler makes each label of a batch once, never more than it prints and two', async () => {
  const { bench, papers, spooler, end } = await begin(faithful);
  await spooler.stop();
  const made: string[] = [];
  let ahead = 0;
  const second = bench.spooler(papers, {
    artwork: (job) => {
      made.push(job.subject);
      ahead = Math.max(ahead, made.length - papers.desk.paper.length);
      return subjectAsArtwork(job);
    },
  });
  second.start();
  await bench.pass(60_000);
  await second.stop();
  await end();
  expect(made).toEqual(DOCKETS);
  // The one under the head, and those made ahead of it.
  expect(ahead).toBeLessThanOrEqual(MOST_AHEAD + 1);
});
