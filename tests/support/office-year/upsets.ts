import type { OfficeDay } from '#controller/domain/catalogue/clock-settings.ts';
import { DAY, departmentsOf, every, HOUR, MINUTE, type Stretch, type YearPlan } from './plan.ts';

/** The machine’s clock is set, between what happens at the box. */
export interface Jump {
  /** What it showed, UTC ms. */
  readonly at: number;
  /** By how much it is set, ms. */
  readonly by: number;
  /** Whether the controller was off meanwhile. */
  readonly restart: boolean;
}
/** Somebody is away; UTC ms. */
export interface Absence extends Stretch {
  readonly person: string;
  readonly standIn: string;
  /** Whether the period that was named runs out; else it is ended early. */
  readonly runsOut: boolean;
}
/** The office changes its calendar; `day` null: takes a day of its own back. */
export interface Edit {
  readonly at: number;
  readonly date: string;
  readonly day: OfficeDay | null;
}

/** Numbers of the people of a department, of the one supervisor and of who stands in for them. */
export const collectorOf = (department: string): string => `1${department}`;
export const headOf = (department: string): string => `2${department}`;
export const SUPERVISOR = '9001';
export const DEPUTY = '9002';

const BACK = [
  { hour: 10, by: -2 }, // the hour of the digests, twice
  { hour: 12.5, by: -2.5 }, // the end of a half day, twice
  { hour: 4.5, by: -3 }, // the hour in which all is computed anew, twice
  { hour: 18.25, by: -1.5 },
];
const FORWARD = [
  { hour: 8.5, by: 3 }, // no hour of the digests
  { hour: 11.5, by: 2.5 }, // no end of the half day
  { hour: 1, by: 5 }, // no night
  { hour: 16, by: 3 },
];

/** Every fourth day the clock is set, forwards and back in turn, each time of day with and without a restart. */
export const planJumps = (plan: YearPlan): Jump[] => {
  const days = every(plan, 4, 0).map((at) => at + 12_000);
  return days.map((day, i) => {
    const kinds = i % 2 === 0 ? FORWARD : BACK;
    const n = Math.floor(i / 2);
    const { hour, by } = kinds[n % kinds.length] ?? { hour: 0, by: 0 };
    return { at: day + hour * HOUR, by: by * HOUR, restart: Math.floor(n / kinds.length) % 2 === 1 };
  });
};
/** What the clock never showed, because it was set forward. */
export const skipped = (jumps: readonly Jump[]): Stretch[] =>
  jumps.filter(({ by }) => by > 0).map(({ at, by }) => ({ from: at, to: at + by }));

/**
 * The time that passed when the clock showed an instant, UTC ms: what it would show had nobody set it. Where it showed
 * it twice, the first time: then people come to the box, in the second pass nobody does.
 */
export const passedAt =
  (jumps: readonly Jump[]): ((shown: number) => number) =>
  (shown) => {
    let off = 0;
    for (const { at, by } of jumps) {
      if (shown <= at) break;
      off += by;
    }
    return shown - off;
  };

/** Every other collector of those told one by one, and the supervisor, is away for a week in each month. */
export const planAbsences = (plan: YearPlan): Absence[] => {
  const pairs: (readonly [string, string])[] = [
    ...(['email', 'sms'] as const).flatMap((channel) => {
      const people = departmentsOf(plan, channel).map(collectorOf);
      return people.flatMap((person, i) => {
        const standIn = people[i + 1];
        return i % 2 === 0 && standIn !== undefined ? [[person, standIn] as const] : [];
      });
    }),
    [SUPERVISOR, DEPUTY],
  ];
  const begin = Date.parse(plan.start) + 3 * DAY + 20.25 * HOUR + 9_000;
  return Array.from({ length: Math.ceil(plan.days / 30) }, (_, n) =>
    pairs.map(([person, standIn]) => {
      const from = begin + n * 30 * DAY;
      return { person, standIn, from, to: from + 6 * DAY + HOUR, runsOut: n % 2 === 0 };
    }),
  ).flat();
};

/** A free day of the office's own, known long before; then every twelve days a change of days that lie ahead. */
export const planEdits = (plan: YearPlan): Edit[] => [
  setTo(Date.parse(plan.start), '2026-04-15', false),
  ...every(plan, 12, 14).flatMap((middle, n): Edit[] => {
    const at = middle - 2 * DAY + 37 * MINUTE;
    const day = dayAt(at);
    // From here to Friday; 1970-01-01 was a Thursday.
    const toFriday = (8 - (day % 7)) % 7;
    switch (n % 3) {
      case 0:
        // The Saturday is worked, as is said on Friday.
        return [setTo(at + toFriday * DAY, dateOf(day + toFriday + 1), true)];
      case 1:
        return [setTo(at, dateOf(day + 1), false)];
      default:
        // A day off, taken back before it comes.
        return [setTo(at, dateOf(day + 5), false), { at: at + 3 * DAY, date: dateOf(day + 5), day: null }];
    }
  }),
];
const setTo = (at: number, date: string, working: boolean): Edit => ({
  ...{ at, date },
  day: { date, working, hours: null, note: '' },
});

/** Days on the clocks of Shanghai, counted from 1970-01-01, a Thursday. */
export const dayAt = (at: number): number => Math.floor((at + 8 * HOUR) / DAY);
export const startOf = (day: number): number => day * DAY - 8 * HOUR;
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
