import type { Visit } from '../domain/session.ts';
import { raise } from './alarms.ts';
import type { Draft } from './draft.ts';
import type { Place } from './facts.ts';
import { settled } from './settled.ts';
import { asBoxTask, taskBoxes } from './tasks.ts';

/** The door of a registrar’s task is closed: what was taken out or counted is written. */
export const settleTask = (draft: Draft, visit: Visit, place: Place): void => {
  if (visit.reason === 'take-in' || visit.reason === 'fetch')
    settleEmptying(draft, visit, visit.reason, place);
  else if (visit.reason === 'correct') settleCorrection(draft, visit);
  else settleCount(draft, visit);
};

/** As in a pickup: with paper left and none of it scanned, nobody knows what was taken out. */
const settleEmptying = (draft: Draft, visit: Visit, task: 'take-in' | 'fetch', place: Place): void => {
  const { compartment, intent } = visit;
  const session = draft.session?.id ?? '';
  const left = place.hasBin && place.state.bin === 'occupied';
  if (left) raise(draft, 'not-emptied', compartment);
  const scanned = visit.scanned.length > 0;
  const pieces = taskBoxes(draft, task).get(compartment) ?? [];
  const went = pieces
    .map(({ docket }) => docket)
    .filter((docket) => (scanned ? visit.scanned.includes(docket) : !left))
    .filter((docket) =>
      task === 'fetch'
        ? fetchPiece(draft, docket, { compartment, session, intent }, scanned ? 'scanned' : 'box')
        : draft.move(docket, { type: 'TakeIn', compartment, session, intent }),
    );
  settled(draft, visit, went, scanned ? 'person' : place.hasBin ? 'sensor' : 'nobody');
};

/** The messenger has it; to a receiver outside the house it is on its way out with that. */
const fetchPiece = (
  draft: Draft,
  docket: string,
  at: { readonly compartment: string; readonly session: string; readonly intent: string },
  signedBy: 'box' | 'scanned',
): boolean => {
  if (!draft.move(docket, { type: 'Fetch', ...at, signedBy })) return false;
  const department = draft.piece(docket)?.department ?? '';
  const { compartment, session } = at;
  if (draft.facts.isOutside(department))
    draft.move(docket, { type: 'Dispatch', compartment, session, department });
  return true;
};

/** Only what was scanned behind the open door was taken out: a drop is reversed piece by piece. */
const settleCorrection = (draft: Draft, visit: Visit): void => {
  const { compartment, intent } = visit;
  const running = draft.session;
  const registrar = running?.fold.started?.person ?? '';
  const messenger = running?.fold.witness ?? '';
  const at = { compartment, session: running?.id ?? '', intent };
  const went = visit.scanned.filter((docket) => {
    const ended = draft.piece(docket)?.state.route?.ended;
    const reason = ended ? 'circulation-ended' : 'wrong-drop';
    return draft.move(docket, { type: 'Correct', ...at, registrar, messenger, reason });
  });
  settled(draft, visit, went, went.length > 0 ? 'person' : 'nobody');
};

/** What is recorded inside and was not scanned is asked for before it counts as missing. */
const settleCount = (draft: Draft, visit: Visit): void => {
  const unseen = draft
    .inside(visit.compartment)
    .map(({ docket }) => docket)
    .filter((docket) => !visit.scanned.includes(docket));
  if (unseen.length === 0) return count(draft, visit, []);
  const { compartment, intent } = visit;
  draft.record({
    type: 'CountQuestioned',
    payload: { compartment, intent, expected: unseen.slice(0, 500), counted: visit.scanned.length },
  });
};

/** Writes what lies in the box; `present`: pieces that are there although they were not scanned. */
export const count = (draft: Draft, visit: Visit, present: readonly string[]): void => {
  const { compartment, intent, scanned, unreadable } = visit;
  const inside = draft.inside(compartment).map(({ docket }) => docket);
  const there = (docket: string): boolean => scanned.includes(docket) || present.includes(docket);
  const found = inside.filter(there);
  const missing = inside.filter((docket) => !there(docket));
  const unexpected = scanned.filter((docket) => !inside.includes(docket));
  const noted = { by: 'stock-take' as const, note: null };
  for (const docket of missing) draft.move(docket, { type: 'Miss', ...noted });
  for (const docket of unexpected) draft.move(docket, { type: 'Find', compartment, ...noted });
  const cut = (dockets: readonly string[]): string[] => dockets.slice(0, 500);
  draft.write(`stock-take:${draft.session?.id ?? ''}`, {
    type: 'StockTakeCounted',
    payload: {
      ...{ compartment, intent, found: cut(found), missing: cut(missing), unexpected: cut(unexpected) },
      unreadable,
    },
  });
  settled(draft, visit, [], 'person');
};

/** The first time the task is chosen in a session: the stock-take bears the session’s id. */
export const beginStockTake = (draft: Draft): void => {
  const running = draft.session;
  if (!running) return;
  draft.write(`stock-take:${running.id}`, {
    type: 'StockTakeStarted',
    payload: {
      ...{ station: draft.facts.station.id, session: running.id },
      compartments: [...taskBoxes(draft, 'stock-take').keys()].slice(0, 200),
    },
  });
};
export const skipInStockTake = (draft: Draft, compartment: string, why: string): void => {
  if (asBoxTask(draft.session?.fold.flow) === 'stock-take')
    draft.write(`stock-take:${draft.session?.id ?? ''}`, {
      type: 'StockTakeSkipped',
      payload: { compartment, why: why.slice(0, 40) },
    });
};
/** With the session its stock-take ends; what was not counted was skipped. */
export const endStockTake = (draft: Draft): void => {
  const running = draft.session;
  if (!running?.fold.counted) return;
  draft.write(`stock-take:${running.id}`, {
    type: 'StockTakeFinished',
    payload: { counted: running.fold.counted.length, skipped: taskBoxes(draft, 'stock-take').size },
  });
};
