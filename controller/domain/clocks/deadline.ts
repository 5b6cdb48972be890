import type { PayloadOf } from '../events.ts';
import { OfficeCalendar, type CalendarParts } from './office-calendar.ts';
import type { ClockName, ClockRule, ClockSettings } from '../catalogue/clock-settings.ts';
import { aroundTheClock, nthClose, workingTime, type TimeScale } from './working-time.ts';

/** Everything deadlines follow from besides the piece itself. */
export interface ClockBasis {
  readonly settings: ClockSettings;
  readonly calendar: OfficeCalendar;
  readonly working: TimeScale;
}
export const clockBasis = (
  settings: ClockSettings,
  parts: Pick<CalendarParts, 'statutory' | 'own'>,
): ClockBasis => {
  const calendar = new OfficeCalendar({ ...parts, ordinary: settings });
  return { settings, calendar, working: workingTime(calendar) };
};

/** A rest of the clock, UTC ms; `to` is null while it lasts. */
export interface ClockPause {
  readonly from: number;
  readonly to: number | null;
}
/** One clock of one piece. */
export interface RunningClock {
  readonly clock: ClockName;
  readonly urgency: PayloadOf<'DocumentRegistered'>['urgency'];
  /** The office's own name of the kind. */
  readonly kind: string;
  /** UTC ms. */
  readonly startedAt: number;
  /** In order. */
  readonly pauses: readonly ClockPause[];
}
/** UTC ms. */
export interface Deadline {
  readonly dueAt: number;
  /** Never before the start. */
  readonly remindAt: number;
}

const MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The rule a piece falls under: the first that fits; the last one when none does. */
export const ruleFor = (
  settings: ClockSettings,
  { clock, urgency, kind }: Pick<RunningClock, 'clock' | 'urgency' | 'kind'>,
): ClockRule => {
  const rules = clock === 'sign-for' ? settings.signFor : settings.handling;
  const fits = ({ urgencies, kinds }: ClockRule): boolean =>
    (urgencies.length === 0 || urgencies.includes(urgency)) &&
    (kinds.length === 0 || kinds.some((part) => kind.includes(part)));
  const rule = rules.find(fits) ?? rules.at(-1);
  if (!rule) throw new RangeError(`there is no rule for ${clock}`);
  return rule;
};

/** When a clock is due, and when its reminder is: pure, from nothing but what is given. */
export const deadlineOf = (basis: ClockBasis, running: RunningClock): Deadline => {
  const rule = ruleFor(basis.settings, running);
  const scale = rule.on === 'clock' ? aroundTheClock : basis.working;
  const dueAt = dueUnder(rule, scale, basis.calendar, running);
  return { dueAt, remindAt: Math.max(running.startedAt, scale.subtract(dueAt, rule.remind * MS.minute)) };
};

const dueUnder = (
  { amount, unit, on }: ClockRule,
  scale: TimeScale,
  calendar: OfficeCalendar,
  { startedAt, pauses }: RunningClock,
): number => {
  const wholeDays = unit === 'day' && on === 'working';
  const unbroken = wholeDays
    ? nthClose(calendar, startedAt, amount)
    : scale.add(startedAt, amount * MS[unit]);
  if (pauses.length === 0) return unbroken;
  let at = startedAt;
  let left = wholeDays ? scale.between(startedAt, unbroken) : amount * MS[unit];
  for (const { from, to } of pauses) {
    const run = scale.between(at, from);
    // It was due before it was stopped.
    if (run >= left) break;
    left -= run;
    at = Math.max(at, to ?? from);
  }
  return scale.add(at, left);
};
