import type { DayRange } from '../ports/evaluation.ts';

const DAY = 86_400_000;
/** Up to so many days a step is a day, up to so many a week; beyond that a month. */
const DAYS = 31;
const WEEKS = 182;

/** A period in steps without gaps; the first and the last may be cut off. Weeks begin on Mondays. */
export const trendSteps = ({ first, last }: DayRange): DayRange[] => {
  const steps: DayRange[] = [];
  const length = last - first + 1;
  for (let day = first; day <= last;) {
    const end = length <= DAYS ? day : length <= WEEKS ? endOfWeek(day) : endOfMonth(day);
    steps.push({ first: day, last: Math.min(end, last) });
    day = end + 1;
  }
  return steps;
};

/** 1970-01-01 was a Thursday. */
const endOfWeek = (day: number): number => day + 6 - ((day + 3) % 7);
const endOfMonth = (day: number): number => {
  const date = new Date(day * DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY - 1;
};
