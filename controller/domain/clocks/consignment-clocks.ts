import { follow, refuse, type Decider, type Fact } from '../decider.ts';
import type { PayloadOf } from '../events.ts';
import { clockMoves } from './clock-moves.ts';
import type { ClockName } from '../catalogue/clock-settings.ts';

/** Whether each clock of a consignment goes. */
export type ClocksState = Readonly<Record<ClockName, 'off' | 'running' | 'paused'>>;
export type ClocksCommand =
  | ({ readonly type: 'Pause' } & PayloadOf<'ClockPaused'>)
  | ({ readonly type: 'Resume' } & PayloadOf<'ClockResumed'>);

/** The clocks of a consignment, on its own stream; what starts and ends them is decided elsewhere. */
export const consignmentClocks: Decider<ClocksCommand, ClocksState> = {
  kind: 'consignment',
  revision: 1,
  initialState: () => ({ 'sign-for': 'off', handling: 'off' }),
  evolve: (state, event) => evolve(state, event),
  decide: (command, state) => {
    const { clock } = command;
    if (state[clock] === 'off') return refuse('clock-not-running', { clock });
    if (command.type === 'Pause') {
      const { reason, note } = command;
      if (state[clock] === 'paused') return refuse('clock-paused', { clock });
      return follow({ type: 'ClockPaused', payload: { clock, reason, note } });
    }
    if (state[clock] === 'running') return refuse('clock-not-paused', { clock });
    return follow({ type: 'ClockResumed', payload: { clock } });
  },
};

const AFTER = { start: 'running', meet: 'off', strike: 'off' } as const;

const evolve = (state: ClocksState, event: Fact): ClocksState => {
  if (event.type === 'ClockPaused' || event.type === 'ClockResumed') {
    const { clock } = event.payload;
    const after = event.type === 'ClockPaused' ? 'paused' : 'running';
    return state[clock] === 'off' ? state : { ...state, [clock]: after };
  }
  const moves = clockMoves(event);
  const after = { ...state };
  for (const clock of ['sign-for', 'handling'] as const) {
    const move = moves[clock];
    if (move) after[clock] = AFTER[move];
  }
  return after;
};
