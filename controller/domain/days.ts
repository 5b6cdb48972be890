/**
 * The instant (UTC, ISO 8601) at which a day begins on the clocks of a time zone; `add` days later than `date`. Within
 * the years 0001 to 9999, whose instants sort as text.
 */
export const startOfDay = (date: string, timeZone: string, add = 0): string =>
  new Date(within(instantOnClocks(Date.parse(`${date}T00:00:00Z`) + add * DAY, timeZone))).toISOString();
const within = (instant: number): number => Math.min(Math.max(instant, EARLIEST), LATEST);
/**
 * The instant (UTC ms) at which the clocks of a time zone show `wanted`: ms, as if they showed UTC. One that they skip
 * lies beside the gap.
 */
export const instantOnClocks = (wanted: number, timeZone: string): number => {
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const guess = wanted - offsetAt(wanted, timeZone);
  return wanted - offsetAt(guess, timeZone);
};
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');
/** The date on the clocks of a time zone at an instant, yyyy-MM-dd. */
export const dayAt = (instant: number, timeZone: string): string => timeAt(instant, timeZone).slice(0, 10);

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** What the clocks of a time zone show at an instant (UTC ms), `2026-06-18 09:05:07`. */
export const timeAt = (instant: number, timeZone: string): string => {
  let format = formats.get(timeZone);
  if (!format) {
    const style = { dateStyle: 'short', timeStyle: 'medium' } as const;
    formats.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...style })));
  }
  return format.format(instant);
};
/** Local minus UTC, ms; 0 in years that are not written with four digits. */
const offsetAt = (instant: number, timeZone: string): number => {
  const local = Date.parse(`${timeAt(instant, timeZone).replace(' ', 'T')}Z`);
  return Number.isNaN(local) ? 0 : local - Math.floor(instant / 1000) * 1000;
};
