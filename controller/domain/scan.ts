import { follow, refuse, type Decider, type Fact } from './decider.ts';
import type { PayloadOf } from './events.ts';

type Received = PayloadOf<'ScanReceived'>;
type Match = PayloadOf<'ScanMatched'>;
export interface ScanState {
  readonly state: 'absent' | 'unmatched' | 'matched' | 'removed';
  readonly received: Received | null;
  readonly match: Match | null;
}
/** What a scan was found to be of, or why nobody knows. */
export type Finding = { readonly match: Match } | { readonly why: PayloadOf<'ScanUnmatched'>['why'] };
export type ScanCommand =
  | { readonly type: 'Receive'; readonly received: Received; readonly finding: Finding }
  | ({ readonly type: 'Match' } & Match)
  /** Takes a match back. */
  | { readonly type: 'Undo' }
  | { readonly type: 'Remove'; readonly reason: string };

const initial: ScanState = { state: 'absent', received: null, match: null };

/** Scanned pages; the stream key is the scan's id. A match is only changed by taking it back first. */
export const scan: Decider<ScanCommand, ScanState> = {
  kind: 'scan',
  revision: 1,
  initialState: () => initial,
  evolve: (state, event) => evolve(state, event),
  decide: (command, { state, match }) => {
    switch (command.type) {
      case 'Receive': {
        if (state !== 'absent') return refuse('already-received');
        const { received, finding } = command;
        return follow(
          { type: 'ScanReceived', payload: received },
          'match' in finding
            ? { type: 'ScanMatched', payload: finding.match }
            : { type: 'ScanUnmatched', payload: { why: finding.why } },
        );
      }
      case 'Match': {
        const { document, docket, how } = command;
        if (state === 'matched' && match?.document === document) return follow();
        if (state !== 'unmatched') return refuse('wrong-state', { state, needed: 'unmatched' });
        return follow({ type: 'ScanMatched', payload: { document, docket, how } });
      }
      case 'Undo':
        if (state !== 'matched') return refuse('wrong-state', { state, needed: 'matched' });
        return follow({ type: 'ScanUnmatched', payload: { why: 'undone' } });
      case 'Remove':
        if (state !== 'matched' && state !== 'unmatched')
          return refuse('wrong-state', { state, needed: 'matched, unmatched' });
        return follow({ type: 'ScanRemoved', payload: { reason: command.reason } });
    }
  },
};

const evolve = (state: ScanState, event: Fact): ScanState => {
  switch (event.type) {
    case 'ScanReceived':
      return { ...state, state: 'unmatched', received: event.payload };
    case 'ScanMatched':
      return { ...state, state: 'matched', match: event.payload };
    case 'ScanUnmatched':
      return { ...state, state: 'unmatched', match: null };
    case 'ScanRemoved':
      return { ...state, state: 'removed' };
    default:
      return state;
  }
};
