/**
 * The instant (UTC, ISO 8601) at which a day begins on the clocks of a time zone; `add` days later than `date`.
 */
export const startOfDay = (date: string, timeZone: string, add = 0): string =>
  new Date(instantOnClocks(Date.parse(`${date}T00:00:00Z`) + add * DAY, timeZone)).toISOString();
/**
 * The instant (UTC ms) at which the clocks of a time zone show `wanted`: ms, as if they showed UTC. One that they skip
 * lies beside the gap.
 */
export const instantOnClocks = (wanted: number, timeZone: string): number => {
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const guess = wanted - offsetAt(wanted, timeZone);
  return wanted - offsetAt(guess, timeZone);
};
/** The date on the clocks of a time zone at an instant, yyyy-MM-dd. */
export const dayAt = (instant: number, timeZone: string): string => partsAt(instant, timeZone).slice(0, 10);

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** `2026-06-18 09:05:07`. */
const partsAt = (instant: number, timeZone: string): string => {
  let format = formats.get(timeZone);
  if (!format) {
    const style = { dateStyle: 'short', timeStyle: 'medium' } as const;
    formats.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...style })));
  }
  return format.format(instant);
};
/** Local minus UTC, ms. */
const offsetAt = (instant: number, timeZone: string): number =>
  Date.parse(`${partsAt(instant, timeZone).replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000;
