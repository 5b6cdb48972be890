import data from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import library from 'chinese-days/package.json' with { type: 'json' };
import type { StatutoryCalendar } from '../catalogue/clock-settings.ts';

/** Each day says its names, `New Year's Day,元旦,1`. */
type Days = Readonly<Record<string, string>>;

/**
 * Statutory holidays and make-up working days of mainland China from `firstYear` on, as the State Council announced
 * them (from the data of chinese-days, without its functions: they reckon in the machine's own time zone). A year is
 * known as soon as one of its days is.
 */
export const chineseHolidays = (firstYear: number, timeZone: string): StatutoryCalendar => {
  const { holidays, workdays } = data as { readonly holidays: Days; readonly workdays: Days };
  const listed = [
    ...Object.entries(holidays).map(([date, names]) => dayOf(date, false, names)),
    ...Object.entries(workdays).map(([date, names]) => dayOf(date, true, names)),
  ].sort((a, b) => (a.date < b.date ? -1 : 1));
  const years = listed.map(({ date }) => Number(date.slice(0, 4)));
  const last = Math.max(...years);
  const first = Math.max(firstYear, Math.min(...years));
  return {
    timeZone,
    source: `chinese-days ${library.version}`,
    from: `${first}-01-01`,
    to: `${last}-12-31`,
    days: listed.filter(({ date }) => Number(date.slice(0, 4)) >= first),
  };
};

const dayOf = (date: string, working: boolean, names: string): StatutoryCalendar['days'][number] => ({
  date,
  working,
  name: (names.split(',')[1] ?? names).slice(0, 30),
});
