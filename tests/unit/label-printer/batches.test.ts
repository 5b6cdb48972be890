import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  cancelBatch,
  holdBatch,
  moveBatch,
  printDocument,
  reprintRange,
} from '#controller/commands/print-batches.ts';
import { requeue, settlePrintJob } from '#controller/commands/print-jobs.ts';
import type { Outcome } from '#controller/commands/outcome.ts';
import type { PrintBatchRow } from '#controller/ports/read-models.ts';
import type { Spooler } from '#label-printer/spooler.ts';
import { PaperPrinter } from './paper-printer.ts';
import { SpoolerBench, subjectAsArtwork } from './spooler-bench.ts';

const by = { actor: 'R1', station: null, cause: 'test' };
const PIECES = 12;
const docketOf = (n: number): string => `BATCH${String(n).padStart(11, '0')}`;
const DOCKETS = Array.from({ length: PIECES }, (_, i) => docketOf(i + 1));

let bench: SpoolerBench;
let printer: PaperPrinter;
let spooler: Spooler;
beforeEach(() => {
  bench = new SpoolerBench();
  bench.register(...DOCKETS);
  printer = new PaperPrinter(bench.clock);
  spooler = bench.spooler({ desk: printer });
});
afterEach(async () => {
  await spooler.stop();
  bench.ledger.close();
});

const code = (outcome: Outcome<unknown>): string => (outcome.ok ? 'done' : outcome.refusal.code);
const order = { document: 'd1', printer: 'desk', reason: null };
const queued = (): string => {
  expect(code(printDocument(bench.office, order, by))).toBe('done');
  return bench.views.printBatches({ limit: 1 }).rows[0]?.id ?? 'none';
};
const batch = (id: string): PrintBatchRow => {
  const row = bench.views.printBatch(id);
  if (!row) throw new Error(`no batch ${id}`);
  return row;
};
/** Docket codes as they came out of a printer. */
const printed = (from = printer): string[] => from.paper.map((line) => line.split(' ')[0] ?? '');

describe('a batch', () => {
  it('prints every label of its document once, in order, and tells how far it is', async () => {
    const id = queued();
    expect(batch(id)).toMatchObject({ pieces: PIECES, by: 'R1', counts: { waiting: PIECES, printed: 0 } });
    expect(
      bench.views.printBatchJobs(id, 1, PIECES).map(({ subject, position }) => [position, subject]),
    ).toEqual(DOCKETS.map((docket, i) => [i + 1, docket]));
    spooler.start();
    await bench.pass(2000);
    const { counts } = batch(id);
    expect(counts.printed).toBeGreaterThan(0);
    expect(counts.printed + counts.started + counts.waiting).toBe(PIECES);
    await bench.pass(60_000);
    expect(printed()).toEqual(DOCKETS);
    expect(batch(id).counts).toEqual({
      ...{ waiting: 0, started: 0, printed: PIECES, refused: 0, inDoubt: 0, cancelled: 0 },
    });
    expect(code(printDocument(bench.office, order, by))).toBe('nothing-to-print');
  });

  it('takes no label that is in line already, and is not queued twice', () => {
    bench.queue('j1', docketOf(3));
    const id = queued();
    expect(batch(id).pieces).toBe(PIECES - 1);
    expect(code(printDocument(bench.office, order, by))).toBe('nothing-to-print');
    expect(code(printDocument(bench.office, { ...order, document: 'none' }, by))).toBe('no-such');
  });

  it('stops when it is paused, lets other things through, and goes on where it was', async () => {
    const id = queued();
    spooler.start();
    await bench.pass(2000);
    expect(code(holdBatch(bench.office, id, 'Pause', by))).toBe('done');
    expect(code(holdBatch(bench.office, id, 'Pause', by))).toBe('wrong-state');
    await bench.pass(2000);
    const before = printed().length;
    bench.queue('single', 'SINGLE0000000000');
    await bench.pass(60_000);
    expect(printed().slice(before)).toEqual(['SINGLE0000000000']);
    holdBatch(bench.office, id, 'Resume', by);
    await bench.pass(60_000);
    expect(printed().filter((docket) => docket.startsWith('BATCH'))).toEqual(DOCKETS);
  });

  it('stays paused across a restart', async () => {
    const id = queued();
    holdBatch(bench.office, id, 'Pause', by);
    spooler.start();
    await bench.pass(10_000);
    await spooler.stop();
    spooler = bench.spooler({ desk: printer });
    spooler.start();
    await bench.pass(60_000);
    expect(printed()).toEqual([]);
    expect(batch(id).state).toBe('paused');
  });

  it('lets a single label go before those of a batch that still wait', async () => {
    queued();
    spooler.start();
    await bench.pass(1000);
    const before = printed().length;
    bench.queue('single', 'SINGLE0000000000');
    await bench.pass(3000);
    expect(printed().indexOf('SINGLE0000000000')).toBeLessThanOrEqual(before + 1);
  });

  it('is cancelled in one append; what was printed stays printed', async () => {
    const id = queued();
    spooler.start();
    await bench.pass(2000);
    expect(code(cancelBatch(bench.office, id, by))).toBe('done');
    await bench.pass(60_000);
    const { printed: done, cancelled, waiting } = batch(id).counts;
    expect([done + cancelled, waiting, printed().length]).toEqual([PIECES, 0, done]);
    expect(done).toBeGreaterThan(0);
    expect(code(cancelBatch(bench.office, id, by))).toBe('wrong-state');
    expect(code(holdBatch(bench.office, id, 'Resume', by))).toBe('wrong-state');
  });

  it('moves what waits to another printer; nothing is printed on both', async () => {
    const id = queued();
    const other = new PaperPrinter(bench.clock);
    await spooler.stop();
    spooler = bench.spooler({ desk: printer, other });
    spooler.start();
    await bench.pass(2000);
    printer.needs = 'paper';
    expect(code(moveBatch(bench.office, id, 'other', by))).toBe('done');
    await bench.pass(60_000);
    printer.load();
    await bench.pass(60_000);
    expect([...printed(), ...printed(other)].sort()).toEqual(DOCKETS);
    expect(printed(other).length).toBeGreaterThan(0);
    expect(code(moveBatch(bench.office, id, 'other', by))).toBe('nothing-to-print');
  });

  it('prints a range once more, as a batch of its own with who and why', async () => {
    const id = queued();
    spooler.start();
    const range = { from: 3, to: 5, reason: 'smudged', printer: 'desk' };
    expect(code(reprintRange(bench.office, id, range, by))).toBe('range-in-line');
    await bench.pass(60_000);
    expect(code(reprintRange(bench.office, id, { ...range, to: PIECES + 1 }, by))).toBe('no-such-range');
    expect(code(reprintRange(bench.office, id, { ...range, from: 6 }, by))).toBe('no-such-range');
    expect(code(reprintRange(bench.office, id, range, by))).toBe('done');
    await bench.pass(60_000);
    expect(printed().slice(PIECES)).toEqual(DOCKETS.slice(2, 5));
    const again = bench.views.printBatches({ limit: 1 }).rows[0];
    expect(again).toMatchObject({ reprintOf: { batch: id, from: 3, to: 5 }, reason: 'smudged', by: 'R1' });
    const [first] = bench.views.printBatchJobs(again?.id ?? '', 1, 1);
    expect(first).toMatchObject({ reason: 'smudged', by: 'R1', position: 1 });
    expect(bench.views.printJob(first?.reprintOf ?? '')?.position).toBe(3);
  });

  it('goes on behind a label in doubt, which only a person settles', async () => {
    printer.outcomes.push({ kind: 'in-doubt', why: 'cut off', prints: true });
    const id = queued();
    spooler.start();
    await bench.pass(60_000);
    expect(batch(id).counts).toMatchObject({ inDoubt: 1, printed: PIECES - 1 });
    expect(printed()).toEqual(DOCKETS);
    const [first] = bench.views.printBatchJobs(id, 1, 1);
    settlePrintJob(bench.office, first?.id ?? '', 'was-printed', by);
    expect(batch(id).counts).toMatchObject({ inDoubt: 0, printed: PIECES, cancelled: 0 });
  });
});

describe('a job put in line again', () => {
  it('is one that certainly did not print: refused for good, or still waiting and wanted elsewhere', async () => {
    const other = new PaperPrinter(bench.clock);
    await spooler.stop();
    let refuse = true;
    spooler = bench.spooler(
      { desk: printer, other },
      {
        artwork: (job) =>
          refuse ? Promise.resolve({ ok: false, why: 'does not fit' }) : subjectAsArtwork(job),
      },
    );
    bench.queue('j1', docketOf(1));
    spooler.start();
    await bench.pass(5000);
    expect(bench.views.printJob('j1')).toMatchObject({ state: 'failed', why: 'does not fit' });
    refuse = false;
    expect(code(requeue(bench.office, 'j1', null, by))).toBe('done');
    await bench.pass(5000);
    expect(printed()).toEqual([docketOf(1)]);
    expect(code(requeue(bench.office, 'j1', 'other', by))).toBe('wrong-state');
    expect(code(requeue(bench.office, 'none', 'other', by))).toBe('no-such');
    printer.needs = 'paper';
    bench.queue('j2', docketOf(2));
    await bench.pass(5000);
    expect(code(requeue(bench.office, 'j2', 'other', by))).toBe('done');
    await bench.pass(5000);
    printer.load();
    await bench.pass(60_000);
    expect([printed(), printed(other)]).toEqual([[docketOf(1)], [docketOf(2)]]);
  });

  it('is none that is in doubt or being printed', async () => {
    printer.outcomes.push({ kind: 'in-doubt', why: 'cut off' });
    spooler.start();
    bench.queue('j1', docketOf(1));
    await bench.pass(5000);
    expect(code(requeue(bench.office, 'j1', 'other', by))).toBe('wrong-state');
  });
});

describe('whatever people do, and however often it is restarted', () => {
  const wish = fc.constantFrom(
    'pause',
    'resume',
    'move',
    'back',
    'cancel',
    'restart',
    'pass',
    'fail',
    'doubt',
  );
  it('a batch prints no label twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: 14 }), async (wishes) => {
        const one = new SpoolerBench();
        one.register(...DOCKETS);
        const papers = { desk: new PaperPrinter(one.clock), other: new PaperPrinter(one.clock) };
        printDocument(one.office, order, by);
        const id = one.views.printBatches({ limit: 1 }).rows[0]?.id ?? 'none';
        let life = one.spooler(papers);
        life.start();
        for (const what of wishes) {
          if (what === 'pause') holdBatch(one.office, id, 'Pause', by);
          else if (what === 'resume') holdBatch(one.office, id, 'Resume', by);
          else if (what === 'move') moveBatch(one.office, id, 'other', by);
          else if (what === 'back') moveBatch(one.office, id, 'desk', by);
          else if (what === 'cancel') cancelBatch(one.office, id, by);
          else if (what === 'fail') papers.desk.outcomes.push({ kind: 'not-sent', why: 'refused' });
          else if (what === 'doubt')
            papers.desk.outcomes.push({ kind: 'in-doubt', why: 'cut', prints: true });
          else if (what === 'restart') {
            await life.stop();
            life = one.spooler(papers);
            life.start();
          }
          await one.pass(1000);
        }
        await one.pass(30_000);
        await life.stop();
        const all = [...printed(papers.desk), ...printed(papers.other)];
        expect(new Set(all).size).toBe(all.length);
        one.ledger.close();
      }),
      { numRuns: 40 },
    );
  });
});
