import { message as decider, type MessageDetails } from '../domain/message.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf } from '../ports/ledger.ts';
import type { MessageViews } from '../ports/messages.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { done, refused, type Outcome } from './outcome.ts';

/** Puts a dead letter back into the outbox; it keeps its id. Refused: `no-such`, `wrong-state`. */
export const replayMessage = (desk: Desk, id: string, by: By, answer?: AnswerOf): Outcome<unknown> =>
  desk.state(decider, id).state.state === 'absent'
    ? refused('no-such', { what: 'message', id })
    : writeAll(desk, [judge(desk, decider, id, { type: 'Replay' })], by, answer);

/** Dead letters put back by one command. */
const MOST_AT_ONCE = 500;

/**
 * Puts dead letters back into the outbox, of one channel or (null) of all, the oldest first, in one append. `left`: how
 * many there still are at least; asked for again, they follow.
 */
export const replayDead = (
  { desk, views }: { readonly desk: Desk; readonly views: Pick<MessageViews, 'deadMessages'> },
  channel: string | null,
  by: By,
  answer?: (counts: { readonly replayed: number; readonly left: number }) => AnswerOf,
): Outcome<{ readonly replayed: number; readonly left: number }> => {
  const ids = views.deadMessages(channel, MOST_AT_ONCE + 1);
  const now = ids.slice(0, MOST_AT_ONCE);
  const counts = { replayed: now.length, left: ids.length - now.length };
  const written = writeAll(
    desk,
    now.map((id) => judge(desk, decider, id, { type: 'Replay' })),
    by,
    answer?.(counts),
  );
  return written.ok ? done(counts) : written;
};

/** A message that only shows that a channel works. `id` names it. */
export const testMessage = (
  desk: Desk,
  id: string,
  { channel, person }: Pick<MessageDetails, 'channel' | 'person'>,
  by: By,
  answer?: AnswerOf,
): Outcome<unknown> => {
  const details: MessageDetails = {
    ...{ channel, person, kind: 'test', level: 'supervisor', department: null, occasion: '', about: [] },
  };
  return writeAll(desk, [judge(desk, decider, id, { type: 'Decide', ...details })], by, answer);
};
