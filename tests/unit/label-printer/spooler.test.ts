import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Spooler } from '#label-printer/spooler.ts';
import { SPOOLER_DELAYS } from '#label-printer/spooler/delays.ts';
import { reprint, settlePrintJob } from '#controller/commands/print-jobs.ts';
import { PaperPrinter } from './paper-printer.ts';
import { SpoolerBench, subjectAsArtwork } from './spooler-bench.ts';

const D1 = '7K3D0Q9MABCDEFGH';
const D2 = '7K3D0Q9MABCDEFGJ';
const by = { actor: 'R1', station: null, cause: 'test' };

let bench: SpoolerBench;
let printer: PaperPrinter;
let spooler: Spooler;

beforeEach(() => {
  bench = new SpoolerBench();
  bench.register(D1, D2);
  printer = new PaperPrinter(bench.clock);
  spooler = bench.spooler({ desk: printer });
});
afterEach(async () => {
  await spooler.stop();
  await bench.pass(1000);
  expect(bench.clock.pending).toBe(0);
  bench.ledger.close();
});

describe('a print job', () => {
  it('is printed once, and its piece labelled in the same append', async () => {
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(5000);
    expect(printer.paper).toEqual([`${D1} j1`]);
    expect(bench.history('j1')).toEqual(['PrintJobQueued', 'PrintJobStarted', 'PrintJobPrinted']);
    const [printed] = bench.ledger.stream('print-job:j1', 2);
    const [labelled] = bench.ledger.stream(`consignment:${D1}`, 1);
    expect(printed).toMatchObject({ payload: { evidence: 'status' } });
    expect(labelled).toMatchObject({ type: 'ConsignmentLabelled', payload: { job: 'j1' } });
    expect(labelled?.sequence).toBe((printed?.sequence ?? 0) + 1);
  });

  it('labels its piece the first time only', async () => {
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(5000);
    reprint(bench.office, 'j1', by);
    await bench.pass(5000);
    expect(printer.paper).toHaveLength(2);
    expect(bench.views.printJob(bench.newest())).toMatchObject({ state: 'printed', reprintOf: 'j1' });
    expect(bench.ledger.stream(`consignment:${D1}`, 1)).toHaveLength(1);
  });

  it('is printed in the order it was queued, each on its own printer', async () => {
    const other = new PaperPrinter(bench.clock);
    await spooler.stop();
    spooler = bench.spooler({ desk: printer, slips: other });
    bench.queue('j1', D1);
    bench.queue('j2', D2, 'slips');
    bench.queue('j3', D2);
    spooler.start();
    await bench.pass(10_000);
    expect(printer.paper).toEqual([`${D1} j1`, `${D2} j3`]);
    expect(other.paper).toEqual([`${D2} j2`]);
  });

  it('waits for a printer without paper, without being started, and prints once when there is some', async () => {
    printer.needs = 'paper';
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(300_000);
    expect(bench.history('j1')).toEqual(['PrintJobQueued']);
    expect(printer.sends).toBe(0);
    expect(printer.looks).toBeLessThan(20);
    expect(spooler.printers()).toMatchObject([{ id: 'desk', waiting: 1, problem: 'out of paper' }]);
    printer.load();
    await bench.pass(60_000);
    expect(printer.paper).toEqual([`${D1} j1`]);
    expect(bench.history('j1').filter((type) => type === 'PrintJobStarted')).toHaveLength(1);
    expect(spooler.printers()).toMatchObject([{ waiting: 0, problem: null }]);
  });

  it('waits for a printer that says nothing, and shows that it needs attention', async () => {
    printer.silent = true;
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(100_000);
    expect(printer.sends).toBe(0);
    expect(spooler.printers()).toMatchObject([
      { status: { condition: 'unknown', answered: false }, waiting: 1 },
    ]);
  });

  it('is tried again after the printer certainly took nothing, as a further attempt', async () => {
    printer.outcomes.push({ kind: 'not-sent', why: 'connection refused' });
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(10_000);
    expect(printer.paper).toHaveLength(1);
    expect(bench.history('j1')).toEqual([
      'PrintJobQueued',
      'PrintJobStarted',
      'PrintJobFailed',
      'PrintJobStarted',
      'PrintJobPrinted',
    ]);
    expect(bench.views.printJob('j1')).toMatchObject({ attempts: 2 });
  });

  it('is in doubt when bytes may have left, and never tried again', async () => {
    printer.outcomes.push({ kind: 'in-doubt', why: 'the line broke' });
    spooler.start();
    bench.queue('j1', D1);
    bench.queue('j2', D2);
    await bench.pass(600_000);
    expect(bench.state('j1')).toBe('in-doubt');
    expect(printer.paper).toEqual([`${D2} j2`]);
  });

  it('stays started while the printer, out of paper, holds it; then it is printed', async () => {
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(50);
    printer.needs = 'paper';
    await bench.pass(3_600_000);
    expect(bench.state('j1')).toBe('started');
    printer.load();
    await bench.pass(10_000);
    expect(bench.state('j1')).toBe('printed');
    expect(printer.paper).toHaveLength(1);
  });

  it('is in doubt when the printer is switched off over it', async () => {
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(50);
    printer.needs = 'power';
    await bench.pass(60_000);
    printer.powerCycle();
    await bench.pass(60_000);
    expect(bench.state('j1')).toBe('in-doubt');
    expect(printer.sends).toBe(1);
  });

  it('is in doubt when the printer takes it and falls silent for good', async () => {
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(50);
    printer.silent = true;
    await bench.pass(SPOOLER_DELAYS.silence + 10_000);
    expect(bench.state('j1')).toBe('in-doubt');
  });

  it('counts as printed on the word of the line alone where a printer is set up as one-way, and says so', async () => {
    const oneWay = { condition: 'connected', remaining: null, answered: false, detail: 'one-way' } as const;
    printer.answers.push(...new Array<typeof oneWay>(10).fill(oneWay));
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(5000);
    expect(bench.ledger.stream('print-job:j1', 2)).toMatchObject([{ payload: { evidence: 'bytes-taken' } }]);
  });

  it('fails for good, with the reason, when its artwork cannot be made; the next one goes on', async () => {
    await spooler.stop();
    spooler = bench.spooler(
      { desk: printer },
      {
        artwork: (job) =>
          job.id === 'j1' ? Promise.resolve({ ok: false, why: 'no glyph' }) : subjectAsArtwork(job),
      },
    );
    bench.queue('j1', D1);
    bench.queue('j2', D2);
    spooler.start();
    await bench.pass(5000);
    expect(bench.history('j1')).toEqual(['PrintJobQueued', 'PrintJobFailed']);
    expect(bench.views.printJob('j1')).toMatchObject({ why: 'no glyph' });
    expect(printer.paper).toEqual([`${D2} j2`]);
  });

  it('waits when the source of its artwork fails, and says why', async () => {
    let broken = true;
    await spooler.stop();
    spooler = bench.spooler(
      { desk: printer },
      { artwork: (job) => (broken ? Promise.reject(new Error('no database')) : subjectAsArtwork(job)) },
    );
    bench.queue('j1', D1);
    spooler.start();
    await bench.pass(3000);
    expect(spooler.printers()).toMatchObject([{ problem: 'no database' }]);
    broken = false;
    await bench.pass(20_000);
    expect(printer.paper).toHaveLength(1);
  });

  it('is not printed once a person has cancelled it', async () => {
    printer.needs = 'paper';
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(5000);
    settlePrintJob(bench.office, 'j1', 'cancelled', by);
    printer.load();
    await bench.pass(60_000);
    expect(printer.paper).toEqual([]);
    expect(bench.state('j1')).toBe('cancelled');
  });
});

describe('a doubtful job', () => {
  beforeEach(async () => {
    printer.outcomes.push({ kind: 'in-doubt', why: 'the line broke' });
    spooler.start();
    bench.queue('j1', D1);
    await bench.pass(5000);
  });

  it('that a person says was printed labels its piece and is not printed again', async () => {
    expect(settlePrintJob(bench.office, 'j1', 'was-printed', by).ok).toBe(true);
    await bench.pass(60_000);
    expect(printer.sends).toBe(1);
    expect(bench.views.consignment(D1)?.state).toBe('labelled');
  });

  it('that a person says was not printed is printed when they ask for it, as a new job that names it', async () => {
    settlePrintJob(bench.office, 'j1', 'was-not-printed', by);
    await bench.pass(60_000);
    expect(printer.paper).toEqual([]);
    reprint(bench.office, 'j1', by);
    await bench.pass(60_000);
    expect(printer.paper).toEqual([`${D1} ${bench.newest()}`]);
    expect(bench.views.printJob(bench.newest())).toMatchObject({ state: 'printed', reprintOf: 'j1' });
  });

  it('cannot be settled twice', () => {
    expect(settlePrintJob(bench.office, 'j1', 'was-not-printed', by).ok).toBe(true);
    expect(settlePrintJob(bench.office, 'j1', 'was-printed', by).ok).toBe(false);
  });
});
