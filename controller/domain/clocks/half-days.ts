import type { CalendarDay } from './office-calendar.ts';

/** Part of a working day, UTC ms. */
export interface HalfDay {
  readonly from: number;
  readonly to: number;
}

/**
 * The two parts of a working day, in each of which a department comes to the box while paper waits for it: before and
 * after the longest break, or before and after the middle of office hours without one. None on a free day.
 */
export const halfDays = ({ spans }: CalendarDay): readonly HalfDay[] => {
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return [];
  let [end, begin] = [(first.from + last.to) / 2, (first.from + last.to) / 2];
  let longest = 0;
  for (const [i, span] of spans.entries()) {
    const next = spans[i + 1];
    if (!next || next.from - span.to <= longest) continue;
    longest = next.from - span.to;
    [end, begin] = [span.to, next.from];
  }
  return [
    { from: first.from, to: end },
    { from: begin, to: last.to },
  ];
};
