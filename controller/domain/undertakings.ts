import { follow, refuse, type Decider } from './decider.ts';
import type { PayloadOf } from './events.ts';

export { MOST_PIECES } from './catalogue/undertakings.ts';

/** A bag; the stream key is its code. */
export const bundle: Decider<
  { readonly type: 'Make'; readonly members: readonly string[] } | { readonly type: 'Dissolve' },
  'absent' | 'made' | 'dissolved'
> = {
  kind: 'bundle',
  revision: 1,
  initialState: () => 'absent',
  evolve: (state, event) => {
    if (event.type === 'BundleMade') return 'made';
    return event.type === 'BundleDissolved' ? 'dissolved' : state;
  },
  decide: (command, state) => {
    if (command.type === 'Dissolve')
      return state === 'made' ? follow({ type: 'BundleDissolved', payload: {} }) : refuse('bundle-dissolved');
    return state === 'absent'
      ? follow({ type: 'BundleMade', payload: { members: [...command.members] } })
      : refuse('already-exists', { what: 'bundle', id: '' });
  },
};

/** A recall: ordered once, closed once. */
export const recall: Decider<
  | ({ readonly type: 'Order' } & PayloadOf<'RecallOrdered'>)
  | { readonly type: 'Close'; readonly outstanding: number },
  'absent' | 'open' | 'closed'
> = {
  kind: 'recall',
  revision: 1,
  initialState: () => 'absent',
  evolve: (state, event) => {
    if (event.type === 'RecallOrdered') return 'open';
    return event.type === 'RecallClosed' ? 'closed' : state;
  },
  decide: (command, state) => {
    if (command.type === 'Close')
      return state === 'open'
        ? follow({ type: 'RecallClosed', payload: { outstanding: command.outstanding } })
        : refuse('recall-closed');
    const { name, year, kind, department, dueOn, pieces } = command;
    return state === 'absent'
      ? follow({ type: 'RecallOrdered', payload: { name, year, kind, department, dueOn, pieces } })
      : refuse('recall-closed');
  },
};

interface Proposed extends PayloadOf<'DestructionProposed'> {
  readonly step: 'absent' | 'proposed' | 'done' | 'dropped';
}
/** A destruction: listed by one person, confirmed by another who was there, or given up. */
export const destruction: Decider<
  | ({ readonly type: 'Propose' } & PayloadOf<'DestructionProposed'>)
  | { readonly type: 'CarryOut'; readonly by: string; readonly witness: string }
  | { readonly type: 'Drop' },
  Proposed
> = {
  kind: 'destruction',
  revision: 1,
  initialState: () => ({ step: 'absent', dockets: [], method: '' }),
  evolve: (state, event) => {
    if (event.type === 'DestructionProposed') return { step: 'proposed', ...event.payload };
    if (event.type === 'DestructionCarriedOut') return { ...state, step: 'done' };
    return event.type === 'DestructionDropped' ? { ...state, step: 'dropped' } : state;
  },
  decide: (command, state) => {
    if (command.type === 'Propose') {
      const { dockets, method } = command;
      return follow({ type: 'DestructionProposed', payload: { dockets, method } });
    }
    if (state.step !== 'proposed') return refuse('destruction-over', { state: state.step });
    if (command.type === 'Drop') return follow({ type: 'DestructionDropped', payload: {} });
    const { by, witness } = command;
    if (by === witness) return refuse('two-people');
    const pieces = state.dockets.length;
    return follow({ type: 'DestructionCarriedOut', payload: { by, witness, pieces } });
  },
};
