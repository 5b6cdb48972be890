import type { Decider, Refusal } from '../domain/decider.ts';
import type { StreamId } from '../domain/event.ts';
import type { EventDraft } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { By } from './by.ts';
import { done, type Outcome } from './outcome.ts';

interface Write {
  readonly stream: StreamId;
  readonly events: readonly EventDraft[];
}
/** What a decider says to a command on the stream's present state: what to write, or why not. */
export type Judged =
  { readonly ok: true; readonly write: Write } | { readonly ok: false; readonly refusal: Refusal };

/** Asks the domain; nothing is written yet. */
export const judge = <Command, State>(
  desk: Desk,
  decider: Decider<Command, State>,
  key: string,
  command: Command,
): Judged => {
  const decision = decider.decide(command, desk.state(decider, key).state);
  return decision.ok
    ? { ok: true, write: { stream: `${decider.kind}:${key}`, events: decision.events } }
    : decision;
};

/** Writes what was judged, all in one append, or says why not. Nothing to write is fine: it is already so. */
export const writeAll = (
  desk: Desk,
  judged: readonly Judged[],
  by: By,
  answer?: AnswerOf,
): Outcome<readonly AnyStoredEvent[]> => {
  const writes: Write[] = [];
  for (const one of judged) {
    if (!one.ok) return one;
    if (one.write.events.length > 0) writes.push(one.write);
  }
  return done(writes.length === 0 ? [] : desk.append(writes, by, answer).events);
};
