import { follow, refuse, type Decider } from './decider.ts';
import type { PayloadOf } from './events.ts';
import type { MessageLevel } from './message.ts';
import type { Role } from './person.ts';

export type StandIn = PayloadOf<'StandInNamed'>;
export type StandInCommand = ({ readonly type: 'Name' } & StandIn) | { readonly type: 'End' };

/** Who stands in for a person; the stream is the person's own. */
export const standIn: Decider<StandInCommand, StandIn | null> = {
  kind: 'person',
  revision: 1,
  initialState: () => null,
  evolve(state, event) {
    if (event.type === 'StandInNamed') return event.payload;
    return event.type === 'StandInEnded' ? null : state;
  },
  decide(command, state) {
    if (command.type === 'End')
      return state ? follow({ type: 'StandInEnded', payload: {} }) : refuse('no-stand-in');
    const { standIn: person, from, until } = command;
    if (Date.parse(until) <= Date.parse(from)) return refuse('period-ends-first');
    return follow({ type: 'StandInNamed', payload: { standIn: person, from, until } });
  },
};

export interface StandInRow extends StandIn {
  /** Who is away. */
  readonly person: string;
}
/** Of a person, what is looked at to find who hears of something. */
export interface Hearer {
  readonly number: string;
  readonly roles: readonly Role[];
  readonly departments: readonly string[];
  readonly standsInFor: readonly string[];
  readonly disabled: boolean;
}
/** A stand-in may be away too; after so many nobody is looked for any more. */
const MOST_HOPS = 5;

/** Whom somebody stands in for at an instant (ms since 1970). */
export const standsInNowFor = (rows: readonly StandInRow[], number: string, now: number): string[] =>
  rows.filter((row) => row.standIn === number && isNow(row, now)).map(({ person }) => person);

const isNow = ({ from, until }: StandIn, now: number): boolean =>
  Date.parse(from) <= now && now < Date.parse(until);

export interface Hearing {
  readonly people: readonly Hearer[];
  readonly standIns: readonly StandInRow[];
  /** The department's head, by number. */
  readonly head: string | null;
  /** ms since 1970. */
  readonly now: number;
}

/**
 * Numbers of those who hear of a department's papers at a level, each once. Whoever is away is left out for their
 * stand-in. Collectors of the department come first; only where it has none, those who stand in for it (AB角).
 */
export const hearersAt = (level: MessageLevel, department: string, hearing: Hearing): readonly string[] => {
  const { people, standIns, head, now } = hearing;
  const able = people.filter(({ disabled }) => !disabled);
  const active = new Map(able.map((person) => [person.number, person]));
  const present = (number: string): string | null => {
    let found = number;
    for (let hop = 0; hop < MOST_HOPS; hop += 1) {
      const away = standIns.find((row) => row.person === found && isNow(row, now));
      if (!away) return active.has(found) ? found : null;
      found = away.standIn;
    }
    return null;
  };
  const called = (numbers: readonly string[]): readonly string[] => [
    ...new Set(numbers.flatMap((number) => present(number) ?? [])),
  ];
  if (level === 'head') return head === null ? [] : called([head]);
  if (level === 'supervisor')
    return called(numbersOf(able.filter((one) => one.roles.includes('supervisor'))));
  const collectors = able.filter((one) => one.roles.includes('collector'));
  const own = called(numbersOf(collectors.filter((one) => one.departments.includes(department))));
  return own.length > 0
    ? own
    : called(numbersOf(collectors.filter((one) => one.standsInFor.includes(department))));
};

const numbersOf = (people: readonly Hearer[]): string[] => people.map(({ number }) => number);
