import { consignment as decider } from '../domain/consignment.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { done, refused, type Outcome } from './outcome.ts';

interface Deps {
  readonly desk: Desk;
  readonly views: ReadModels;
}
type Events = Outcome<readonly AnyStoredEvent[]>;

/** Takes a consignment back before its paper was dropped. Refused: `no-such`, `wrong-state`. */
export const withdrawConsignment = (
  { desk, views }: Deps,
  docket: string,
  reason: string,
  by: By,
  answer?: AnswerOf,
): Events => {
  const piece = views.consignment(docket);
  if (!piece) return refused('no-such', { what: 'consignment', id: docket });
  if (piece.state !== 'registered' && piece.state !== 'labelled')
    return refused('wrong-state', { state: piece.state, needed: 'registered, labelled' });
  return writeAll(desk, [judge(desk, decider, docket, { type: 'Withdraw', reason })], by, answer);
};

/** Puts a compartment in service, marks it away, or takes it out of service. The caller knows that it exists. */
export const changeService = (
  { desk }: Pick<Deps, 'desk'>,
  compartment: string,
  service: PayloadOf<'ServiceChanged'>,
  by: By,
  answer?: AnswerOf,
): Events => {
  const { events } = desk.append(
    [{ stream: `compartment:${compartment}`, events: [{ type: 'ServiceChanged', payload: service }] }],
    by,
    answer,
  );
  return done(events);
};
