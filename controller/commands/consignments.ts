import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { By } from './by.ts';
import { done, type Outcome } from './outcome.ts';

type Events = Outcome<readonly AnyStoredEvent[]>;

/** Puts a compartment in service, marks it away, or takes it out of service. The caller knows that it exists. */
export const changeService = (
  { desk }: { readonly desk: Desk },
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
