import { z } from 'zod';
import { clockName, clockSettings, officeDay, statutoryCalendar } from './clock-settings.ts';
import { defineEvent, instant, key, text } from '../event.ts';

export const pauseReason = z.enum(['instruction', 'information', 'away', 'box-fault', 'other']);
export const recomputeReason = z.enum(['settings', 'calendar', 'start', 'night', 'clock-jump']);

export const clockSettingsSaved = defineEvent(
  'site',
  'ClockSettingsSaved',
  'The office changed its hours, or how long signing for papers and handling them may take.',
  clockSettings,
);
export const officeDaySet = defineEvent(
  'site',
  'OfficeDaySet',
  'The office put a day of its own into the working calendar.',
  officeDay,
);
export const officeDayRemoved = defineEvent(
  'site',
  'OfficeDayRemoved',
  'A day of the office’s own was taken out of the working calendar.',
  z.object({
    /** Day on the site’s calendar. */
    date: z.iso.date(),
  }),
);
export const calendarAdopted = defineEvent(
  'site',
  'CalendarAdopted',
  'Statutory holidays and make-up days, and the site’s time zone, came into force for deadlines.',
  statutoryCalendar,
);
export const clockPaused = defineEvent(
  'consignment',
  'ClockPaused',
  'A clock of the consignment was stopped for a reason.',
  z.object({
    /** Which clock. */
    clock: clockName,
    reason: pauseReason,
    /** In the person’s own words; may be empty. */
    note: text(200),
  }),
);
export const clockResumed = defineEvent(
  'consignment',
  'ClockResumed',
  'A stopped clock of the consignment went on.',
  z.object({
    /** Which clock. */
    clock: clockName,
  }),
);
export const deadlinesMoved = defineEvent(
  'site',
  'DeadlinesMoved',
  'Open deadlines of one department were computed anew and some of them moved.',
  z.object({
    reason: recomputeReason,
    department: key,
    /** Clocks that were started by events after this sequence … */
    after: z.int().min(0),
    /** … and up to this one. */
    upTo: z.int().min(0),
    /** How many moved. */
    moved: z.int().min(0),
  }),
);
export const deadlinesRecomputed = defineEvent(
  'site',
  'DeadlinesRecomputed',
  'All open deadlines were computed anew.',
  z.object({
    reason: recomputeReason,
    /** Open clocks there were. */
    looked: z.int().min(0),
    /** How many of them moved. */
    moved: z.int().min(0),
    /** How many of those that moved are overdue now and were not before. */
    overdue: z.int().min(0),
  }),
);
export const clockJumped = defineEvent(
  'site',
  'ClockJumped',
  'The machine’s clock was found elsewhere than the time that had passed.',
  z.object({
    /** What it should have shown. */
    expected: instant,
    /** What it showed. */
    found: instant,
    /** `running`: between two looks; `stopped`: it is before the last event of the record. */
    while: z.enum(['running', 'stopped']),
  }),
);
export const visitsJudged = defineEvent(
  'site',
  'VisitsJudged',
  'A half working day ended, and it was looked at which departments had left paper waiting all through it.',
  z.object({
    /** Beginning of the half day. */
    from: instant,
    /** End of the half day. */
    to: instant,
    /** How many departments missed their visit; each is told in its own stream. */
    missed: z.int().min(0),
  }),
);
export const visitMissed = defineEvent(
  'department',
  'VisitMissed',
  'Paper waited for the department through half a working day and nobody came to the box.',
  z.object({
    /** Beginning of the half day. */
    from: instant,
    /** End of the half day. */
    to: instant,
    /** Pieces that waited from its beginning to its end. */
    waiting: z.int().min(1),
  }),
);
