import type { EventDraft, PayloadOf } from '../domain/events.ts';
import { standIn as decider, type StandIn } from '../domain/stand-ins.ts';
import type { Contacts } from '../ports/contacts.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { done, refused, type Outcome } from './outcome.ts';

interface Deps {
  readonly desk: Desk;
  readonly views: Pick<ReadModels, 'person' | 'department' | 'headOf'>;
}
type Done = Outcome<unknown>;
const noPerson = (id: string) => refused('no-such', { what: 'person', id });

/** Refused: `no-such`, `stands-in-for-themselves`, `period-ends-first`. */
export const nameStandIn = (deps: Deps, number: string, named: StandIn, by: By, answer?: AnswerOf): Done => {
  for (const one of [number, named.standIn])
    if (deps.views.person(one)?.disabled !== false) return noPerson(one);
  if (named.standIn === number) return refused('stands-in-for-themselves');
  return writeAll(deps.desk, [judge(deps.desk, decider, number, { type: 'Name', ...named })], by, answer);
};

/** Refused: `no-such`, `no-stand-in`. */
export const endStandIn = (deps: Deps, number: string, by: By, answer?: AnswerOf): Done =>
  deps.views.person(number)
    ? writeAll(deps.desk, [judge(deps.desk, decider, number, { type: 'End' })], by, answer)
    : noPerson(number);

export type ContactKind = PayloadOf<'ContactChanged'>['kind'];
/** What is left out stays; null forgets. Refused: `no-such`. */
export const setContacts = (
  { desk, views, contacts }: Deps & { readonly contacts: Contacts },
  number: string,
  wanted: Readonly<Partial<Record<ContactKind, string | null | undefined>>>,
  by: By,
  answer?: AnswerOf,
): Done => {
  if (!views.person(number)) return noPerson(number);
  const changes = (['email', 'phone'] as const).flatMap((kind) => {
    const address = wanted[kind];
    return address === undefined || address === contacts.of(number, kind) ? [] : [{ kind, address }];
  });
  // The address first: an event that says it is set must not be without one after a crash.
  for (const { kind, address } of changes) contacts.set(number, kind, address);
  const events: EventDraft[] = changes.map(({ kind, address }) => ({
    type: 'ContactChanged',
    payload: { kind, set: address !== null },
  }));
  if (events.length > 0) desk.append([{ stream: `person:${number}`, events }], by, answer);
  return done(null);
};

/** Refused: `no-such` (the department, or the person). */
export const nameHead = (
  deps: Deps,
  code: string,
  person: string | null,
  by: By,
  answer?: AnswerOf,
): Done => {
  if (!deps.views.department(code)) return refused('no-such', { what: 'department', id: code });
  if (person !== null && deps.views.person(person)?.disabled !== false) return noPerson(person);
  if (deps.views.headOf(code) === person) return done(null);
  const named: EventDraft = { type: 'DepartmentHeadNamed', payload: { person } };
  return done(deps.desk.append([{ stream: `department:${code}`, events: [named] }], by, answer));
};
