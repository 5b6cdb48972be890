import { pickupDepartments } from '../domain/access.ts';
import { berthRefusal } from '../domain/routing.ts';
import { arm } from './arming.ts';
import { berthOf } from './berths.ts';
import type { Draft } from './draft.ts';
import { verdictOf, who } from './drop.ts';
import type { Piece } from './facts.ts';
import { returnsPlace } from './common-place.ts';
import { judge, type Verdict } from './words.ts';

/** Back into a returns compartment: as recalled when it was asked for, else as returned. */
export const bringBack = (
  draft: Draft,
  docket: string,
  at: { readonly compartment: string; readonly session: string; readonly intent: string },
): boolean => {
  const state = draft.piece(docket)?.state;
  const recalled = state?.state !== 'refused' && state?.recall !== null;
  return draft.move(docket, { type: recalled ? 'Recall' : 'Return', ...at });
};

/** Whether the office waits for it: it circulates and was read, or it was asked back. */
export const isAwaited = ({ state: { state, route, recall } }: Piece): boolean =>
  (state === 'collected' && route !== null) ||
  ((state === 'collected' || state === 'handled') && recall !== null);

/** A piece the person’s department holds was scanned: the returns compartment opens for it, and for more. */
export const scanToReturn = (draft: Draft, docket: string): void => {
  const visit = draft.visit;
  const piece = draft.piece(docket);
  const refusal = notReturned(draft, piece);
  if (refusal || !piece) return judge(draft, { verdict: refusal ?? 'not-registered', docket });
  const place = returnsPlace(draft);
  if (visit) {
    const opens = ['open', 'opening'].includes(draft.phase(visit).name) && visit.reason === 'return';
    if (visit.pieces.includes(docket)) return judge(draft, { verdict: 'already-scanned', docket });
    const berth = place && berthOf(draft, place);
    const full = berth ? berthRefusal(berth) : null;
    if (!opens || full)
      return judge(draft, { verdict: full ?? 'finish-other-first', docket, compartment: visit.compartment });
    judge(draft, { verdict: 'accepted', docket, compartment: visit.compartment });
    draft.record({ type: 'PieceAdded', payload: { compartment: visit.compartment, docket } });
    return;
  }
  if (!place) return judge(draft, { verdict: 'no-compartment', docket });
  const full = berthRefusal(berthOf(draft, place)) === 'full';
  const refused = arm(draft, { place, pieces: [docket], reason: 'return', permitted: true, full });
  const compartment = place.id;
  if (refused) judge(draft, { ...verdictOf(refused), docket, compartment });
  else judge(draft, { verdict: 'accepted', docket, compartment });
};

const notReturned = (draft: Draft, piece: Piece | undefined): Verdict | null => {
  if (!piece || piece.state.state === 'absent') return 'not-registered';
  const person = who(draft);
  if (!person || !pickupDepartments(person).includes(piece.department)) return 'not-yours';
  return isAwaited(piece) ? null : 'not-asked-back';
};
