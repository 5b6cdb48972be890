import type { PayloadOf } from '../domain/events.ts';
import { person as decider } from '../domain/person.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { refused, type Outcome } from './outcome.ts';

interface Deps {
  readonly desk: Desk;
  readonly views: ReadModels;
}
type Events = Outcome<readonly AnyStoredEvent[]>;
type Person = PayloadOf<'PersonRegistered'>;

/** Refused: `already-exists`, `unknown-department`. */
export const registerPerson = (
  deps: Deps,
  number: string,
  person: Person,
  by: By,
  answer?: AnswerOf,
): Events => {
  if (deps.views.person(number)) return refused('already-exists', { what: 'person', id: number });
  const missing = unknownDepartment(deps.views, person);
  if (missing !== undefined) return refused('unknown-department', { department: missing });
  const judged = judge(deps.desk, decider, number, { type: 'Register', ...person });
  return writeAll(deps.desk, [judged], by, answer);
};

/** Refused: `no-such`, `unknown-department`, `last-registrar`. */
export const changePerson = (
  deps: Deps,
  number: string,
  person: Person,
  by: By,
  answer?: AnswerOf,
): Events => {
  if (!deps.views.person(number)) return refused('no-such', { what: 'person', id: number });
  const missing = unknownDepartment(deps.views, person);
  if (missing !== undefined) return refused('unknown-department', { department: missing });
  if (!person.roles.includes('registrar') && isLastRegistrar(deps.views, number))
    return refused('last-registrar');
  const judged = judge(deps.desk, decider, number, { type: 'Change', ...person });
  return writeAll(deps.desk, [judged], by, answer);
};

/** The person may no longer sign in. Refused: `no-such`, `wrong-state`, `last-registrar`. */
export const disablePerson = (
  deps: Deps,
  number: string,
  reason: string,
  by: By,
  answer?: AnswerOf,
): Events => {
  const person = deps.views.person(number);
  if (!person) return refused('no-such', { what: 'person', id: number });
  if (person.disabled) return refused('wrong-state', { state: 'disabled', needed: 'active' });
  if (isLastRegistrar(deps.views, number)) return refused('last-registrar');
  return writeAll(deps.desk, [judge(deps.desk, decider, number, { type: 'Disable', reason })], by, answer);
};

const unknownDepartment = (views: ReadModels, person: Person): string | undefined =>
  [...person.departments, ...person.standsInFor].find((code) => !views.department(code));

const isLastRegistrar = (views: ReadModels, number: string): boolean => {
  const registrars = views
    .people()
    .filter((person) => !person.disabled && person.roles.includes('registrar'));
  return registrars.length === 1 && registrars[0]?.number === number;
};
