import { isCounted, takesOut, type Visit } from '../domain/session.ts';
import { countedOf, raise, raiseOnce } from './alarms.ts';
import type { Draft } from './draft.ts';
import { bringBack } from './bringing.ts';
import { settled } from './settled.ts';
import type { Piece, Place } from './facts.ts';
import { sender } from './sending.ts';
import { settleTask } from './task-settling.ts';

/**
 * When a closed door may be settled, ms since 1970: at once, unless the bin sensor contradicts what should have
 * happened; its reading may come a moment after the door's.
 */
export const settleAt = (draft: Draft, visit: Visit, closedAt: number): number => {
  const place = draft.place(visit.compartment);
  if (!place?.hasBin) return closedAt;
  const contradicts = takesOut(visit.reason)
    ? place.state.bin === 'occupied'
    : place.state.bin === 'empty' && countedOf(draft, visit, place) !== visit.pieces.length;
  return contradicts ? closedAt + draft.facts.timings.binSettle * 1000 : closedAt;
};

/** The door was seen open and then closed: what moved is written, or asked. */
export const settleClosed = (draft: Draft, visit: Visit): void => {
  const place = draft.place(visit.compartment);
  if (!place) return;
  if (isCounted(visit.reason)) settleDrop(draft, visit, place);
  else if (visit.reason === 'pickup') settlePickup(draft, visit, place);
  else if (visit.reason === 'return') settleReturn(draft, visit, place);
  else settleTask(draft, visit, place);
};

const settleDrop = (draft: Draft, visit: Visit, place: Place): void => {
  const counted = countedOf(draft, visit, place);
  if (counted === visit.pieces.length) return deposit(draft, visit, visit.pieces, 'sensor');
  if (nothingIn(place, counted)) raiseOnce(draft, visit, 'nothing-dropped');
  draft.record({
    type: 'CountQuestioned',
    payload: {
      compartment: visit.compartment,
      intent: visit.intent,
      expected: [...visit.pieces],
      counted: counted === null ? null : Math.max(0, counted),
    },
  });
};

/** Whether a sensor says that not one piece lies behind the closed door. */
const nothingIn = (place: Place, counted: number | null): boolean =>
  counted === null ? place.hasBin && place.state.bin === 'empty' : counted <= 0;

/** `moved` of the visit's pieces went in. */
export const deposit = (
  draft: Draft,
  visit: Visit,
  moved: readonly string[],
  counted: 'sensor' | 'person',
): void => {
  const { compartment, intent } = visit;
  const session = draft.session?.id ?? '';
  const department = sender(draft);
  const went = visit.pieces.filter(
    (docket) =>
      moved.includes(docket) &&
      draft.move(
        docket,
        visit.reason === 'send'
          ? { type: 'HandIn', compartment, session, intent, counted, department }
          : { type: 'Deposit', compartment, session, intent, counted },
      ),
  );
  settled(draft, visit, went, counted);
};

const settlePickup = (draft: Draft, visit: Visit, place: Place): void => {
  const { compartment, intent } = visit;
  const session = draft.session?.id ?? '';
  const left = place.hasBin && place.state.bin === 'occupied';
  if (left) raise(draft, 'not-emptied', compartment);
  const scanned = visit.scanned.length > 0;
  // With paper left in the box and none of it scanned, nobody knows which pieces were taken: none is signed for.
  const taken = collectable(draft, visit).filter((piece) =>
    scanned ? visit.scanned.includes(piece.docket) : !left,
  );
  const signedBy = scanned ? 'scanned' : 'box';
  const went = taken.filter(({ docket, department }) =>
    draft.move(docket, { type: 'Collect', compartment, session, intent, signedBy, department }),
  );
  const by = scanned ? 'person' : place.hasBin && place.state.bin !== 'unknown' ? 'sensor' : 'nobody';
  settled(
    draft,
    visit,
    went.map((piece) => piece.docket),
    by,
  );
};

/** Pieces in the visited box that the person may sign for. */
export const collectable = (draft: Draft, visit: Visit): readonly Piece[] =>
  draft
    .inside(visit.compartment)
    .filter(
      (piece) =>
        piece.state.state === 'deposited' &&
        draft.session?.fold.started?.departments.includes(piece.department) === true,
    );

const settleReturn = (draft: Draft, visit: Visit, place: Place): void => {
  const { compartment, intent } = visit;
  const session = draft.session?.id ?? '';
  const counted = countedOf(draft, visit, place);
  const none = nothingIn(place, counted);
  if (none) raiseOnce(draft, visit, 'nothing-dropped');
  const went = none
    ? []
    : visit.pieces.filter((docket) => bringBack(draft, docket, { compartment, session, intent }));
  const by =
    counted === visit.pieces.length || (place.hasBin && !none) ? 'sensor' : none ? 'nobody' : 'person';
  settled(draft, visit, went, by);
};

/** The visit is over without anybody saying what moved. */
export const abandon = (draft: Draft, visit: Visit): void => settled(draft, visit, [], 'nobody');
