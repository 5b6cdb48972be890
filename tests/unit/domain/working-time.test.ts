import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chineseHolidays } from '#controller/domain/clocks/chinese-holidays.ts';
import { deadlineOf, clockBasis } from '#controller/domain/clocks/deadline.ts';
import { defaultClockSettings } from '#controller/domain/clocks/default-settings.ts';
import { OfficeCalendar } from '#controller/domain/clocks/office-calendar.ts';
import {
  aroundTheClock,
  nthClose,
  workingTime,
  type TimeScale,
} from '#controller/domain/clocks/working-time.ts';
import { naiveAdd, naiveBetween, naiveWorks, type NaiveOffice } from '#tests/support/naive-clocks.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

const MINUTE = 60_000;
const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland'];
/** Not in the hours in which clocks change. */
const hours = fc.uniqueArray(fc.integer({ min: 4, max: 24 }), { minLength: 2, maxLength: 6 }).map((marks) => {
  const sorted = [...marks].sort((a, b) => a - b).map((mark) => mark * 60);
  return Array.from({ length: sorted.length >> 1 }, (_, i) => ({
    from: (sorted[2 * i] ?? 0) + (i === 0 ? 7 : 0),
    to: sorted[2 * i + 1] ?? 0,
  }));
});
const date = fc
  .integer({ min: 0, max: 40 })
  .map((n) => new Date(Date.UTC(2026, 1, 10 + n)).toISOString().slice(0, 10));
const offices: fc.Arbitrary<NaiveOffice> = fc.record({
  ordinary: fc.record({
    hours,
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 4, maxLength: 7 }),
  }),
  statutory: fc.constantFrom(...ZONES).map((zone) => chineseHolidays(2026, zone)),
  own: fc.uniqueArray(
    fc.record({
      ...{ date, working: fc.boolean(), hours: fc.option(hours), note: fc.constant('') },
    }),
    { maxLength: 4, selector: ({ date: on }) => on },
  ),
});
/** Around the Spring Festival of 2026, its make-up days, and the days on which clocks change in spring. */
const instants = fc.integer({ min: 0, max: 50 * 1440 }).map((m) => Date.UTC(2026, 1, 10) + m * MINUTE);

type MakeScale = (office: NaiveOffice) => TimeScale;
const real: MakeScale = (office) => workingTime(new OfficeCalendar(office));
const agrees = (
  make: MakeScale,
  options: { readonly seed?: number; readonly numRuns: number } = { numRuns: 40 },
): void =>
  fc.assert(
    fc.property(offices, instants, fc.integer({ min: 0, max: 300 }), (office, from, minutes) => {
      const scale = make(office);
      const works = naiveWorks(office);
      const due = naiveAdd(works, from, minutes);
      expect(scale.add(from, minutes * MINUTE)).toBe(due);
      expect(scale.between(from, due)).toBe(naiveBetween(works, from, due) * MINUTE);
      const back = scale.subtract(due, minutes * MINUTE);
      expect(back).toBeGreaterThanOrEqual(from);
      expect(naiveBetween(works, back, due)).toBe(minutes);
    }),
    // Without shrinking: a naive count takes a tenth of a second.
    { ...options, endOnFailure: true },
  );

describe('Working time', { timeout: 120_000 }, () => {
  it('is what counting minute by minute on a wall clock gives, over holidays, make-up days and changes of the clocks', () =>
    agrees(real));

  const mutants: Readonly<Record<string, MakeScale>> = {
    'knows no holidays': (office) =>
      workingTime(new OfficeCalendar({ ...office, statutory: { ...office.statutory, days: [] } })),
    'knows no make-up days': ({ statutory, ...office }) =>
      workingTime(
        new OfficeCalendar({
          ...office,
          statutory: { ...statutory, days: statutory.days.filter(({ working }) => !working) },
        }),
      ),
    'forgets the office’s own days': (office) => workingTime(new OfficeCalendar({ ...office, own: [] })),
    'lives in UTC': ({ statutory, ...office }) =>
      workingTime(new OfficeCalendar({ ...office, statutory: { ...statutory, timeZone: 'UTC' } })),
    'never rests': () => aroundTheClock,
    'starts on the next morning': (office) => {
      const calendar = new OfficeCalendar(office);
      const scale = workingTime(calendar);
      return { ...scale, add: (at, ms) => scale.add(calendar.day(calendar.numberAt(at) + 1).start, ms) };
    },
  };
  it.each(Object.keys(mutants))('that %s is caught', (name) => {
    expect(() => agrees(mutants[name] ?? real, { seed: MUTANT_SEED, numRuns: 2000 })).toThrow(/seed/);
  });

  it('gives up after ten years when nobody ever works', () => {
    const parts = { ordinary: { hours: [{ from: 60, to: 60 }], weekdays: [1] }, statutory: null, own: [] };
    const at = Date.UTC(2026, 0, 1);
    expect(workingTime(new OfficeCalendar(parts)).add(at, MINUTE)).toBeGreaterThan(at + 3600 * 86_400_000);
  });
});

const china = chineseHolidays(2025, 'Asia/Shanghai');
const basis = clockBasis(defaultClockSettings, { statutory: china, own: [] });
const due = (
  clock: 'sign-for' | 'handling',
  urgency: 'none' | 'teji' | 'teti' | 'jiaji',
  kind: string,
  at: string,
) =>
  new Date(
    deadlineOf(basis, { clock, urgency, kind, startedAt: Date.parse(at), pauses: [] }).dueAt,
  ).toISOString();

describe('Deadlines by default', () => {
  it('run around the clock for what is urgent', () => {
    expect(due('sign-for', 'teti', '通知', '2026-02-16T20:00:00.000Z')).toBe('2026-02-16T20:15:00.000Z');
    expect(due('sign-for', 'teji', '通知', '2026-02-16T20:00:00.000Z')).toBe('2026-02-16T20:30:00.000Z');
    expect(due('sign-for', 'jiaji', '通知', '2026-02-16T20:00:00.000Z')).toBe('2026-02-17T00:00:00.000Z');
  });

  it('take eight working hours for ordinary papers, over the Spring Festival', () => {
    // Saturday 14 February 2026 is a make-up day; the 15th to the 23rd are free.
    expect(due('sign-for', 'none', '通知', '2026-02-14T06:00:00.000Z')).toBe('2026-02-24T06:00:00.000Z');
  });

  it('end with office hours when they are counted in working days, and the first day does not count', () => {
    expect(due('handling', 'none', '通知', '2026-02-13T01:00:00.000Z')).toBe('2026-02-14T10:00:00.000Z');
    expect(due('handling', 'none', '通知', '2026-02-14T01:00:00.000Z')).toBe('2026-02-24T10:00:00.000Z');
  });

  it('tell telegrams, policy papers and routine apart', () => {
    const at = '2026-06-18T01:00:00.000Z';
    expect(due('handling', 'teti', '电报', at)).toBe('2026-06-19T01:00:00.000Z');
    expect(due('handling', 'teji', '明传电报', at)).toBe('2026-06-20T01:00:00.000Z');
    expect(due('handling', 'none', '电报', at)).toBe('2026-06-24T01:00:00.000Z');
    expect(due('handling', 'none', '意见', at)).toBe('2026-06-21T01:00:00.000Z');
  });

  it('fall back to weekends beyond the years that are known, and say so', () => {
    const day = (on: string) => basis.calendar.day(Date.parse(on) / 86_400_000);
    expect(day('2026-10-01')).toMatchObject({ reason: 'holiday', name: '国庆节', known: true, spans: [] });
    expect(day('2027-10-01')).toMatchObject({ reason: 'ordinary', known: false });
    expect(day('2027-10-02')).toMatchObject({ reason: 'weekend', known: false, spans: [] });
  });
});

/** Rests that do not overlap, in order, on whole minutes. */
const rests = fc.uniqueArray(fc.integer({ min: 1, max: 3000 }), { maxLength: 6 }).map((marks) => {
  const sorted = [...marks].sort((a, b) => a - b);
  return Array.from({ length: sorted.length >> 1 }, (_, i) => ({
    from: (sorted[2 * i] ?? 0) * MINUTE,
    to: (sorted[2 * i + 1] ?? 0) * MINUTE,
  }));
});

describe('A pause', { timeout: 120_000 }, () => {
  it('lets a clock run on by what was left of it', () => {
    const works = naiveWorks({ ordinary: defaultClockSettings, statutory: china, own: [] });
    fc.assert(
      fc.property(
        instants,
        rests,
        fc.constantFrom('none' as const, 'jiaji' as const),
        (startedAt, off, urgency) => {
          const pauses = off.map(({ from, to }) => ({ from: startedAt + from, to: startedAt + to }));
          const { dueAt } = deadlineOf(basis, { clock: 'sign-for', urgency, kind: '函', startedAt, pauses });
          const minutes = urgency === 'none' ? 480 : 240;
          expect(dueAt).toBe(naiveAdd(urgency === 'none' ? works : () => true, startedAt, minutes, pauses));
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('moves a deadline in working days too', () => {
    const startedAt = Date.parse('2026-06-15T01:00:00.000Z');
    const run = { clock: 'handling', urgency: 'none', kind: '函', startedAt } as const;
    const close = nthClose(basis.calendar, startedAt, 1);
    expect(deadlineOf(basis, { ...run, pauses: [] }).dueAt).toBe(close);
    const aDay = { from: startedAt, to: startedAt + 86_400_000 };
    expect(deadlineOf(basis, { ...run, pauses: [aDay] }).dueAt).toBe(close + 86_400_000);
  });

  it('after the deadline changes nothing', () => {
    const startedAt = Date.parse('2026-06-15T01:00:00.000Z');
    const run = { clock: 'sign-for', urgency: 'teti', kind: '函', startedAt } as const;
    const late = { from: startedAt + 20 * MINUTE, to: startedAt + 90 * MINUTE };
    expect(deadlineOf(basis, { ...run, pauses: [late] })).toEqual(deadlineOf(basis, { ...run, pauses: [] }));
  });
});
