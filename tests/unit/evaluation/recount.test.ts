import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockBook, basisOf } from '#controller/domain/clocks/clock-book.ts';
import { deadlineOf } from '#controller/domain/clocks/deadline.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import type { Projection } from '#controller/ledger/projector.ts';
import type { AnyStoredEvent } from '#controller/ports/ledger.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { binned, Spread } from '#controller/views/spread.ts';
import { trendSteps } from '#controller/views/trend-steps.ts';
import { exactly } from '#tests/support/ledgers.ts';
import { document } from '#tests/support/search-site.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Thursday, nine o'clock in Shanghai; days there begin at 16:00 UTC. */
const START = Date.parse('2026-06-18T01:00:00.000Z');
const dayAt = (ms: number): number => Math.floor((ms + 8 * HOUR) / DAY);
const departments = ['bgs', 'czj', 'slj'] as const;

/** What happens to pieces, one after the other, each some hours after the one before. */
interface Step {
  readonly hours: number;
  readonly piece: number;
  readonly what: 'deposit' | 'collect' | 'refuse' | 'miss';
  readonly visit: number;
}
const steps = fc.array(
  fc.record({
    hours: fc.integer({ min: 0, max: 30 }),
    piece: fc.integer({ min: 0, max: 8 }),
    what: fc.constantFrom('deposit', 'collect', 'collect', 'refuse', 'miss') as fc.Arbitrary<Step['what']>,
    visit: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: 60 },
);

const live = (views: readonly Projection[], story: readonly Step[]) => {
  const ledger = createMemoryLedger({ site: 'test', projections: views });
  let now = START;
  const add = (stream: `${'document' | 'consignment'}:${string}`, event: EventDraft): void => {
    const context = { time: new Date(now).toISOString(), actor: '1', station: 'front', cause: 'test' };
    const expected = exactly(ledger.versionOf(stream));
    if (!ledger.append([{ stream, expected, events: [event] }], context).ok) throw new Error('conflict');
  };
  add('document:d0', document({ urgency: 'teji' }));
  add('document:d1', document());
  for (let i = 0; i < 9; i += 1)
    add(`consignment:p${i}`, {
      type: 'ConsignmentRegistered',
      payload: { document: `d${i % 2}`, department: departments[i % 3] ?? 'bgs', copy: 1, copies: 1 },
    });
  const state = new Map<number, string>();
  for (const { hours, piece, what, visit } of story) {
    now += hours * HOUR;
    const [stream, was] = [`consignment:p${piece}` as const, state.get(piece) ?? 'registered'];
    const where = { compartment: 'A01', intent: 'i', session: `s${visit}` };
    if (what === 'deposit' && was === 'registered')
      add(stream, { type: 'ConsignmentDeposited', payload: { ...where, counted: 'person' } });
    else if (what === 'collect' && was === 'deposit') {
      const department = departments[piece % 3] ?? 'bgs';
      add(stream, { type: 'ConsignmentCollected', payload: { ...where, signedBy: 'box', department } });
    } else if (what === 'refuse' && (was === 'deposit' || was === 'collect'))
      add(stream, { type: 'ConsignmentRefused', payload: { session: 's', reason: 'format', note: null } });
    else if (what === 'miss' && was === 'collect')
      add(stream, {
        type: 'ConsignmentMissing',
        payload: { was: 'collected', compartment: null, by: 'desk', note: null },
      });
    else continue;
    state.set(piece, what);
  }
  return { ledger, now };
};

/** The same figures, by going through the events one by one, and sorting. */
const recount = (
  events: readonly AnyStoredEvent[],
  days: { first: number; last: number },
  now: number,
  department: string,
) => {
  const basis = basisOf(clockBook.initialState());
  const mine = new Set<string>();
  const documents = new Map<string, { kind: string; urgency: never }>();
  const paper = new Map<string, string>();
  const open = new Map<string, { at: number; due: number }>();
  const signed: { at: number; due: number; end: number }[] = [];
  const visits = new Set<string>();
  let [started, refused, missing] = [0, 0, 0];
  const within = (ms: number): boolean => dayAt(ms) >= days.first && dayAt(ms) <= days.last;
  for (const event of events) {
    const at = Date.parse(event.time);
    const key = event.stream.split(':')[1] ?? '';
    if (event.type === 'DocumentRegistered') documents.set(key, event.payload as never);
    if (event.type === 'ConsignmentRegistered') {
      paper.set(key, event.payload.document);
      if (event.payload.department === department) mine.add(key);
    }
    if (!mine.has(key)) continue;
    if (event.type === 'ConsignmentDeposited') {
      const { kind, urgency } = documents.get(paper.get(key) ?? '')!;
      const running = { clock: 'sign-for' as const, kind, urgency, startedAt: at, pauses: [] };
      open.set(key, { at, due: deadlineOf(basis, running).dueAt });
      if (within(at)) started += 1;
    }
    if (event.type === 'ConsignmentCollected') {
      const clock = open.get(key)!;
      signed.push({ ...clock, end: at });
      open.delete(key);
      if (within(at)) visits.add(`${dayAt(at)} ${event.payload.session}`);
    }
    if (event.type === 'ConsignmentRefused') open.delete(key);
    if (event.type === 'ConsignmentRefused' && within(at)) refused += 1;
    if (event.type === 'ConsignmentMissing' && within(at)) missing += 1;
  }
  const mineSigned = signed.filter(({ at }) => within(at));
  const took = mineSigned.map(({ at, end }) => (end - at) / 1000).sort((a, b) => a - b);
  const rank = (q: number): number | null => took[Math.ceil(q * took.length) - 1] ?? null;
  const inTime = mineSigned.filter(({ end, due }) => end <= due).length;
  const late =
    mineSigned.length - inTime + [...open.values()].filter(({ at, due }) => within(at) && due < now).length;
  return {
    signFor: { started, inTime, late, median: rank(0.5), p90: rank(0.9) },
    refused,
    missing,
    visits: visits.size,
  };
};

const agrees = (
  views: readonly Projection[],
  meddle?: (ledger: ReturnType<typeof live>['ledger']) => void,
  options: { readonly seed?: number; readonly numRuns: number } = { numRuns: 40 },
): void =>
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 20 }),
      (story, skip, length) => {
        const { ledger, now } = live(views, story);
        try {
          meddle?.(ledger);
          const first = dayAt(START) + skip;
          const days = { first, last: first + length };
          const report = createReadModels(ledger.db).evaluate(days, now);
          for (const department of departments) {
            const expected = recount(ledger.read(0, 1000), days, now, department);
            const figures = report.departments.find((each) => each.department === department);
            const {
              started = 0,
              inTime = 0,
              late = 0,
              median = null,
              p90 = null,
            } = figures?.clocks['sign-for'] ?? {};
            const sum = (list: readonly { pieces: number }[] = []): number =>
              list.reduce((all, { pieces }) => all + pieces, 0);
            expect({
              signFor: { started, inTime, late, median, p90 },
              refused: sum(figures?.refusals),
              missing: sum(figures?.discrepancies),
              visits: figures?.visits ?? 0,
            }).toEqual(expected);
          }
        } finally {
          ledger.close();
        }
      },
    ),
    { ...options, endOnFailure: true },
  );

describe('the figures of a department', () => {
  it('equal a recount of the ledger, event by event, for any period', () => agrees(projections));

  it.each<[string, Parameters<typeof agrees>]>([
    [
      'a view that comes before the deadlines it reads',
      [
        [...projections]
          .sort((a) => (a.name === 'evaluation-clocks' ? -1 : 0))
          .sort((a) => (a.name === 'documents' ? -1 : 0)),
      ],
    ],
    [
      'a late piece that counts as in time',
      [projections, ({ db }) => void db.exec('UPDATE view_evaluation_day SET inTime = met')],
    ],
    [
      'a time to sign that is forgotten',
      [
        projections,
        ({ db }) => void db.exec('UPDATE view_evaluation_day SET took = CAST(substr(took, 5) AS BLOB)'),
      ],
    ],
    [
      'a visit that counts once a piece',
      [
        projections,
        ({ db }) =>
          void db.exec(
            "UPDATE view_evaluation_visit SET session = session || 'x' WHERE false; INSERT OR IGNORE INTO view_evaluation_visit SELECT day, department, session || '+', at, -sequence FROM view_evaluation_visit",
          ),
      ],
    ],
    [
      'a refusal that is forgotten',
      [projections, ({ db }) => void db.exec('DELETE FROM view_evaluation_mark')],
    ],
  ])('would be caught with %s', (_, mutant) => {
    // Stories in which it makes a difference are not all: so many that one of them surely is.
    const [views, meddle] = mutant;
    expect(() => agrees(views, meddle, { seed: MUTANT_SEED, numRuns: 2_000 })).toThrow(/Property failed/);
  });

  it('open down to their rows: as many as the figure says, each of them what it says', () => {
    fc.assert(
      fc.property(steps, (story) => {
        const { ledger, now } = live(projections, story);
        try {
          const views = createReadModels(ledger.db);
          const days = { first: dayAt(START), last: dayAt(START) + 60 };
          const { total } = views.evaluate(days, now);
          const rows = (figure: Parameters<typeof views.figureRows>[0]['figure']) =>
            views.figureRows({ figure, days, now }, { limit: 200 }).rows;
          const signFor = total.clocks['sign-for'];
          expect(rows('started')).toHaveLength(signFor.started);
          expect(rows('in-time')).toHaveLength(signFor.inTime);
          expect(rows('late')).toHaveLength(signFor.late);
          expect(
            rows('late').every(({ endedAt, dueAt }) => (endedAt ?? new Date(now).toISOString()) > dueAt!),
          ).toBe(true);
          expect(rows('handled-in-time')).toHaveLength(total.clocks.handling.inTime);
          expect(rows('handled-late')).toHaveLength(total.clocks.handling.late);
          expect(rows('visits')).toHaveLength(total.visits);
          expect(rows('overdue')).toHaveLength(total.overdueNow);
          expect(rows('refused')).toHaveLength(total.refusals.reduce((all, { pieces }) => all + pieces, 0));
          expect(rows('discrepancies')).toHaveLength(
            total.discrepancies.reduce((all, { pieces }) => all + pieces, 0),
          );
        } finally {
          ledger.close();
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});

describe('a percentile', () => {
  // Small ones, ones around where bins change, and any.
  const value = fc.oneof(
    fc.integer({ min: 0, max: 20 }),
    fc
      .integer({ min: 0, max: 31 })
      .chain((bit) => fc.integer({ min: -2, max: 2 }).map((near) => (2 ** bit + near) >>> 0)),
    fc.integer({ min: 0, max: 0xffff_ffff }),
  );

  it('is what sorting gives, however the values come', () => {
    fc.assert(
      fc.property(fc.array(fc.array(value)), fc.subarray([0.01, 0.5, 0.9, 1]), (lists, qs) => {
        const [spread, whole] = [new Spread(), new Spread()];
        for (const [i, list] of lists.entries()) (i % 2 ? spread : whole).add(binned(Uint32Array.from(list)));
        whole.include(spread);
        const sorted = lists.flat().sort((a, b) => a - b);
        const expected = qs.map((q) => sorted[Math.ceil(q * sorted.length) - 1] ?? null);
        expect(qs.map((q) => whole.quantile(q))).toEqual(expected);
      }),
    );
  });
});

describe('the steps of a trend', () => {
  it('cover a period without gap or overlap: days of a month, weeks of a quarter, months of a year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25_000 }), fc.integer({ min: 0, max: 800 }), (first, length) => {
        const steps = trendSteps({ first, last: first + length });
        const days = steps.flatMap((step) =>
          Array.from({ length: step.last - step.first + 1 }, (_, i) => step.first + i),
        );
        expect(days).toEqual(Array.from({ length: length + 1 }, (_, i) => first + i));
        expect(steps.length).toBeLessThanOrEqual(31);
      }),
    );
    const named = (first: string, last: string) =>
      trendSteps({ first: Date.parse(first) / DAY, last: Date.parse(last) / DAY }).map((step) =>
        new Date(step.first * DAY).toISOString().slice(0, 10),
      );
    expect(named('2026-06-18', '2026-08-01').slice(0, 3)).toEqual(['2026-06-18', '2026-06-22', '2026-06-29']);
    expect(named('2026-01-15', '2026-12-31').slice(0, 2)).toEqual(['2026-01-15', '2026-02-01']);
  });
});
