import { consignment } from '../domain/consignment.ts';
import type { PayloadOf } from '../domain/events.ts';
import { difference } from '../domain/reconciliation/difference.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { DifferenceRow, Differences } from '../ports/reconciliation.ts';
import type { By } from './by.ts';
import { judge, writeAll, type Judged } from './decide.ts';
import { refused, type Outcome } from './outcome.ts';

type Action = PayloadOf<'DifferenceSettled'>['action'];

/** What settles a difference of this kind from the office; `acknowledged` settles any. */
export const ACTIONS: Readonly<Partial<Record<DifferenceRow['kind'], Action>>> = {
  'electronic-only': 'withdrawn',
  'copies-short': 'withdrawn',
  'sensor-empty': 'missing',
  'not-in-box': 'missing',
  overdue: 'missing',
  'not-handled': 'missing',
  'not-back': 'missing',
};

/**
 * Settles an open difference, and does to its pieces what settles it, in one append. Refused: `no-such`, `not-open`,
 * `no-such-action`, and whatever the pieces refuse.
 */
export const settleDifference = (
  { desk, views }: { readonly desk: Desk; readonly views: Pick<Differences, 'difference'> },
  id: string,
  { action, reason }: { readonly action: Action; readonly reason: string },
  by: By,
  answer?: AnswerOf,
): Outcome<readonly AnyStoredEvent[]> => {
  const row = views.difference(id);
  if (!row) return refused('no-such', { what: 'difference', id });
  if (action !== 'acknowledged' && ACTIONS[row.kind] !== action)
    return refused('no-such-action', { action, kind: row.kind });
  const pieces =
    action === 'acknowledged' ? [] : row.dockets.map((docket) => moved(desk, docket, action, reason));
  return writeAll(
    desk,
    [judge(desk, difference, id, { type: 'Settle', action, reason }), ...pieces],
    by,
    answer,
  );
};

const moved = (desk: Desk, docket: string, action: Action, reason: string): Judged =>
  judge(
    desk,
    consignment,
    docket,
    action === 'withdrawn'
      ? { type: 'Withdraw', reason }
      : { type: 'Miss', by: 'reconciliation', note: reason },
  );
