import type { OfficeCalendar } from './office-calendar.ts';

/** A way of measuring time between instants (UTC ms). */
export interface TimeScale {
  /** Ms of this time between two instants; 0 when they are the wrong way round. */
  between(from: number, to: number): number;
  /** The first instant by which `ms` of this time have passed since `at`. */
  add(at: number, ms: number): number;
  /** The last instant from which on `ms` of this time pass until `at`. */
  subtract(at: number, ms: number): number;
}

export const aroundTheClock: TimeScale = {
  between: (from, to) => Math.max(0, to - from),
  add: (at, ms) => at + ms,
  subtract: (at, ms) => at - ms,
};

/** A calendar on which hardly anybody works must not keep a computation going for ever: ten years, in days. */
const FARTHEST = 3660;

/** Time during which the office works. Beyond ten years it gives up and answers with the end of them. */
export const workingTime = (calendar: OfficeCalendar): TimeScale => ({
  between(from, to) {
    let sum = 0;
    const last = calendar.numberAt(to);
    for (let n = calendar.numberAt(from); n <= last && from < to; n++)
      for (const span of calendar.day(n).spans)
        sum += Math.max(0, Math.min(to, span.to) - Math.max(from, span.from));
    return sum;
  },
  add(at, ms) {
    if (ms <= 0) return at;
    let left = ms;
    const first = calendar.numberAt(at);
    for (let n = first; n < first + FARTHEST; n++)
      for (const { from, to } of calendar.day(n).spans) {
        const begin = Math.max(at, from);
        if (begin >= to) continue;
        if (left <= to - begin) return begin + left;
        left -= to - begin;
      }
    return calendar.day(first + FARTHEST).start;
  },
  subtract(at, ms) {
    if (ms <= 0) return at;
    let left = ms;
    const last = calendar.numberAt(at);
    for (let n = last; n > last - FARTHEST; n--)
      for (const { from, to } of calendar.day(n).spans.toReversed()) {
        const end = Math.min(at, to);
        if (from >= end) continue;
        if (left <= end - from) return end - left;
        left -= end - from;
      }
    return calendar.day(last - FARTHEST).start;
  },
});

/** When the office closes on the n-th working day after the day of `at`. */
export const nthClose = (calendar: OfficeCalendar, at: number, n: number): number => {
  const first = calendar.numberAt(at) + 1;
  let left = n;
  for (let number = first; number < first + FARTHEST; number++) {
    const close = calendar.day(number).spans.at(-1)?.to;
    if (close !== undefined && --left === 0) return close;
  }
  return calendar.day(first + FARTHEST).start;
};
