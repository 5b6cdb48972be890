import type { DepartmentCommand, DepartmentState } from '../../domain/department.ts';
import type { Evolver } from '../../domain/decider.ts';
import type { PersonCommand, PersonState } from '../../domain/person.ts';
import type { AnyStoredEvent } from '../../ports/ledger.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import { differ } from './plan.ts';

interface Value {
  readonly field: string;
  readonly was: string;
  readonly becomes: string;
}
/** What is left as it is: why, a stable code; of which field, when of one; and what it is now, or what stands against it. */
interface Left {
  readonly code: string;
  readonly field: string | null;
  readonly value: string;
}
/** One department or person: what is put back, and what is left. */
interface Undone<Command> {
  readonly key: string;
  readonly name: string;
  readonly does: 'change' | 'gone' | 'back' | 'released';
  readonly values: readonly Value[];
  readonly commands: readonly Command[];
  readonly left: readonly Left[];
}
export type UndoneDepartment = Undone<DepartmentCommand>;
export type UndonePerson = Undone<PersonCommand>;

/** A stream at three times: before the sync, right after it, and now. */
interface Times<State> {
  readonly before: State;
  readonly after: State;
  readonly now: State;
}
/** `sync`: versions of the first and the last event of the sync in the stream. */
export const timesOf = <State>(
  evolver: Evolver<State>,
  events: readonly AnyStoredEvent[],
  sync: { readonly first: number; readonly last: number },
): Times<State> => {
  const upTo = (last: number): State =>
    events
      .filter(({ version }) => version <= last)
      .reduce((state, event) => evolver.evolve(state, event), evolver.initialState());
  return { before: upTo(sync.first - 1), after: upTo(sync.last), now: upTo(Infinity) };
};

const shown = (value: string | readonly string[]): string => [value].flat().join('、');

/** Which fields the sync changed, and whether somebody changed them again. */
const fieldsOf = <Field extends string>(
  fields: readonly Field[],
  { before, after, now }: Times<Readonly<Record<Field, string | readonly string[]>>>,
) => {
  const changed = fields.filter(
    (field) => differ(before[field], after[field]) && differ(before[field], now[field]),
  );
  return {
    back: changed.filter((field) => !differ(now[field], after[field])),
    left: changed
      .filter((field) => differ(now[field], after[field]))
      .map((field) => ({ code: 'changed-since', field, value: shown(now[field]) })),
  };
};

export const undoDepartment = (
  key: string,
  { before, after, now }: Times<DepartmentState>,
  views: Pick<ReadModels, 'departmentCalled'>,
): UndoneDepartment => {
  const nothing = {
    key,
    name: now?.name ?? key,
    does: 'change',
    values: [],
    commands: [],
    left: [],
  } as const;
  if (!after || !now) return nothing;
  if (!before) return { ...nothing, left: [{ code: 'department-stays', field: null, value: key }] };
  const { back, left } = fieldsOf(['name', 'aliases'], { before, after, now });
  const to = { ...now, ...Object.fromEntries(back.map((field) => [field, before[field]])) };
  const taken =
    back.length > 0 &&
    [to.name, ...to.aliases].find((name) => {
      const other = views.departmentCalled(name)?.code;
      return other !== undefined && other !== key;
    });
  if (typeof taken === 'string')
    return { ...nothing, left: [...left, { code: 'name-taken', field: null, value: taken }] };
  return {
    ...{ ...nothing, left },
    values: back.map((field) => ({ field, was: shown(now[field]), becomes: shown(before[field]) })),
    commands: back.length > 0 ? [{ type: 'Change', name: to.name, aliases: to.aliases }] : [],
  };
};

/** `events`: the person's whole stream. `registrars`: who could still register papers; kept up to date here. */
export const undoPerson = (
  key: string,
  { before, after, now }: Times<PersonState>,
  events: readonly AnyStoredEvent[],
  registrars: Set<string>,
): UndonePerson => {
  const nothing = {
    key,
    name: now.details?.name ?? key,
    does: 'change',
    values: [],
    commands: [],
    left: [],
  } as const;
  if (!after.details || !now.details) return nothing;
  const standing = standingOf({ before, after, now }, events);
  const isLast = registrars.has(key) && registrars.size === 1;
  if (standing.does === 'gone' && isLast)
    return { ...nothing, left: [{ code: 'last-registrar', field: null, value: key }] };
  if (standing.does === 'gone') registrars.delete(key);
  if (!before.details) return { ...nothing, ...standing };
  const found = fieldsOf(['name', 'roles', 'departments'], {
    before: before.details,
    after: after.details,
    now: now.details,
  });
  const losesLast = isLast && found.back.includes('roles') && !before.details.roles.includes('registrar');
  const back = losesLast ? found.back.filter((field) => field !== 'roles') : found.back;
  if (back.includes('roles') && !before.details.roles.includes('registrar')) registrars.delete(key);
  const { details } = before;
  const to = { ...now.details, ...Object.fromEntries(back.map((field) => [field, details[field]])) };
  const current = now.details;
  return {
    ...{ ...nothing, does: standing.does },
    values: back.map((field) => ({ field, was: shown(current[field]), becomes: shown(details[field]) })),
    commands: [...(back.length > 0 ? [{ type: 'Change', ...to } as const] : []), ...standing.commands],
    left: [
      ...found.left,
      ...(losesLast ? [{ code: 'last-registrar', field: null, value: key }] : []),
      ...standing.left,
    ],
  };
};

/** Whether the directory had them, and with it whether they may sign in. Nobody is deleted: who was new is gone. */
const standingOf = (
  { before, after, now }: Times<PersonState>,
  events: readonly AnyStoredEvent[],
): Pick<UndonePerson, 'does' | 'commands' | 'left'> => {
  if (before.directory === after.directory) return { does: 'change', commands: [], left: [] };
  const isNew = !before.details;
  const details = (state: PersonState): string =>
    JSON.stringify([state.details, state.hasPin, state.hasBadge, state.cards]);
  const moved = now.directory !== after.directory || now.disabled !== after.disabled;
  if (moved || (isNew && details(now) !== details(after)))
    return {
      does: 'change',
      commands: [],
      left: [{ code: 'changed-since', field: isNew ? 'registered' : 'directory', value: '' }],
    };
  if (isNew || before.directory === 'gone')
    return { does: 'gone', commands: [{ type: 'LeaveDirectory' }], left: [] };
  if (before.directory === 'none')
    return { does: 'released', commands: [{ type: 'ReleaseFromDirectory' }], left: [] };
  return { does: 'back', commands: [{ type: 'ReturnToDirectory', dn: lastNameOf(events) }], left: [] };
};

/** The distinguished name by which the directory last had somebody. */
const lastNameOf = (events: readonly AnyStoredEvent[]): string => {
  const named = events.findLast(
    (event) => event.type === 'PersonFoundInDirectory' || event.type === 'PersonBackInDirectory',
  );
  return named && 'dn' in named.payload ? named.payload.dn : '';
};
