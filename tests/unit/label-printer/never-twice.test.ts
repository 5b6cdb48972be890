import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Desk } from '#controller/ports/desk.ts';
import type { Printer } from '#controller/ports/printer.ts';
import { printDocument } from '#controller/commands/print-batches.ts';
import { reprint, settlePrintJob } from '#controller/commands/print-jobs.ts';
import { Death } from '#tests/support/death.ts';
import { PaperPrinter } from './paper-printer.ts';
import { SpoolerBench } from './spooler-bench.ts';

const DOCKETS = ['7K3D0Q9MABCDEFGH', '7K3D0Q9MABCDEFGJ', '7K3D0Q9MABCDEFGK'];
const by = { actor: 'R1', station: null, cause: 'test' };

/** The desk and the printer of one life of the process, every effect counted. */
type Life = (desk: Desk, death: Death) => Desk;
const faithful: Life = (desk, death) => ({
  ...desk,
  append: (...args) => death.sync(() => desk.append(...args)),
});
/** Mutant: `PrintJobStarted` reaches the ledger only together with the outcome, after the bytes left. */
const startsAfterSend: Life = (desk, death) => {
  let held: Parameters<Desk['append']>[0][number] | null = null;
  return {
    ...desk,
    state: (evolver, key) => {
      const { version, state } = desk.state(evolver, key);
      if (held?.stream !== `${evolver.kind}:${key}`) return { version, state };
      const facts = held.events.map((event) => ({ ...event, time: '2026-06-18T01:00:00.000Z' }));
      return { version, state: facts.reduce((folded, fact) => evolver.evolve(folded, fact), state) };
    },
    append: (writes, context, answer) => {
      const [first] = writes;
      if (first?.events[0]?.type === 'PrintJobStarted') {
        held = first;
        return undefined as never;
      }
      const all = held ? [held, ...writes] : writes;
      held = null;
      return death.sync(() => desk.append(all, context, answer));
    },
  };
};
/** With `textOf` the printer keeps books of its jobs: that is what a job is printed as. */
const mortal = (printer: PaperPrinter, death: Death, textOf: ((job: string) => string) | null): Printer => ({
  status: () => death.async(() => printer.status()),
  send: (bytes) => death.async(() => printer.send(bytes)),
  ...(textOf && {
    fate: (job: string) => death.async(() => Promise.resolve(printer.fateOf(textOf(job)))),
  }),
});

interface Plan {
  /** For every life but the last: which effect kills it, and on which side of it. */
  readonly deaths: readonly { readonly effect: number; readonly after: boolean }[];
  readonly outcomes: readonly ('taken' | 'not-sent' | 'in-doubt, printed' | 'in-doubt, lost')[];
  readonly outOfPaper: boolean;
  /** The printer keeps books of its jobs, as IPP printers do. */
  readonly keepsBooks: boolean;
  /** The labels of one document, in line together; else three jobs of their own. */
  readonly batch: boolean;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  deaths: fc.array(fc.record({ effect: fc.nat({ max: 14 }), after: fc.boolean() }), { maxLength: 4 }),
  outcomes: fc.array(fc.constantFrom('taken', 'not-sent', 'in-doubt, printed', 'in-doubt, lost'), {
    maxLength: 4,
  }),
  outOfPaper: fc.boolean(),
  keepsBooks: fc.boolean(),
  batch: fc.boolean(),
});

/** Runs three jobs through the deaths of the plan and says how often each came out, and where it ended. */
const survive = async (life: Life, { deaths, outcomes, outOfPaper, keepsBooks, batch }: Plan) => {
  const bench = new SpoolerBench();
  const printer = new PaperPrinter();
  bench.register(...DOCKETS);
  if (batch) printDocument(bench.office, { document: 'd1', printer: 'desk', reason: null }, by);
  else DOCKETS.forEach((docket, i) => bench.queue(`j${i}`, docket));
  const queued = bench.views.printJobs({ limit: 9 }).rows;
  const idOf = (docket: string): string => queued.find(({ subject }) => subject === docket)?.id ?? 'none';
  const textOf = (job: string): string => `${queued.find(({ id }) => id === job)?.subject} ${job}`;
  for (const outcome of outcomes)
    printer.outcomes.push(
      outcome === 'taken'
        ? { kind: 'taken', prints: true }
        : outcome === 'not-sent'
          ? { kind: 'not-sent', why: 'refused' }
          : { kind: 'in-doubt', why: 'broke', prints: outcome.endsWith('printed') },
    );
  if (outOfPaper) printer.needs = 'paper';
  for (const [n, { effect, after }] of [...deaths, { effect: -1, after: false }].entries()) {
    const death = new Death(effect === -1 ? Number.POSITIVE_INFINITY : effect, after);
    const spooler = bench.spooler(
      { desk: mortal(printer, death, keepsBooks ? textOf : null) },
      { desk: life(bench.desk, death) },
    );
    try {
      spooler.start();
    } catch {
      // Killed while putting earlier jobs in doubt.
    }
    await bench.pass(20_000);
    if (n === 0 && outOfPaper) printer.load();
    await bench.pass(120_000);
    // A dead process does nothing more; a living one is stopped so that its successor is alone.
    if (death.dead) void spooler.stop();
    else await spooler.stop();
  }
  const jobs = DOCKETS.map((docket) => ({
    id: idOf(docket),
    state: bench.state(idOf(docket)),
    sheets: printer.paper.filter((text) => text === `${docket} ${idOf(docket)}`).length,
  }));
  return { bench, printer, jobs };
};

const neverTwice = (life: Life) =>
  fc.asyncProperty(plan, async (one) => {
    const { bench, jobs } = await survive(life, one);
    bench.ledger.close();
    for (const { id, state, sheets } of jobs) {
      expect(sheets, `${id} printed ${sheets} times`).toBeLessThanOrEqual(1);
      expect(['printed', 'in-doubt'], id).toContain(state);
      // What the ledger says is printed is on paper.
      if (state === 'printed') expect(sheets, id).toBe(1);
    }
  });

describe('whatever effect a kill hits', () => {
  it('no label comes out twice unasked, and none is called printed that is not', async () => {
    await fc.assert(neverTwice(faithful), { numRuns: 100 });
  });

  it('would be found out if the start were recorded after the bytes left (mutant)', async () => {
    const checked = await fc.check(neverTwice(startsAfterSend), { numRuns: 100 });
    expect(checked.failed).toBe(true);
    expect(String(checked.errorInstance)).toMatch(/printed 2 times/);
  });

  it('books of the printer settle what a kill left open, and nobody has to be asked', async () => {
    const { bench, jobs } = await survive(faithful, {
      ...{
        deaths: [{ effect: 2, after: true }],
        outcomes: [],
        outOfPaper: false,
        keepsBooks: true,
        batch: false,
      },
    });
    expect(jobs.map(({ state, sheets }) => [state, sheets])).toEqual(DOCKETS.map(() => ['printed', 1]));
    bench.ledger.close();
  });

  it('a doubtful label comes out again only when a person says so', async () => {
    const { bench, printer, jobs } = await survive(faithful, {
      deaths: [{ effect: 2, after: true }],
      outcomes: [],
      outOfPaper: false,
      keepsBooks: false,
      batch: false,
    });
    const [first] = jobs;
    expect(first).toEqual({ id: 'j0', state: 'in-doubt', sheets: 1 });
    expect(reprint(bench.office, 'j0', by).ok).toBe(false);
    settlePrintJob(bench.office, 'j0', 'was-not-printed', by);
    reprint(bench.office, 'j0', by);
    const again = bench.newest();
    const spooler = bench.spooler({ desk: printer });
    spooler.start();
    await bench.pass(5000);
    await spooler.stop();
    expect(bench.state(again)).toBe('printed');
    bench.ledger.close();
  });
});
