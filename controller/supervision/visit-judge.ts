import { basisOf, clockBook } from '../domain/clocks/clock-book.ts';
import { halfDays, type HalfDay } from '../domain/clocks/half-days.ts';
import { visitBook } from '../domain/clocks/visit-book.ts';
import type { StreamId } from '../domain/event.ts';
import type { EventDraft } from '../domain/events.ts';
import type { Clock } from '../ports/clock.ts';
import type { Deadlines } from '../ports/deadlines.ts';
import type { Desk } from '../ports/desk.ts';

interface Deps {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly views: Pick<Deadlines, 'unvisited'>;
}

const by = { actor: 'system', station: null, cause: 'visits' } as const;
const DAY = 86_400_000;
/** Half days that ended longer ago than this, while nothing ran, are not judged any more, days. */
const FARTHEST = 14;

/**
 * At the end of each half working day: records which departments left paper waiting all through it. To be called every
 * minute, and at a start before any door can open: what nobody was there to judge is judged then, and nothing twice.
 */
export const judgeVisits = ({ clock, desk, views }: Deps): void => {
  const { judgedTo } = desk.state(visitBook, 'visits').state;
  const now = clock.now();
  if (judgedTo === null) return record(desk, { from: now, to: now }, []);
  const since = Math.max(Date.parse(judgedTo), now - FARTHEST * DAY);
  const { calendar } = basisOf(desk.state(clockBook, 'clocks').state);
  for (let n = calendar.numberAt(since); n <= calendar.numberAt(now); n++)
    for (const half of halfDays(calendar.day(n)))
      if (half.to > since && half.to <= now) record(desk, half, views.unvisited(instant(half.from)));
};

const instant = (at: number): string => new Date(at).toISOString();

const record = (desk: Desk, half: HalfDay, missed: ReturnType<Deadlines['unvisited']>): void => {
  const span = { from: instant(half.from), to: instant(half.to) };
  const told: EventDraft = { type: 'VisitsJudged', payload: { ...span, missed: missed.length } };
  desk.append(
    [
      { stream: 'site:visits', events: [told] },
      ...missed.map(({ department, waiting }) => ({
        stream: `department:${department}` satisfies StreamId,
        events: [{ type: 'VisitMissed', payload: { ...span, waiting } } satisfies EventDraft],
      })),
    ],
    by,
  );
};
