import { maySend, pickupDepartments } from '../domain/access.ts';
import { berthRefusal } from '../domain/routing.ts';
import type { Visit } from '../domain/session.ts';
import { arm } from './arming.ts';
import { berthOf } from './berths.ts';
import { outgoingPlace } from './common-place.ts';
import type { Draft } from './draft.ts';
import { BY_STATE, verdictOf, who } from './drop.ts';
import type { Piece, Place } from './facts.ts';
import { judge, type Verdict } from './words.ts';

/** A piece that goes out was scanned: an outgoing compartment opens for it, and for more. */
export const scanToSend = (draft: Draft, docket: string): void => {
  const piece = draft.piece(docket);
  const refusal = notSent(draft, piece);
  if (refusal)
    return judge(draft, { verdict: refusal, docket, compartment: piece?.state.compartment ?? null });
  const visit = draft.visit;
  if (visit) return addToSend(draft, visit, docket);
  openToSend(draft, [docket]);
};

/** A bag goes out as it is: every piece of it that was neither dropped nor handed in. */
export const sendBundle = (
  draft: Draft,
  bag: { readonly members: readonly string[]; readonly dissolved: boolean },
): void => {
  if (draft.visit) return judge(draft, { verdict: 'finish-other-first' });
  if (bag.dissolved) return judge(draft, { verdict: 'bundle-dissolved' });
  const refusals = bag.members.map((docket) => notSent(draft, draft.piece(docket)));
  const sendable = bag.members.filter((_, at) => refusals[at] === null);
  if (sendable.length === 0) return judge(draft, { verdict: refusals[0] ?? 'handed-in' });
  openToSend(draft, sendable);
};

/** Why a piece may not be handed in now, by whoever is signed in. */
export const notSent = (draft: Draft, piece: Piece | undefined): Verdict | null => {
  const person = who(draft);
  if (!person || !maySend(person)) return 'not-allowed';
  if (!piece || piece.state.state === 'absent') return 'not-registered';
  return piece.state.state === 'carried' ? 'carried' : (BY_STATE[piece.state.state] ?? null);
};

const addToSend = (draft: Draft, visit: Visit, docket: string): void => {
  const { compartment } = visit;
  if (visit.pieces.includes(docket)) return judge(draft, { verdict: 'already-scanned', docket });
  const place = draft.place(compartment);
  const opens = visit.reason === 'send' && ['open', 'opening'].includes(draft.phase(visit).name);
  const full = place ? berthRefusal(berthOf(draft, place)) : null;
  if (!opens || full) return judge(draft, { verdict: full ?? 'finish-other-first', docket, compartment });
  judge(draft, { verdict: 'accepted', docket, compartment });
  draft.record({ type: 'PieceAdded', payload: { compartment, docket } });
};

const openToSend = (draft: Draft, dockets: readonly string[]): void => {
  const [docket = null] = dockets;
  const place = outgoingPlace(draft);
  if (!place) return judge(draft, { verdict: 'no-compartment', docket });
  const compartment = place.id;
  const reason = place.state.serviceReason ?? undefined;
  const refusal = roomFor(draft, place, dockets.length);
  if (refusal) return judge(draft, { verdict: refusal, docket, compartment, reason });
  const refused = arm(draft, { place, pieces: dockets, reason: 'send', permitted: true });
  if (refused) return judge(draft, { ...verdictOf(refused), docket, compartment });
  for (const each of dockets) judge(draft, { verdict: 'accepted', docket: each, compartment });
};
/** A bag is not torn apart: it fits as a whole, or not. */
const roomFor = (draft: Draft, place: Place, pieces: number): Verdict | null => {
  const berth = berthOf(draft, place);
  return berthRefusal(berth) ?? (berth.inside.length + pieces > berth.capacity ? 'full' : null);
};

/** In whose name somebody hands in: their department’s, or the office’s. */
export const sender = (draft: Draft): string | null => {
  const person = who(draft);
  if (!person || person.roles.includes('registrar')) return null;
  return pickupDepartments(person)[0] ?? person.departments[0] ?? null;
};
