import { follow, refuse, type Decider } from './decider.ts';
import type { PayloadOf } from './events.ts';

export type DepartmentState = PayloadOf<'DepartmentRegistered'> | null;
export type DepartmentCommand = {
  readonly type: 'Register' | 'Change';
  readonly name: string;
  readonly aliases: readonly string[];
};

/** A department that takes part in the exchange; the stream key is its code. */
export const department: Decider<DepartmentCommand, DepartmentState> = {
  kind: 'department',
  revision: 1,
  initialState: () => null,
  evolve: (state, event) =>
    event.type === 'DepartmentRegistered' || event.type === 'DepartmentChanged' ? event.payload : state,
  decide: ({ type, name, aliases }, state) => {
    const payload = { name, aliases: [...new Set(aliases)].filter((alias) => alias !== name) };
    if (type === 'Register')
      return state ? refuse('already-registered') : follow({ type: 'DepartmentRegistered', payload });
    if (!state) return refuse('not-registered');
    const same = state.name === name && state.aliases.join('\n') === payload.aliases.join('\n');
    return same ? follow() : follow({ type: 'DepartmentChanged', payload });
  },
};
