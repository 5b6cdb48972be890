import type { Evolver } from './decider.ts';

/** Whether the ledger as a whole can be trusted, as walks over it found. */
export interface RecordTrust {
  /** What the last walk found wrong; null when it found nothing. */
  readonly fault: { readonly since: string; readonly what: string } | null;
}

/** Of the stream `site:record`. */
export const recordTrust: Evolver<RecordTrust> = {
  kind: 'site',
  revision: 1,
  initialState: () => ({ fault: null }),
  evolve(state, event) {
    switch (event.type) {
      case 'RecordFaultFound':
        return { fault: { since: event.time, what: event.payload.what } };
      case 'RecordFoundWhole':
        return { fault: null };
      default:
        return state;
    }
  },
};
