import { basisOf, clockBook, type ClockBookState } from '../domain/clocks/clock-book.ts';
import { deadlineOf } from '../domain/clocks/deadline.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClockChange, ClockEffect } from '../ports/clock-desk.ts';
import type { Deadlines, OpenClock, OpenClockCursor } from '../ports/deadlines.ts';
import type { Desk } from '../ports/desk.ts';

interface Deps {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly views: Pick<Deadlines, 'openClocks' | 'deadlinesOf'>;
}
/** Open clocks looked at in one go; between two goes everything else has its turn. */
const CHUNK = 2_000;
const EXAMPLES = 8;

interface Example {
  readonly one: OpenClock;
  readonly dueThen: number;
}

/** What a change of settings or calendar would do to the open clocks, before anybody saves it. */
export const previewClocks = async (deps: Deps, change: ClockChange): Promise<ClockEffect> => {
  const { clock, desk, views } = deps;
  const basis = basisOf(changed(desk.state(clockBook, 'clocks').state, change));
  const effect = { open: 0, earlier: 0, later: 0, becomeOverdue: 0, noLongerOverdue: 0 };
  const examples: Example[] = [];
  const now = clock.now();
  for (let cursor: OpenClockCursor | null = null; ;) {
    const clocks: OpenClock[] = views.openClocks(cursor, CHUNK);
    effect.open += clocks.length;
    for (const one of clocks) {
      const dueThen = deadlineOf(basis, one).dueAt;
      if (dueThen === one.dueAt) continue;
      if (dueThen < one.dueAt) effect.earlier++;
      else effect.later++;
      if (dueThen <= now && one.dueAt > now) effect.becomeOverdue++;
      if (dueThen > now && one.dueAt <= now) effect.noLongerOverdue++;
      keep(examples, { one, dueThen });
    }
    const last = clocks.at(-1);
    if (!last || clocks.length < CHUNK) break;
    cursor = { department: last.department, sequence: last.sequence };
    await new Promise<void>((resolve) => void clock.after(0, resolve));
  }
  return { ...effect, examples: examples.flatMap((example) => shown(views, example)) };
};

/** The book as it would be. */
const changed = (book: ClockBookState, { settings, set, remove }: ClockChange): ClockBookState => {
  const kept = Object.entries(book.own).filter(([date]) => !remove.includes(date));
  return {
    ...book,
    settings: settings ?? book.settings,
    own: { ...Object.fromEntries(kept), ...Object.fromEntries(set.map((day) => [day.date, day])) },
  };
};

/** Those that move farthest stay. */
const keep = (examples: Example[], example: Example): void => {
  const distance = ({ one, dueThen }: Example): number => Math.abs(dueThen - one.dueAt);
  const last = examples.at(-1);
  if (examples.length === EXAMPLES && last && distance(last) >= distance(example)) return;
  examples.push(example);
  examples.sort((a, b) => distance(b) - distance(a));
  examples.length = Math.min(examples.length, EXAMPLES);
};

const shown = (views: Deps['views'], { one, dueThen }: Example): ClockEffect['examples'] => {
  const row = views.deadlinesOf(one.docket).find(({ sequence }) => sequence === one.sequence);
  return row ? [{ row, dueThen: new Date(dueThen).toISOString() }] : [];
};
