import { follow, refuse, type Decider } from './decider.ts';
import type { PayloadOf } from './events.ts';

export type StockTakeStep = 'absent' | 'ordered' | 'running' | 'finished' | 'closed';

/** A stock-take: ordered by the office, or begun at a station and ended with its session; closed by the office. */
export const stockTake: Decider<
  | ({ readonly type: 'Order' } & PayloadOf<'StockTakeOrdered'>)
  | ({ readonly type: 'Close' } & PayloadOf<'StockTakeClosed'>),
  StockTakeStep
> = {
  kind: 'stock-take',
  revision: 1,
  initialState: () => 'absent',
  evolve: (state, { type }) => {
    if (type === 'StockTakeOrdered') return 'ordered';
    if (type === 'StockTakeStarted') return 'running';
    if (type === 'StockTakeFinished') return 'finished';
    return type === 'StockTakeClosed' ? 'closed' : state;
  },
  decide: ({ type, ...payload }, state) => {
    if (type === 'Order')
      return state === 'absent'
        ? follow({ type: 'StockTakeOrdered', payload: payload as PayloadOf<'StockTakeOrdered'> })
        : refuse('stock-take-over', { state });
    if (state === 'running') return refuse('stock-take-running');
    return state === 'ordered' || state === 'finished'
      ? follow({ type: 'StockTakeClosed', payload: payload as PayloadOf<'StockTakeClosed'> })
      : refuse('stock-take-over', { state });
  },
};
