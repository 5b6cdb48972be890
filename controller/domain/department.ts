import { follow, refuse, type Decider } from './decider.ts';
import type { PayloadOf } from './events.ts';

export type DepartmentState = PayloadOf<'DepartmentRegistered'> | null;
export type DepartmentCommand = {
  readonly type: 'Register' | 'Change';
  readonly name: string;
  readonly aliases: readonly string[];
  /** Whether it is a receiver outside the house; left out: as it was, at first in the house. */
  readonly outside?: boolean | undefined;
};

/** A department that takes part in the exchange; the stream key is its code. */
export const department: Decider<DepartmentCommand, DepartmentState> = {
  kind: 'department',
  revision: 1,
  initialState: () => null,
  evolve: (state, event) =>
    event.type === 'DepartmentRegistered' || event.type === 'DepartmentChanged' ? event.payload : state,
  decide: ({ type, name, aliases, ...asked }, state) => {
    const outside = asked.outside ?? state?.outside === true;
    const payload = {
      ...{ name, aliases: [...new Set(aliases)].filter((alias) => alias !== name) },
      ...(outside ? { outside } : {}),
    };
    if (type === 'Register')
      return state ? refuse('already-registered') : follow({ type: 'DepartmentRegistered', payload });
    if (!state) return refuse('not-registered');
    const same = state.name === name && state.aliases.join('\n') === payload.aliases.join('\n');
    const stays = (state.outside === true) === outside;
    return same && stays ? follow() : follow({ type: 'DepartmentChanged', payload });
  },
};
