import { z } from 'zod';
import { line, someLine } from './text.ts';

const instant = z.iso.datetime({ precision: 3 });
const text = z.string();
const count = z.int().min(0);
const urgency = z.enum(['none', 'jiaji', 'teji', 'pingji', 'teti']);
export const clock = z.enum(['sign-for', 'handling']);
const pauseReason = z.enum(['instruction', 'information', 'away', 'box-fault', 'other']);

/** Minutes after local midnight. */
const span = z.strictObject({ from: z.int().min(0).max(1440), to: z.int().min(0).max(1440) });
const rule = z.strictObject({
  /** Empty: any. */
  urgencies: z.array(urgency).max(5),
  /** Parts of the name of a kind; empty: any. */
  kinds: z.array(line(60)).max(40),
  amount: z.int().min(1).max(1000),
  unit: z.enum(['minute', 'hour', 'day']),
  on: z.enum(['clock', 'working']),
  /** Minutes before the deadline. */
  remind: z.int().min(0).max(100_000),
});
export const clockSettingsBody = z.strictObject({
  hours: z.array(span).min(1).max(6),
  /** 1 Monday to 7 Sunday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  signFor: z.array(rule).min(1).max(40),
  handling: z.array(rule).min(1).max(40),
});
export const officeDayBody = z.strictObject({
  date: z.iso.date(),
  working: z.boolean(),
  hours: z.array(span).min(1).max(6).nullable().default(null),
  note: someLine(100).default(''),
});
export const removeDayBody = z.strictObject({ date: z.iso.date() });
export const previewBody = z.strictObject({
  settings: clockSettingsBody.nullable().default(null),
  set: z.array(officeDayBody).max(100).default([]),
  remove: z.array(z.iso.date()).max(100).default([]),
});
export const pauseBody = z.strictObject({
  reason: pauseReason,
  note: someLine(200).default(''),
});

const recomputed = { reason: text, looked: count, moved: count };
export const clockSettingsView = z.object({
  settings: clockSettingsBody,
  /** What a site begins with. */
  defaults: clockSettingsBody,
  calendar: z.object({
    timeZone: text,
    /** Where statutory holidays come from; null while none are known. */
    source: text.nullable(),
    /** First and last day for which they are known. */
    from: z.iso.date().nullable(),
    to: z.iso.date().nullable(),
  }),
  /** Open deadlines are being computed anew. */
  running: z.object(recomputed).nullable(),
  last: z.object({ ...recomputed, overdue: count, at: instant }).nullable(),
  /** Times the machine’s clock was found elsewhere, the newest first, at most ten. */
  jumps: z.array(
    z.object({ expected: instant, found: instant, while: z.enum(['running', 'stopped']), at: instant }),
  ),
});
export const deadlineView = z.object({
  ...{ docket: text, clock, department: text, departmentName: text, document: text },
  ...{ number: text, kind: text, urgency, startedAt: instant, dueAt: instant, remindAt: instant },
  metAt: instant.nullable(),
  struckAt: instant.nullable(),
  paused: z.object({ since: instant, reason: pauseReason }).nullable(),
  /** Of the event that started it. */
  sequence: z.int(),
});
export const clockEffectView = z.object({
  ...{ open: count, earlier: count, later: count, becomeOverdue: count, noLongerOverdue: count },
  examples: z.array(z.object({ deadline: deadlineView, dueThen: instant })),
});
export const calendarDayView = z.object({
  date: z.iso.date(),
  reason: z.enum(['ordinary', 'weekend', 'holiday', 'make-up', 'office']),
  name: text,
  /** Whether statutory holidays are known; else only weekends are free. */
  known: z.boolean(),
  /** Working time, UTC; none on a free day. */
  spans: z.array(z.object({ from: instant, to: instant })),
  /** The office’s own entry, if there is one. */
  own: officeDayBody.nullable(),
});
export const calendarView = z.object({ month: text, timeZone: text, days: z.array(calendarDayView) });

export type ClockSettingsBody = z.output<typeof clockSettingsBody>;
export type ClockRuleBody = z.output<typeof rule>;
export type ClockSettingsView = z.output<typeof clockSettingsView>;
export type DeadlineView = z.output<typeof deadlineView>;
export type ClockEffectView = z.output<typeof clockEffectView>;
export type CalendarDayView = z.output<typeof calendarDayView>;
export type CalendarView = z.output<typeof calendarView>;
export type PauseBody = z.input<typeof pauseBody>;
