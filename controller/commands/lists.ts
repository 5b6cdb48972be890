import { hash } from 'node:crypto';
import type { PayloadOf } from '../domain/events.ts';
import { drawUp, listBook, listCopies, MOST_ENTRIES, yearAt, type ListContent } from '../domain/list-book.ts';
import { instantOf, type Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { HandOverRow, ReadModels, TimeRange } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { done, refused, type Outcome } from './outcome.ts';

export interface ListDeps {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly clock: Clock;
  readonly config: {
    readonly site: { readonly name: string; readonly language: 'zh-CN' | 'en'; readonly timeZone: string };
  };
}
export interface ListWish {
  readonly kind: PayloadOf<'ListIssued'>['kind'];
  readonly range: TimeRange;
  /** Code of the department it is for; null for the whole exchange. */
  readonly department: string | null;
}
type Entry = ListContent['entries'][number];

const MOVEMENTS: Readonly<Record<ListWish['kind'], readonly HandOverRow['movement'][]>> = {
  drop: ['deposited'],
  pickup: ['collected'],
  exchange: ['deposited', 'collected', 'refused', 'returned', 'handed-in', 'fetched', 'dispatched'],
};
/** Movements read at once. */
const AT_ONCE = 500;

/**
 * Issues a list of what moved in a time: its number, its content and the content's hash in one append. Refused:
 * `unknown-department`, `nothing-to-list`, `too-many-lines`.
 */
export const issueList = (
  deps: ListDeps,
  wish: ListWish,
  by: By,
  answer?: AnswerOf,
): Outcome<readonly AnyStoredEvent[]> => {
  const { kind, range, department } = wish;
  const { name: site, language, timeZone } = deps.config.site;
  const unit = department === null ? site : deps.views.department(department)?.name;
  if (unit === undefined) return refused('unknown-department', { department: department ?? '' });
  const entries = entriesOf(deps.views, wish);
  if (entries === null) return refused('too-many-lines', { limit: MOST_ENTRIES });
  if (entries.length === 0) return refused('nothing-to-list');
  const issuedAt = instantOf(deps.clock);
  const person = { number: by.actor, name: deps.views.person(by.actor)?.name ?? by.actor };
  const content = { kind, unit, language, timeZone, issuedAt, ...range, person, place: null, entries };
  const book = deps.desk.state(listBook, yearAt(issuedAt, timeZone)).state;
  const drawn = drawUp(content, book, { department, session: null }, sha256);
  return done(deps.desk.append(drawn.writes, by, answer).events);
};

const sha256 = (text: string): string => hash('sha256', text);

/** Null when there are more than a list may have. */
const entriesOf = (views: ReadModels, { kind, range, department }: ListWish): Entry[] | null => {
  const entries: Entry[] = [];
  for (let after = 0; ;) {
    const rows = views.handOvers(range, after, AT_ONCE);
    for (const row of rows)
      if (
        MOVEMENTS[kind].includes(row.movement) &&
        (department ?? row.piece.department) === row.piece.department
      )
        entries.push(entryOf(views, row, kind, department));
    if (entries.length > MOST_ENTRIES) return null;
    if (rows.length < AT_ONCE) return entries;
    after = rows.at(-1)?.sequence ?? 0;
  }
};

/** On a drop list the receiver; on a pickup list, and on one unit's own list, the sender. */
const entryOf = (
  views: ReadModels,
  { movement, at, sequence, compartment, piece }: HandOverRow,
  kind: ListWish['kind'],
  department: string | null,
): Entry => {
  const bySender = kind === 'pickup' || (kind === 'exchange' && department !== null);
  const receiver = views.department(piece.department)?.name ?? piece.department;
  const { docket, number, urgency, copy, copies } = piece;
  return {
    ...{ movement, docket, number, urgency, compartment, at, sequence },
    copy: `${copy}/${copies}`,
    party: (bySender ? (piece.issuers[0] ?? '') : receiver).slice(0, 100),
  };
};

/** Notes that a list is printed once more. Refused: `no-such`. */
export const reprintList = (
  { desk }: Pick<ListDeps, 'desk'>,
  number: string,
  by: By,
  answer?: AnswerOf,
): Outcome<readonly AnyStoredEvent[]> =>
  writeAll(desk, [judge(desk, listCopies, number, { type: 'Reprint', number })], by, answer);
