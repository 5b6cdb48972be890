import { message as decider, type MessageDetails } from '../domain/message.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf } from '../ports/ledger.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { refused, type Outcome } from './outcome.ts';

/** Puts a dead letter back into the outbox; it keeps its id. Refused: `no-such`, `wrong-state`. */
export const replayMessage = (desk: Desk, id: string, by: By, answer?: AnswerOf): Outcome<unknown> =>
  desk.state(decider, id).state.state === 'absent'
    ? refused('no-such', { what: 'message', id })
    : writeAll(desk, [judge(desk, decider, id, { type: 'Replay' })], by, answer);

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
