import { z } from 'zod';
import { removeOfficeDay, saveClockSettings, setOfficeDay } from '../../commands/clocks.ts';
import { basisOf, clockBook, type ClockBookState } from '../../domain/clocks/clock-book.ts';
import { defaultClockSettings } from '../../domain/clocks/default-settings.ts';
import { settingsProblems, spanProblems, type SettingsProblem } from '../../domain/clocks/settings-rules.ts';
import type { CalendarDay } from '../../domain/clocks/office-calendar.ts';
import {
  calendarDayView,
  calendarView,
  clockEffectView,
  clockSettingsBody,
  clockSettingsView,
  officeDayBody,
  previewBody,
  removeDayBody,
  type CalendarDayView,
  type ClockSettingsView,
} from '../contract/clocks.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { Language } from '../http/language.ts';
import { ProblemError } from '../http/problem.ts';
import { ok, route, type Route } from '../http/route.ts';
import { settingsFix } from '../settings-words.ts';
import { deadlineViewOf } from './deadlines.ts';
import { valueOf } from './listing.ts';

export const READERS = ['registrar', 'supervisor', 'auditor'] as const;
export const CHANGERS = ['registrar', 'supervisor'] as const;
const DAY = 86_400_000;
const JUMPS_SHOWN = 10;

const monthQuery = z.strictObject({ month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/) });
/** How long papers may take, and the working calendar. */
export const clockRoutes = (deps: ApiDeps): Route[] => {
  const book = () => deps.desk.state(clockBook, 'clocks').state;
  const settingsView = (): ClockSettingsView => {
    const { settings, statutory } = book();
    const { timeZone } = basisOf(book()).calendar;
    const { source = null, from = null, to = null } = statutory ?? {};
    return {
      ...{ settings, defaults: defaultClockSettings, calendar: { timeZone, source, from, to } },
      ...deps.clockDesk.recomputation(),
      jumps: deps.clockDesk.jumps(JUMPS_SHOWN),
    };
  };
  const fits = (problems: readonly SettingsProblem[], language: Language): void => {
    if (problems.length === 0) return;
    throw new ProblemError(422, 'invalid', {
      errors: problems.map(({ code, path, value }) => ({ path, value, fix: settingsFix(code, language) })),
    });
  };
  return [
    route({
      method: 'get',
      path: '/clocks/settings',
      tag: 'clocks',
      summary: 'Office hours, and how long signing for papers and handling them may take',
      access: READERS,
      answers: { status: 200, description: 'The settings', schema: clockSettingsView },
      handler: () => ok(settingsView()),
    }),
    route({
      method: 'post',
      path: '/clocks/settings',
      tag: 'clocks',
      summary: 'Change them; open deadlines are computed anew at once, those that were met stay as they were',
      access: CHANGERS,
      body: clockSettingsBody,
      answers: { status: 200, description: 'The settings', schema: clockSettingsView },
      handler({ body, by, language, remember }) {
        fits(settingsProblems(body), language);
        const answer = ok({ ...settingsView(), settings: body });
        valueOf(
          saveClockSettings(
            deps.desk,
            body,
            by,
            remember(() => answer),
          ),
        );
        return answer;
      },
    }),
    route({
      method: 'post',
      path: '/clocks/preview',
      tag: 'clocks',
      summary: 'What a change of settings or calendar would do to the open deadlines; nothing is kept',
      access: CHANGERS,
      body: previewBody,
      answers: { status: 200, description: 'How many move, and some of them', schema: clockEffectView },
      async handler({ body, language }) {
        if (body.settings) fits(settingsProblems(body.settings), language);
        fits(
          body.set.flatMap(({ hours }, i) => spanProblems(hours ?? [], `/set/${i}/hours`)),
          language,
        );
        const { examples, ...counts } = await deps.clockDesk.preview(body);
        return ok({
          ...counts,
          examples: examples.map(({ row, dueThen }) => ({ deadline: deadlineViewOf(deps, row), dueThen })),
        });
      },
    }),
    route({
      method: 'get',
      path: '/clocks/calendar',
      tag: 'clocks',
      summary: 'The working calendar of one month',
      access: READERS,
      query: monthQuery,
      answers: { status: 200, description: 'Its days', schema: calendarView },
      handler({ query: { month } }) {
        const { own } = book();
        const { calendar } = basisOf(book());
        const first = Date.parse(`${month}-01`) / DAY;
        const days = [...Array(31).keys()]
          .map((n) => calendar.day(first + n))
          .filter(({ date }) => date.startsWith(month));
        return ok({
          ...{ month, timeZone: calendar.timeZone },
          days: days.map((day) => dayView(day, own[day.date] ?? null)),
        });
      },
    }),
    route({
      method: 'post',
      path: '/clocks/days',
      tag: 'clocks',
      summary: 'Put a day of the office’s own into the calendar: a day off, or one on which it works',
      access: CHANGERS,
      body: officeDayBody,
      answers: { status: 200, description: 'The day', schema: calendarDayView },
      handler({ body, by, language, remember }) {
        fits(spanProblems(body.hours ?? [], '/hours'), language);
        const answer = ok(dayIn({ ...book(), own: { ...book().own, [body.date]: body } }, body.date));
        valueOf(
          setOfficeDay(
            deps.desk,
            body,
            by,
            remember(() => answer),
          ),
        );
        return answer;
      },
    }),
    route({
      method: 'post',
      path: '/clocks/days/remove',
      tag: 'clocks',
      summary: 'Take a day of the office’s own out of the calendar',
      access: CHANGERS,
      body: removeDayBody,
      answers: { status: 200, description: 'The day as it is now', schema: calendarDayView },
      handler({ body: { date }, by, remember }) {
        const { [date]: _, ...own } = book().own;
        const answer = ok(dayIn({ ...book(), own }, date));
        valueOf(
          removeOfficeDay(
            deps.desk,
            date,
            by,
            remember(() => answer),
          ),
        );
        return answer;
      },
    }),
  ];
};

const dayIn = (book: ClockBookState, date: string): CalendarDayView =>
  dayView(basisOf(book).calendar.day(Date.parse(date) / DAY), book.own[date] ?? null);

const dayView = (
  { date, reason, name, known, spans }: CalendarDay,
  own: CalendarDayView['own'],
): CalendarDayView => {
  const instant = (at: number): string => new Date(at).toISOString();
  const told = spans.map(({ from, to }) => ({ from: instant(from), to: instant(to) }));
  return { date, reason, name, known, spans: told, own };
};
