import { follow, refuse, type Decider, type Fact } from './decider.ts';
import type { PayloadOf } from './events.ts';

/** Labels of one document in line together. Whether all are printed is told by its jobs. */
export interface PrintBatchState {
  readonly state: 'absent' | 'running' | 'paused' | 'cancelled';
}
export type PrintBatchCommand =
  | ({ readonly type: 'Queue' } & PayloadOf<'PrintBatchQueued'>)
  | { readonly type: 'Pause' }
  | { readonly type: 'Resume' }
  | { readonly type: 'Cancel'; readonly waiting: number };

/** Paused and resumed as often as one likes; cancelled once. */
export const printBatch: Decider<PrintBatchCommand, PrintBatchState> = {
  kind: 'print-batch',
  revision: 1,
  initialState: () => ({ state: 'absent' }),
  evolve: (state, event) => evolve(state, event),
  decide: (command, { state }) => {
    switch (command.type) {
      case 'Queue': {
        const { type: _, ...payload } = command;
        if (state !== 'absent') return refuse('already-queued');
        return follow({ type: 'PrintBatchQueued', payload });
      }
      case 'Pause':
        if (state !== 'running') return refuse('wrong-state', { state, needed: 'running' });
        return follow({ type: 'PrintBatchPaused', payload: {} });
      case 'Resume':
        if (state !== 'paused') return refuse('wrong-state', { state, needed: 'paused' });
        return follow({ type: 'PrintBatchResumed', payload: {} });
      case 'Cancel':
        if (state !== 'running' && state !== 'paused')
          return refuse('wrong-state', { state, needed: 'running, paused' });
        return follow({ type: 'PrintBatchCancelled', payload: { waiting: command.waiting } });
    }
  },
};

const evolve = (state: PrintBatchState, event: Fact): PrintBatchState => {
  switch (event.type) {
    case 'PrintBatchQueued':
    case 'PrintBatchResumed':
      return { state: 'running' };
    case 'PrintBatchPaused':
      return { state: 'paused' };
    case 'PrintBatchCancelled':
      return { state: 'cancelled' };
    default:
      return state;
  }
};
