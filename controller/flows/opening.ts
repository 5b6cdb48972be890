import { dropRefusal } from '../domain/access.ts';
import { isToBeDropped } from '../domain/consignment-state.ts';
import type { Visit } from '../domain/session.ts';
import { arm } from './arming.ts';
import type { Draft } from './draft.ts';
import { who } from './drop.ts';
import type { Input } from './inputs.ts';
import { isAwaited } from './bringing.ts';
import { goOn, waitingBoxes } from './pickup.ts';
import { notSent } from './sending.ts';
import { deposit } from './settle.ts';
import { count, skipInStockTake } from './task-settling.ts';
import { taskRefusal } from './tasks.ts';
import { valuesFor } from './words.ts';

/** The person asks for another pulse of the same door. The permission is judged anew. */
export const retryOpen = (draft: Draft): void => {
  const visit = draft.visit;
  const place = visit && draft.place(visit.compartment);
  if (!visit || !place || draft.phase(visit).name !== 'not-opened') return draft.refuse('not-now');
  const again = { intent: visit.intent, attempt: visit.attempt + 1 };
  const { reason, pieces } = visit;
  const refusal = arm(draft, { place, reason, pieces, permitted: stillPermitted(draft, visit), again });
  if (!refusal) return;
  draft.say(refusal.code, 'warning', valuesFor(draft, { compartment: place.id }));
  draft.refuse(refusal.code, refusal.values);
};

const stillPermitted = (draft: Draft, visit: Visit): boolean => {
  const person = who(draft);
  if (!person) return false;
  const states = visit.pieces.map((docket) => draft.piece(docket)?.state.state);
  switch (visit.reason) {
    case 'drop':
      return (
        dropRefusal(person) === null && states.every((state) => state !== undefined && isToBeDropped(state))
      );
    case 'pickup':
      return waitingBoxes(draft).has(visit.compartment);
    case 'send':
      return visit.pieces.every((docket) => notSent(draft, draft.piece(docket)) === null);
    case 'return':
      return visit.pieces.some((docket) => isStillBroughtBack(draft, docket));
    default:
      return taskRefusal(draft, visit.reason) === null;
  }
};

const isStillBroughtBack = (draft: Draft, docket: string): boolean => {
  const piece = draft.piece(docket);
  return piece !== undefined && (piece.state.state === 'refused' || isAwaited(piece));
};

/** The person goes on without this door. */
export const giveUpOpen = (draft: Draft): void => {
  const visit = draft.visit;
  if (!visit || draft.phase(visit).name !== 'not-opened') return draft.refuse('not-now');
  giveUp(draft, visit);
  skipInStockTake(draft, visit.compartment, 'not-opened');
  goOn(draft, visit);
};

export const giveUp = (draft: Draft, { compartment, intent, pieces }: Visit): void => {
  draft.record({ type: 'OpenGivenUp', payload: { compartment, intent, pieces: [...pieces] } });
  draft.live({ counted: null });
};

/** The person says which of the scanned pieces went in. */
export const confirmCount = (draft: Draft, { dockets }: Extract<Input, { type: 'confirm-count' }>): void => {
  const visit = draft.visit;
  if (!visit?.question) return draft.refuse('not-now');
  const foreign = dockets.find((docket) => !visit.pieces.includes(docket));
  if (foreign !== undefined) return draft.refuse('not-scanned', { docket: foreign });
  if (visit.reason === 'stock-take') count(draft, visit, dockets);
  else deposit(draft, visit, dockets, 'person');
  goOn(draft, visit);
};
