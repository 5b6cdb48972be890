import type { Evolver } from '../decider.ts';

/** Up to when visits were judged, UTC instant; null before the first time. */
export interface VisitBookState {
  readonly judgedTo: string | null;
}

/** Of the stream `site:visits`. */
export const visitBook: Evolver<VisitBookState> = {
  kind: 'site',
  revision: 1,
  initialState: () => ({ judgedTo: null }),
  evolve: (state, event) => (event.type === 'VisitsJudged' ? { judgedTo: event.payload.to } : state),
};
