import { berthRefusal } from '../domain/routing.ts';
import { arm } from './arming.ts';
import { berthOf } from './berths.ts';
import type { Draft } from './draft.ts';
import type { Input } from './inputs.ts';
import { returnsPlace } from './common-place.ts';
import { valuesFor } from './words.ts';

/**
 * The collector refuses a piece of the open box, or one signed for in this session. It is refused at once and goes
 * into the returns compartment as soon as no other door is open.
 */
export const refusePiece = (draft: Draft, input: Extract<Input, { type: 'refuse' }>): void => {
  const running = draft.session;
  const fold = running?.fold;
  if (!running || fold?.flow !== 'pickup') return draft.refuse('not-now');
  const { docket, reason, note } = input;
  const visit = draft.visit;
  const piece = draft.piece(docket);
  const inOpenBox =
    visit?.reason === 'pickup' &&
    draft.phase(visit).name === 'open' &&
    piece?.state.compartment === visit.compartment &&
    fold.started?.departments.includes(piece.department) === true;
  if (!inOpenBox && !fold.collected.includes(docket)) return draft.refuse('not-in-hand', { docket });
  if (!draft.move(docket, { type: 'Refuse', session: running.id, reason, note }))
    return draft.refuse('refused-before', { docket });
  draft.record({ type: 'PieceRefused', payload: { docket } });
  draft.say('piece-refused', 'info', valuesFor(draft, { docket }));
  if (!visit) return void armReturns(draft);
  if (visit.reason === 'return' && ['open', 'opening'].includes(draft.phase(visit).name))
    draft.record({ type: 'PieceAdded', payload: { compartment: visit.compartment, docket } });
};

/** Opens the returns compartment for every refused piece still in hand; says why when it cannot. */
export const armReturns = (draft: Draft): boolean => {
  const place = returnsPlace(draft);
  const pieces = draft.session?.fold.refused ?? [];
  const refusal = place
    ? arm(draft, {
        ...{ place, pieces, reason: 'return', permitted: pieces.length > 0 },
        full: berthRefusal(berthOf(draft, place)) === 'full',
      })
    : { code: 'no-compartment', values: {} };
  if (!refusal) return true;
  draft.say(refusal.code, 'warning', valuesFor(draft, { compartment: place?.id ?? null }));
  return false;
};
