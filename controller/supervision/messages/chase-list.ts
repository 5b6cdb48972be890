import type { EventType } from '../../domain/events.ts';
import type { AnyStoredEvent } from '../../ports/ledger.ts';
import type { OpenClock, OpenClocks } from '../../ports/open-clocks.ts';
import type { ReadModels } from '../../ports/read-models.ts';

/** What may move any deadline, or change who hears of it. */
const MOVES_ALL = new Set<EventType>([
  ...(['DeadlinesMoved', 'DepartmentHeadNamed', 'StandInNamed', 'StandInEnded'] as const),
  ...(['PersonRegistered', 'PersonChanged', 'PersonDisabled'] as const),
  ...(['PersonFoundInDirectory', 'PersonGoneFromDirectory', 'PersonBackInDirectory'] as const),
]);
/** A message that came to nothing leaves nobody in peace. */
const CAME_TO_NOTHING = new Set<EventType>(['MessageDropped', 'MessageGivenUp']);

/**
 * Which running clocks a look looks at: those whose moment has come since the last one, and those of pieces that moved.
 * A paper that is late for months, with everything said of it, costs no look anything. What is kept here follows from
 * clocks and record, and is found anew from all of them whenever it might not hold.
 */
export class ChaseList {
  readonly #clocks: Pick<OpenClocks, 'upTo' | 'next' | 'of'>;
  readonly #views: Pick<ReadModels, 'message'>;
  /** When the next thing is to be said of a piece whose reminder was due, ms since 1970, by docket. */
  readonly #next = new Map<string, number>();
  readonly #moved = new Set<string>();
  /** Reminders up to here were looked at, ms since 1970; null: none. */
  #lookedTo: number | null = null;

  constructor(clocks: Pick<OpenClocks, 'upTo' | 'next' | 'of'>, views: Pick<ReadModels, 'message'>) {
    this.#clocks = clocks;
    this.#views = views;
  }

  /** The next look looks at everything. */
  forget(): void {
    this.#lookedTo = null;
  }

  follow({ type, stream }: AnyStoredEvent): void {
    const [kind, key = ''] = stream.split(':');
    if (kind === 'consignment') this.#moved.add(key);
    else if (MOVES_ALL.has(type)) this.forget();
    else if (CAME_TO_NOTHING.has(type))
      for (const { docket } of this.#views.message(key)?.about ?? []) this.#moved.add(docket);
  }

  /**
   * Clocks of which something may be to be said now (ms since 1970), the earliest reminder first. Ordinary papers are
   * chased in digests: of those only what moved is among them.
   */
  due(now: number): readonly OpenClock[] {
    const at = instant(now);
    // A clock that was put back may have brought back what was over.
    if (this.#lookedTo === null || now < this.#lookedTo)
      return this.#clocks.upTo('remind', at, null, 'urgent');
    const pieces = new Set(this.#moved);
    for (const [docket, next] of this.#next) if (next <= now) pieces.add(docket);
    for (const { docket } of this.#clocks.upTo('remind', at, instant(this.#lookedTo), 'urgent'))
      pieces.add(docket);
    return [...pieces]
      .flatMap((docket) => this.#clocks.of(docket))
      .filter(({ remindAt }) => remindAt <= at)
      .sort((a, b) => (a.remindAt < b.remindAt ? -1 : a.remindAt > b.remindAt ? 1 : a.since - b.since));
  }

  /** What `due` answered was seen to; `next`: when something is to be said of a piece again, by docket. */
  looked(now: number, next: ReadonlyMap<string, number>): void {
    if (this.#lookedTo === null || now < this.#lookedTo) this.#next.clear();
    for (const docket of this.#moved) this.#next.delete(docket);
    for (const [docket, at] of this.#next) if (at <= now) this.#next.delete(docket);
    for (const [docket, at] of next) this.#next.set(docket, at);
    this.#moved.clear();
    this.#lookedTo = now;
  }

  /** When there is something to look at, ms since 1970; infinite for never. */
  next(now: number): number {
    const reminder = this.#clocks.next('remind', instant(now));
    let next = reminder === null ? Number.POSITIVE_INFINITY : Date.parse(reminder);
    for (const at of this.#next.values()) next = Math.min(next, at);
    return next;
  }
}

const instant = (at: number): string => new Date(at).toISOString();
