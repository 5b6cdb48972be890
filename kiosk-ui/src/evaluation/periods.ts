import { now } from '../client/time.ts';

export const periodNames = ['month', 'last-month', 'quarter', 'year', 'own'] as const;
export type PeriodName = (typeof periodNames)[number];

const dateOf = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** First and last day, yyyy-MM-dd; up to today in the site's zone. */
export const daysOf = (
  name: Exclude<PeriodName, 'own'>,
  timeZone: string | undefined,
): readonly [string, string] => {
  const today = new Intl.DateTimeFormat('sv-SE', timeZone === undefined ? {} : { timeZone }).format(now());
  const [year = 0, month = 1] = today.split('-').map(Number);
  switch (name) {
    case 'month':
      return [dateOf(year, month - 1, 1), today];
    case 'last-month':
      return [dateOf(year, month - 2, 1), dateOf(year, month - 1, 0)];
    case 'quarter':
      return [dateOf(year, Math.floor((month - 1) / 3) * 3, 1), today];
    case 'year':
      return [dateOf(year, 0, 1), today];
  }
};
