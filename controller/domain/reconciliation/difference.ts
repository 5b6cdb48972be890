import { follow, refuse, type Decider } from '../decider.ts';
import type { PayloadOf } from '../events.ts';

/** One difference, through being found, settled, gone and found again. */
export interface DifferenceState {
  readonly state: 'absent' | 'open' | 'settled' | 'gone';
  readonly found: PayloadOf<'DifferenceFound'> | null;
}
export type DifferenceCommand =
  | { readonly type: 'Find'; readonly found: PayloadOf<'DifferenceFound'> }
  | ({ readonly type: 'Settle' } & Pick<PayloadOf<'DifferenceSettled'>, 'action' | 'reason'>)
  /** The facts no longer show it. */
  | { readonly type: 'Vanish' };

export const difference: Decider<DifferenceCommand, DifferenceState> = {
  kind: 'difference',
  revision: 1,
  initialState: () => ({ state: 'absent', found: null }),
  evolve: (state, event) => {
    switch (event.type) {
      case 'DifferenceFound':
        return { state: 'open', found: event.payload };
      case 'DifferenceSettled':
        return { ...state, state: 'settled' };
      case 'DifferenceGone':
        return { ...state, state: 'gone' };
      default:
        return state;
    }
  },
  decide: (command, { state, found }) => {
    const stands = state === 'open' || state === 'settled';
    switch (command.type) {
      case 'Find':
        return stands && found?.facts === command.found.facts
          ? follow()
          : follow({ type: 'DifferenceFound', payload: command.found });
      case 'Settle': {
        if (state !== 'open' || !found) return refuse('not-open', { state });
        const { action, reason } = command;
        return follow({ type: 'DifferenceSettled', payload: { action, reason, facts: found.facts } });
      }
      case 'Vanish':
        return stands ? follow({ type: 'DifferenceGone', payload: {} }) : follow();
    }
  },
};
