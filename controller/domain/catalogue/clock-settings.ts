import { z } from 'zod';
import { urgency } from './papers.ts';
import { text } from '../event.ts';

export const clockName = z.enum(['sign-for', 'handling']);
export type ClockName = z.output<typeof clockName>;

/** Working time from one minute of the day to another, counted from local midnight. */
export const workingSpan = z.object({
  /** Minutes after local midnight at which the span begins. */
  from: z.int().min(0).max(1440),
  /** Minutes after local midnight at which the span ends. */
  to: z.int().min(0).max(1440),
});
export type WorkingSpan = z.output<typeof workingSpan>;

/** How long something may take; the first rule of a clock that fits is used. */
export const clockRule = z.object({
  /** Urgencies it is for; none: any. */
  urgencies: z.array(urgency).max(5),
  /** Parts of the name of a kind it is for (`电报` fits `明传电报`); none: any. */
  kinds: z.array(text(60)).max(40),
  /** So many units. */
  amount: z.int().min(1).max(1000),
  /** What the amount counts. */
  unit: z.enum(['minute', 'hour', 'day']),
  /**
   * `clock`: around the clock, a day is 24 hours. `working`: working time only; days end with the office hours of the
   * last one, and the day it starts on does not count (Civil Code of the PRC, articles 201, 203, 204).
   */
  on: z.enum(['clock', 'working']),
  /** Minutes before the deadline, on the same time, at which a reminder is due. */
  remind: z.int().min(0).max(100_000),
});
export type ClockRule = z.output<typeof clockRule>;

export const clockSettings = z.object({
  /** Office hours of an ordinary working day, in order. */
  hours: z.array(workingSpan).min(1).max(6),
  /** Working days of an ordinary week: 1 Monday to 7 Sunday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  /** From drop to pickup. */
  signFor: z.array(clockRule).min(1).max(40),
  /** From pickup to the end of its handling. */
  handling: z.array(clockRule).min(1).max(40),
});
export type ClockSettings = z.output<typeof clockSettings>;

/** What the office added to the calendar: a day off, or one on which it works, at hours of its own if need be. */
export const officeDay = z.object({
  /** Day on the site’s calendar. */
  date: z.iso.date(),
  /** Whether the office works. */
  working: z.boolean(),
  /** Null: the ordinary hours. */
  hours: z.array(workingSpan).max(6).nullable(),
  /** Why, as the office says it. */
  note: text(100),
});
export type OfficeDay = z.output<typeof officeDay>;

const statutoryDay = z.object({
  /** Day on the calendar. */
  date: z.iso.date(),
  /** True for a make-up day, false for a holiday. */
  working: z.boolean(),
  /** Of the holiday it belongs to. */
  name: text(30),
});
/** Statutory holidays and make-up days between two dates; ordinary days are not listed. */
export const statutoryCalendar = z.object({
  /** Zone in which days begin and office hours are meant. */
  timeZone: text(64),
  /** Where the days come from, with its version. */
  source: text(60),
  /** First day it speaks of. */
  from: z.iso.date(),
  /** Last day it speaks of. */
  to: z.iso.date(),
  /** Days that are not as the week has them. */
  days: z.array(statutoryDay).max(2000),
});
export type StatutoryCalendar = z.output<typeof statutoryCalendar>;
