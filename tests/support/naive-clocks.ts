import type {
  OfficeDay,
  StatutoryCalendar,
  ClockSettings,
} from '#controller/domain/catalogue/clock-settings.ts';

/** Working time told minute by minute from a wall clock and a list of days: slow, and too simple to be wrong. */
export interface NaiveOffice {
  readonly ordinary: Pick<ClockSettings, 'hours' | 'weekdays'>;
  readonly statutory: StatutoryCalendar;
  readonly own: readonly OfficeDay[];
}

const MINUTE = 60_000;

/** Whether the office works during the minute that begins at an instant (UTC ms). */
export const naiveWorks = (office: NaiveOffice): ((at: number) => boolean) => {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: office.statutory.timeZone, dateStyle: 'short', timeStyle: 'short' },
  });
  return (at) => {
    const [date = '', time = ''] = clock.format(at).split(' ');
    const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    const own = office.own.find((day) => day.date === date);
    const state = office.statutory.days.find((day) => day.date === date);
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
    const works = own?.working ?? state?.working ?? office.ordinary.weekdays.includes(weekday);
    const hours = own?.hours ?? office.ordinary.hours;
    return works && hours.some(({ from, to }) => from <= minute && minute < to);
  };
};

/** Whole working minutes between two instants on whole minutes, pauses left out. */
export const naiveBetween = (
  works: (at: number) => boolean,
  from: number,
  to: number,
  pauses: readonly { readonly from: number; readonly to: number }[] = [],
): number => {
  let count = 0;
  for (let at = from; at < to; at += MINUTE)
    if (works(at) && !pauses.some((pause) => pause.from <= at && at < pause.to)) count++;
  return count;
};

/** The end of the n-th working minute from an instant on. */
export const naiveAdd = (
  works: (at: number) => boolean,
  from: number,
  minutes: number,
  pauses: readonly { readonly from: number; readonly to: number }[] = [],
): number => {
  let at = from;
  for (let left = minutes; left > 0; at += MINUTE)
    if (works(at) && !pauses.some((pause) => pause.from <= at && at < pause.to)) left--;
  return at;
};
