import { describe, expect, it } from 'vitest';
import type { OpenClock } from '#controller/ports/open-clocks.ts';
import { basisOf, clockBook } from '#controller/domain/clocks/clock-book.ts';
import { deadlineOf } from '#controller/domain/clocks/deadline.ts';
import { liveThrough, type Life, type Lived, type OfficePlan } from '#tests/support/simulated-office.ts';

const HOUR = 3_600_000;
/** What may pass between a moment and the message about it, with everything up: a look, and the quiet time. */
const SLACK = 62 * 60_000;

interface Run {
  readonly docket: string;
  readonly clock: 'sign-for' | 'handling';
  readonly urgent: boolean;
  readonly from: number;
  readonly to: number;
  readonly remindAt: number;
  readonly dueAt: number;
}
/** Every run of every clock, from the plan alone. */
const runsOf = ({ lives, site, end }: Lived): Run[] => {
  const basis = basisOf(site.desk.state(clockBook, 'clocks').state);
  const run = (life: Life, clock: Run['clock'], from: number | null, to: number | null): Run[] => {
    if (from === null || from >= end) return [];
    const { docket, urgency, kind } = life;
    const moments = deadlineOf(basis, { clock, urgency, kind, startedAt: from, pauses: [] });
    const urgent = urgency !== 'none' && urgency !== 'pingji';
    return [{ docket, clock, urgent, from, to: Math.min(to ?? Infinity, end), ...moments }];
  };
  return lives.flatMap((life) => [
    ...run(life, 'sign-for', life.dropped, life.taken),
    ...run(life, 'handling', life.taken, life.handled),
  ]);
};

/** A digest of ordinary papers looks so far ahead. */
const WEEK = 7 * 24 * HOUR;
/** Mondays at nine, or the first working day after: 5 October is a holiday, and so are the days up to the 8th. */
const SLOTS = ['2026-09-28', '2026-10-08'];

/** Holds everything that was said against the plan; answers how much there was. */
const check = (lived: Lived) => {
  const { site, heard, outages, stops, end } = lived;
  expect(lived.troubles).toEqual([]);
  expect(lived.pending).toBe(0);
  const runs = runsOf(lived);
  const open = (docket: string, at: number): boolean =>
    runs.some((run) => run.docket === docket && run.from <= at && at < run.to);
  for (const { at, dockets } of heard)
    expect(
      dockets.filter((docket) => !open(docket, at)),
      new Date(at).toISOString(),
    ).toEqual([]);

  /** Streams of the messages that were decided, by what they say of which clock. */
  const decided = new Map<string, string[]>();
  const ended = new Map<string, string>();
  for (const event of site.ledger.read(0, 1_000_000)) {
    if (event.type === 'MessageDelivered' || event.type === 'MessageDropped')
      ended.set(event.stream, event.type);
    if (event.type !== 'MessageDecided') continue;
    const { kind, occasion, about } = event.payload;
    for (const { docket, clock } of about) {
      const what = `${kind} ${occasion.split('#')[0] ?? ''} ${docket} ${clock}`;
      decided.set(what, [...(decided.get(what) ?? []), event.stream]);
    }
  }
  const said = (kind: string, { docket, clock }: Run, occasion = '') =>
    decided.get(`${kind} ${occasion} ${docket} ${clock}`) ?? [];
  const delivered = (streams: readonly string[], run: Run): void =>
    expect(
      streams.map((stream) => ended.get(stream)),
      `${run.docket} ${run.clock}`,
    ).toEqual(['MessageDelivered']);
  const away = [...outages, ...stops];
  /** Whether the clock was open, and everything up, all through the slack after a moment. */
  const sure = (run: Run, at: number, latest: number): boolean =>
    at >= run.from &&
    at + SLACK < Math.min(run.to, latest, end) &&
    !away.some((one) => one.from < at + SLACK && one.to + HOUR > at);
  const counted = { reminders: 0, overdue: 0, digests: 0 };
  for (const run of runs) {
    const [reminded, chased] = [said('reminder', run), said('overdue', run)];
    expect(reminded.length, run.docket).toBeLessThanOrEqual(run.urgent && run.to > run.remindAt ? 1 : 0);
    expect(chased.length, run.docket).toBeLessThanOrEqual(run.urgent && run.to > run.dueAt ? 1 : 0);
    if (run.urgent && sure(run, run.remindAt, run.dueAt)) {
      counted.reminders++;
      delivered(reminded, run);
    }
    // Longer than any outage, with the pauses between attempts.
    if (run.urgent && run.to > run.dueAt + 24 * HOUR) {
      counted.overdue++;
      delivered(chased, run);
    }
    for (const slot of SLOTS) {
      const at = Date.parse(`${slot}T01:00:00.000Z`);
      const told = said('digest', run, slot);
      const due = !run.urgent && run.from < at && run.to > at + SLACK && run.dueAt <= at + WEEK;
      expect(told.length, run.docket).toBeLessThanOrEqual(run.urgent ? 0 : 1);
      if (!due || !sure(run, at, Infinity)) continue;
      counted.digests++;
      delivered(told, run);
    }
  }
  return counted;
};

const plan: OfficePlan = {
  ...{ start: '2026-09-24T00:00:00.000Z', days: 15, documents: 400, departments: 60, seed: 7 },
};

describe('A working fortnight of four hundred papers, with holidays, restarts and a channel that is away', () => {
  it('chases everything that was due once, and nothing that was done', { timeout: 180_000 }, async () => {
    const { reminders, overdue, digests } = check(await liveThrough(plan));
    expect(reminders).toBeGreaterThan(15);
    expect(overdue).toBeGreaterThan(5);
    expect(digests).toBeGreaterThan(15);
  });

  const small = { ...plan, documents: 150, days: 8 };
  const mutants: Readonly<Record<string, NonNullable<OfficePlan['spoil']>>> = {
    'overlooks some': (clocks) => ({
      ...clocks,
      upTo: (...asked) => clocks.upTo(...asked).filter(({ docket }) => !docket.endsWith('3')),
    }),
    'believes that nothing is ever done': (clocks) => {
      const seen = new Map<string, OpenClock>();
      const all = (found: readonly OpenClock[]): readonly OpenClock[] => {
        for (const one of found) seen.set(`${one.docket} ${one.clock}`, one);
        return found;
      };
      return {
        ...clocks,
        upTo: (...asked) => (all(clocks.upTo(...asked)), [...seen.values()]),
        of: (docket) => (all(clocks.of(docket)), [...seen.values()].filter((one) => one.docket === docket)),
      };
    },
  };
  it.each(Object.keys(mutants))('a chaser that %s is caught', { timeout: 120_000 }, async (name) => {
    const spoil = mutants[name];
    if (!spoil) throw new Error(name);
    const lived = await liveThrough({ ...small, spoil });
    expect(() => check(lived)).toThrow();
  });
});
