import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reprint } from '#controller/commands/print-jobs.ts';
import { MOST_SHEET_BYTES, printPdf, type SheetOrder } from '#controller/commands/print-sheets.ts';
import { SheetSweep } from '#controller/supervision/sheet-sweep.ts';
import { printJob } from '#controller/domain/print-job.ts';
import { SpoolerBench } from '../label-printer/spooler-bench.ts';

const DAY = 24 * 3_600_000;
const by = { actor: 'R1', station: null, cause: 'test' };
let bench: SpoolerBench;
let sweep: SheetSweep;
beforeEach(() => {
  bench = new SpoolerBench();
  sweep = new SheetSweep({
    ...{ sheets: bench.sheets, views: bench.views, clock: bench.clock, keepDays: 7 },
    onTrouble: (error) => {
      throw error;
    },
  });
});
afterEach(() => {
  sweep.stop();
  bench.ledger.close();
});
const order = (more: Partial<SheetOrder> = {}): SheetOrder => ({
  ...{ printer: 'a4', label: 'cover sheet', pdf: Buffer.from('%PDF-1.7 x'), copies: 2, why: 'asked for' },
  ...more,
});
const queued = (more?: Partial<SheetOrder>): string => {
  const answer = printPdf(bench.office, order(more), by);
  if (!answer.ok) throw new Error(answer.refusal.code);
  return bench.newest();
};
const finish = (id: string): void => {
  bench.desk.decide(printJob, id, { type: 'Start', bytes: 1, digest: 'd' }, by);
  bench.desk.decide(printJob, id, { type: 'Print', evidence: 'status' }, by);
};

describe('printing a PDF', () => {
  it('puts a job in line that says who, why, what and how many, and keeps the bytes', () => {
    const row = bench.views.printJob(queued());
    expect(row).toMatchObject({
      ...{ printer: 'a4', artwork: 'sheet', by: 'R1', reason: 'asked for', label: 'cover sheet', copies: 2 },
      ...{ state: 'queued' },
    });
    expect(bench.sheets.get(row?.subject ?? '')).toEqual(Uint8Array.from(order().pdf));
  });

  it('refuses what is no PDF, and what is too large, and keeps nothing of it', () => {
    const refused = (pdf: Uint8Array) => {
      const answer = printPdf(bench.office, order({ pdf }), by);
      return answer.ok ? 'taken' : answer.refusal.code;
    };
    expect(refused(Buffer.from('<html>'))).toBe('not-a-pdf');
    expect(refused(new Uint8Array(0))).toBe('not-a-pdf');
    const large = Buffer.alloc(MOST_SHEET_BYTES + 1);
    large.write('%PDF-');
    expect(refused(large)).toBe('sheet-too-large');
    expect(bench.sheets.list()).toEqual([]);
    expect(bench.views.pendingPrintJobs()).toEqual([]);
  });

  it('prints again what is still kept, and says so when it is not', () => {
    const id = queued();
    expect(reprint(bench.office, id, by)).toMatchObject({ ok: false, refusal: { code: 'wrong-state' } });
    finish(id);
    expect(reprint(bench.office, id, by).ok).toBe(true);
    expect(bench.views.printJob(bench.newest())).toMatchObject({
      reprintOf: id,
      copies: 2,
      artwork: 'sheet',
    });
    bench.sheets.remove(bench.views.printJob(id)?.subject ?? '');
    expect(reprint(bench.office, id, by)).toMatchObject({ ok: false, refusal: { code: 'sheet-gone' } });
  });
});

describe('kept PDFs', () => {
  const count = (): number => bench.sheets.list().length;
  const pass = async (days: number): Promise<void> => {
    for (let hour = 0; hour < days * 24; hour++) await bench.clock.advance(DAY / 24);
  };
  it('stay while a job waits, however long, and go some days after the last is done', async () => {
    sweep.start();
    const id = queued();
    await pass(30);
    expect(count()).toBe(1);
    finish(id);
    await pass(6);
    expect(count()).toBe(1);
    await pass(2);
    expect(count()).toBe(0);
  });

  it('go when no job ever named them: the controller died before it was written', async () => {
    bench.sheets.put(Buffer.from('%PDF-1.7 lost'));
    sweep.start();
    await pass(6);
    expect(count()).toBe(1);
    await pass(2);
    expect(count()).toBe(0);
  });

  it('stay for a second job with the same bytes', async () => {
    sweep.start();
    const [first] = [queued(), queued()];
    finish(first);
    await pass(10);
    expect(count()).toBe(1);
  });

  it('an unreadable folder is told of, and looked at again an hour later', async () => {
    const troubles: unknown[] = [];
    const broken = new SheetSweep({
      ...{ views: bench.views, clock: bench.clock, keepDays: 7 },
      sheets: {
        remove: () => undefined,
        list: () => {
          throw new Error('no such folder');
        },
      },
      onTrouble: (error) => troubles.push(error),
    });
    broken.start();
    await bench.clock.advance(DAY / 24);
    broken.stop();
    expect(troubles).toHaveLength(2);
  });
});
