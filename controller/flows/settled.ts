import { takesOut, type Visit } from '../domain/session.ts';
import { countedOf } from './alarms.ts';
import type { Draft } from './draft.ts';

type SettledBy = 'sensor' | 'person' | 'nobody';

/** Writes what an opening came to: which pieces moved, and which are where they were. */
export const settled = (draft: Draft, visit: Visit, moved: readonly string[], settledBy: SettledBy): void => {
  const place = draft.place(visit.compartment);
  const all = takesOut(visit.reason)
    ? [...new Set([...moved, ...draft.inside(visit.compartment).map((p) => p.docket), ...visit.pieces])]
    : visit.pieces;
  const counted = place ? countedOf(draft, visit, place) : null;
  draft.record({
    type: 'VisitSettled',
    payload: {
      compartment: visit.compartment,
      intent: visit.intent,
      moved: [...moved],
      left: all.filter((docket) => !moved.includes(docket) && stillThere(draft, visit, docket)),
      counted: counted === null ? null : Math.abs(counted),
      settledBy,
    },
  });
  draft.live({ counted: null });
};

/** Left of a pickup is only what still lies in the box; left of a drop is whatever was scanned and did not go in. */
const stillThere = (draft: Draft, visit: Visit, docket: string): boolean =>
  !takesOut(visit.reason) || draft.piece(docket)?.state.compartment === visit.compartment;
