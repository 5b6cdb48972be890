import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Desk } from '#controller/ports/desk.ts';
import type { Printer } from '#controller/ports/printer.ts';
import { reprint, settlePrintJob } from '#controller/commands/print-jobs.ts';
import { PaperPrinter } from './paper-printer.ts';
import { SpoolerBench } from './spooler-bench.ts';

const DOCKETS = ['7K3D0Q9MABCDEFGH', '7K3D0Q9MABCDEFGJ', '7K3D0Q9MABCDEFGK'];
const by = { actor: 'R1', station: null, cause: 'test' };

/** Kills the process at the n-th effect, before it happens or after it happened and before its result is known. */
class Death {
  #left: number;
  readonly #after: boolean;
  dead = false;

  constructor(atEffect: number, after: boolean) {
    this.#left = atEffect;
    this.#after = after;
  }

  /** A durable append: the caller never runs on once dead. */
  sync<T>(effect: () => T): T {
    if (this.dead || (this.#left-- === 0 && !this.#after)) return this.#die();
    const result = effect();
    return this.#left === -1 ? this.#die() : result;
  }

  /** A send or a look: its promise never resolves once dead. */
  async async<T>(effect: () => Promise<T>): Promise<T> {
    if (this.dead || (this.#left-- === 0 && !this.#after)) return this.#stay();
    const died = this.#left === -1;
    const result = await effect();
    return died || this.dead ? this.#stay() : result;
  }

  #die(): never {
    this.dead = true;
    throw new Error('killed');
  }
  #stay(): Promise<never> {
    this.dead = true;
    return new Promise(() => undefined);
  }
}

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
const mortal = (printer: PaperPrinter, death: Death, keepsBooks: boolean): Printer => ({
  status: () => death.async(() => printer.status()),
  send: (bytes) => death.async(() => printer.send(bytes)),
  ...(keepsBooks
    ? {
        fate: (job: string) =>
          death.async(() => Promise.resolve(printer.fateOf(`${DOCKETS[Number(job.slice(1))]} ${job}`))),
      }
    : {}),
});

interface Plan {
  /** For every life but the last: which effect kills it, and on which side of it. */
  readonly deaths: readonly { readonly effect: number; readonly after: boolean }[];
  readonly outcomes: readonly ('taken' | 'not-sent' | 'in-doubt, printed' | 'in-doubt, lost')[];
  readonly outOfPaper: boolean;
  /** The printer keeps books of its jobs, as IPP printers do. */
  readonly keepsBooks: boolean;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  deaths: fc.array(fc.record({ effect: fc.nat({ max: 14 }), after: fc.boolean() }), { maxLength: 4 }),
  outcomes: fc.array(fc.constantFrom('taken', 'not-sent', 'in-doubt, printed', 'in-doubt, lost'), {
    maxLength: 4,
  }),
  outOfPaper: fc.boolean(),
  keepsBooks: fc.boolean(),
});

/** Runs three jobs through the deaths of the plan and says how often each came out, and where it ended. */
const survive = async (life: Life, { deaths, outcomes, outOfPaper, keepsBooks }: Plan) => {
  const bench = new SpoolerBench();
  const printer = new PaperPrinter();
  bench.register(...DOCKETS);
  DOCKETS.forEach((docket, i) => bench.queue(`j${i}`, docket));
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
      { desk: mortal(printer, death, keepsBooks) },
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
  const jobs = DOCKETS.map((docket, i) => ({
    id: `j${i}`,
    state: bench.state(`j${i}`),
    sheets: printer.paper.filter((text) => text === `${docket} j${i}`).length,
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
      ...{ deaths: [{ effect: 2, after: true }], outcomes: [], outOfPaper: false, keepsBooks: true },
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
