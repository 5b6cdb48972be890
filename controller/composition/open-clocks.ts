import { basisOf, clockBook, type ClockBookState } from '../domain/clocks/clock-book.ts';
import type { DeadlineCursor, DeadlineMoment, DeadlineRow, Deadlines } from '../ports/deadlines.ts';
import type { Desk } from '../ports/desk.ts';
import type { OpenClock, OpenClocks } from '../ports/open-clocks.ts';

const DAY = 86_400_000;
/** Rows read at once. */
const PAGE = 1_000;

/** Deadlines and the working calendar as chasing asks for them. */
export const openClocks = (
  views: Pick<Deadlines, 'deadlinesIn' | 'deadlinesOf' | 'nextDeadline' | 'missedVisits'>,
  desk: Pick<Desk, 'state'>,
): OpenClocks => {
  let known: { readonly state: ClockBookState; readonly basis: ReturnType<typeof basisOf> } | undefined;
  const calendar = () => {
    const { state } = desk.state(clockBook, 'clocks');
    if (known?.state !== state) known = { state, basis: basisOf(state) };
    return known.basis.calendar;
  };
  return {
    upTo: (moment, before, after = null, which = 'all') =>
      allOf(views, moment, { after, before, urgent: which === 'urgent' }),
    next: (moment, after) => views.nextDeadline(moment, after),
    of: (docket) => views.deadlinesOf(docket).filter(isRunning).map(openClock),
    missedVisits: (range) => views.missedVisits(range),
    isWorkingDay: (date) =>
      calendar().day(Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY)).spans.length > 0,
  };
};

const allOf = (
  views: Pick<Deadlines, 'deadlinesIn'>,
  moment: DeadlineMoment,
  range: Parameters<Deadlines['deadlinesIn']>[1],
): OpenClock[] => {
  const found: OpenClock[] = [];
  for (let cursor: DeadlineCursor | null = null; ;) {
    const { rows, next }: ReturnType<Deadlines['deadlinesIn']> = views.deadlinesIn(
      ...([moment, range, PAGE, cursor] as const),
    );
    found.push(...rows.map(openClock));
    if (next === null) return found;
    cursor = next;
  }
};

const isRunning = ({ metAt, struckAt, paused }: DeadlineRow): boolean =>
  metAt === null && struckAt === null && paused === null;
const openClock = ({ docket, document, department, urgency, clock, ...row }: DeadlineRow): OpenClock => ({
  ...{ docket, document, department, urgency, clock },
  ...{ since: row.sequence, remindAt: row.remindAt, due: row.dueAt },
});
