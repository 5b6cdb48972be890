import { dropRefusal } from '../domain/access.ts';
import type { Refusal } from '../domain/decider.ts';
import { berthRefusal, route } from '../domain/routing.ts';
import type { Visit } from '../domain/session.ts';
import { arm } from './arming.ts';
import { berthOf, berthsFor } from './berths.ts';
import type { Draft } from './draft.ts';
import type { Piece } from './facts.ts';
import { judge, type Judgement, type Verdict } from './words.ts';

/** A docket code was scanned in a drop: it gets a verdict, and the permitted compartment unlocks. */
export const scanToDrop = (draft: Draft, docket: string): void => {
  const piece = draft.piece(docket);
  if (!piece || piece.state.state === 'absent') return judge(draft, { verdict: 'not-registered', docket });
  const visit = draft.visit;
  const verdict = notNow(draft, piece, visit);
  if (verdict) return judge(draft, { verdict, docket, compartment: piece.state.compartment });
  if (visit) return addPiece(draft, piece, visit);
  openFor(draft, piece);
};

/** What a piece that is not to be dropped any more is answered with. */
export const BY_STATE: Partial<Record<Piece['state']['state'], Verdict>> = {
  withdrawn: 'withdrawn',
  deposited: 'already-dropped',
  collected: 'already-collected',
  refused: 'refused-before',
  returned: 'refused-before',
  handled: 'already-collected',
  recalled: 'called-back',
  destroyed: 'destroyed',
  missing: 'missing',
  outgoing: 'handed-in',
  dispatched: 'dispatched',
};
const notNow = (draft: Draft, piece: Piece, visit: Visit | null): Verdict | null => {
  const person = who(draft);
  return (
    (person ? dropRefusal(person) : 'not-allowed') ??
    BY_STATE[piece.state.state] ??
    (draft.facts.isOutside(piece.department) ? 'send-out' : null) ??
    (visit?.pieces.includes(piece.docket) ? 'already-scanned' : null)
  );
};

/** The person as the register has them now: a permission is judged when it is used. */
export const who = (draft: Draft) => {
  const started = draft.session?.fold.started;
  return started ? draft.facts.person(started.person) : undefined;
};

/** Another piece for the door that is open, or opening; anything else has to wait. */
const addPiece = (draft: Draft, piece: Piece, visit: Visit): void => {
  const { docket, department } = piece;
  const compartment = visit.compartment;
  const place = draft.place(compartment);
  const phase = draft.phase(visit).name;
  const berth = place && berthOf(draft, place);
  const fits =
    berth?.usage === 'department'
      ? berth.department === department
      : berth?.usage === 'pooled' &&
        berth.inside.every((inside) => inside === department) &&
        berthsFor(draft, department).every((other) => other.usage === 'pooled');
  if (!berth || visit.reason !== 'drop' || !fits || !(phase === 'open' || phase === 'opening'))
    return judge(draft, { verdict: 'finish-other-first', docket, compartment });
  const verdict = berthRefusal(berth);
  if (verdict) return judge(draft, { verdict, docket, compartment });
  judge(draft, { verdict: 'accepted', docket, compartment });
  draft.record({ type: 'PieceAdded', payload: { compartment, docket } });
};

const openFor = (draft: Draft, piece: Piece): void => {
  const { docket, department } = piece;
  const { cabinet } = draft.facts.station;
  const way = route(department, cabinet, berthsFor(draft, department));
  if (way.kind === 'nowhere') {
    const { why: verdict, compartment } = way;
    const reason = compartment ? (draft.place(compartment)?.state.serviceReason ?? undefined) : undefined;
    return judge(draft, { verdict, docket, compartment, cabinet: way.cabinet, reason });
  }
  const place = draft.place(way.compartment);
  if (!place) return;
  const refusal = arm(draft, { place, reason: 'drop', pieces: [docket], permitted: true });
  const compartment = place.id;
  if (refusal) judge(draft, { ...verdictOf(refusal), docket, compartment });
  else judge(draft, { verdict: 'accepted', docket, compartment });
};

const VERDICTS: Readonly<Record<string, Verdict>> = {
  away: 'away',
  full: 'full',
  offline: 'offline',
  'door-unknown': 'offline',
  'door-open': 'finish-other-first',
  'attempt-outstanding': 'finish-other-first',
  'cool-down': 'finish-other-first',
  'not-permitted': 'not-allowed',
};
/** What a refused opening means to somebody who scanned. */
export const verdictOf = (refusal: Refusal): Judgement => {
  const { reason } = refusal.values;
  return {
    verdict: VERDICTS[refusal.code] ?? 'faulty',
    reason: reason === undefined ? undefined : `${reason}`,
  };
};
