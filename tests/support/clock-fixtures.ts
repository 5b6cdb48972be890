import type { CalendarView, ClockSettingsView, DeadlineView } from '#controller/api/contract/clocks.ts';
import { chineseHolidays } from '#controller/domain/clocks/chinese-holidays.ts';
import { defaultClockSettings } from '#controller/domain/clocks/default-settings.ts';
import { OfficeCalendar } from '#controller/domain/clocks/office-calendar.ts';

const statutory = chineseHolidays(2025, 'Asia/Shanghai');
const own = { date: '2026-10-12', working: false, hours: null, note: '停电检修' };
const calendar = new OfficeCalendar({ ordinary: defaultClockSettings, statutory, own: [own] });
const DAY = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString();

export const settings: ClockSettingsView = {
  settings: defaultClockSettings,
  defaults: defaultClockSettings,
  calendar: { timeZone: 'Asia/Shanghai', source: statutory.source, from: statutory.from, to: statutory.to },
  running: null,
  last: { reason: 'night', looked: 1234, moved: 0, overdue: 0, at: '2026-06-17T19:00:02.000Z' },
  jumps: [],
};
/** A month as the controller shows it, `2026-10`. */
export const calendarOf = (month: string): CalendarView => ({
  ...{ month, timeZone: 'Asia/Shanghai' },
  days: [...Array(31).keys()]
    .map((n) => calendar.day(Date.parse(`${month}-01`) / DAY + n))
    .filter(({ date }) => date.startsWith(month))
    .map(({ spans, start: _, ...day }) => ({
      ...day,
      spans: spans.map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
      own: day.date === own.date ? own : null,
    })),
});
const due: DeadlineView = {
  ...{ docket: '7K3D0Q9MABCDEFGH', clock: 'sign-for', department: 'bgs', departmentName: '市政府办公室' },
  ...{ document: 'd1', number: '某政办发〔2026〕12号', kind: '通知', urgency: 'teji' },
  ...{ startedAt: '2026-06-18T01:00:00.000Z', dueAt: '2026-06-18T01:30:00.000Z' },
  ...{ remindAt: '2026-06-18T01:20:00.000Z', metAt: null, struckAt: null, paused: null, sequence: 12 },
};
export const deadlines: Readonly<Record<string, readonly DeadlineView[]>> = {
  overdue: [due],
  soon: [{ ...due, clock: 'handling', urgency: 'none', sequence: 13 }],
  paused: [{ ...due, paused: { since: '2026-06-18T01:10:00.000Z', reason: 'away' }, sequence: 14 }],
};
export const effect = {
  ...{ open: 1234, earlier: 3, later: 17, becomeOverdue: 2, noLongerOverdue: 1 },
  examples: [{ deadline: due, dueThen: '2026-06-18T03:00:00.000Z' }],
};
