import { pickupDepartments } from '../domain/access.ts';
import type { Visit } from '../domain/session.ts';
import { arm } from './arming.ts';
import { openNextOfBundle } from './bundles.ts';
import type { Draft } from './draft.ts';
import { who } from './drop.ts';
import type { Piece } from './facts.ts';
import type { Input } from './inputs.ts';
import { markOf } from './records.ts';
import { returnsPlace } from './common-place.ts';
import { armReturns } from './returns.ts';
import { collectable } from './settle.ts';
import { skipInStockTake } from './task-settling.ts';
import { asBoxTask, taskBoxes, taskRefusal, type BoxTask } from './tasks.ts';
import { judge, valuesFor, type Verdict } from './words.ts';

/** Boxes of this cabinet in which something waits for the person, most urgent first. */
export const waitingBoxes = (draft: Draft): ReadonlyMap<string, readonly Piece[]> => {
  const boxes = new Map<string, Piece[]>();
  for (const piece of draft.waiting(departmentsOf(draft))) {
    const box = piece.state.compartment;
    if (box === null || draft.place(box)?.cabinet !== draft.facts.station.cabinet) continue;
    boxes.set(box, [...(boxes.get(box) ?? []), piece]);
  }
  return boxes;
};

const departmentsOf = (draft: Draft): readonly string[] => {
  const person = who(draft);
  const granted = draft.session?.fold.started?.departments ?? [];
  // Both: as signed in, and as the register has it now.
  return person ? pickupDepartments(person).filter((code) => granted.includes(code)) : [];
};

/** The chosen boxes, one door at a time. */
export const openBoxes = (draft: Draft, { compartments }: Extract<Input, { type: 'open-boxes' }>): void => {
  const fold = draft.session?.fold;
  const task = asBoxTask(fold?.flow);
  if (!fold || (fold.flow !== 'pickup' && !task)) return draft.refuse('not-now');
  if (draft.visit) return draft.refuse('finish-other-first');
  if (task) return openTaskBoxes(draft, task, compartments);
  const waiting = waitingBoxes(draft);
  const returns = returnsPlace(draft)?.id;
  const wantsReturns = returns !== undefined && compartments.includes(returns) && fold.refused.length > 0;
  const chosen = [...new Set(compartments)].filter((id) => !(wantsReturns && id === returns));
  const foreign = chosen.find((id) => !waiting.has(id));
  if (foreign !== undefined) return draft.refuse('not-yours', { compartment: foreign });
  if (chosen.length > 0) draft.record({ type: 'BoxesChosen', payload: { compartments: chosen } });
  if (!openNext(draft) && wantsReturns) armReturns(draft);
};

const openTaskBoxes = (draft: Draft, task: BoxTask, compartments: readonly string[]): void => {
  const refusal = taskRefusal(draft, task);
  if (refusal) return draft.refuse(refusal);
  const boxes = taskBoxes(draft, task);
  const foreign = compartments.find((id) => !boxes.has(id));
  if (foreign !== undefined) return draft.refuse('not-this-task', { compartment: foreign });
  draft.record({ type: 'BoxesChosen', payload: { compartments: [...new Set(compartments)] } });
  openNext(draft);
};

/** Opens the next chosen box that can be opened; the others are named and passed over. False: none was opened. */
export const openNext = (draft: Draft): boolean => {
  for (const id of draft.session?.fold.queue ?? []) {
    const place = draft.place(id);
    const task = asBoxTask(draft.session?.fold.flow);
    const pieces = (task ? taskBoxes(draft, task) : waitingBoxes(draft)).get(id) ?? [];
    const permitted = task ? taskRefusal(draft, task) === null : pieces.length > 0;
    const dockets = pieces.map((piece) => piece.docket);
    const refusal = place
      ? arm(draft, { place, reason: task ?? 'pickup', pieces: dockets, permitted })
      : { code: 'no-compartment', values: {} };
    if (!refusal) return true;
    skipInStockTake(draft, id, refusal.code);
    const { reason } = refusal.values;
    draft.say(refusal.code, 'warning', {
      ...valuesFor(draft, { compartment: id, reason: reason === undefined ? undefined : `${reason}` }),
    });
    const rest = (draft.session?.fold.queue ?? []).filter((other) => other !== id);
    draft.record({ type: 'BoxesChosen', payload: { compartments: rest } });
  }
  return false;
};

/** After a box was closed or given up: the next one; when none is left, the refused pieces go back. */
export const goOn = (draft: Draft, after: Visit): void => {
  if (draft.visit) return;
  if (after.reason === 'drop') return void openNextOfBundle(draft);
  if (openNext(draft)) return;
  if (after.reason === 'pickup' && (draft.session?.fold.refused.length ?? 0) > 0) armReturns(draft);
};

/** A docket code scanned in a pickup: while its box is open, this piece is signed for, and only those scanned. */
export const scanToCollect = (draft: Draft, docket: string): void => {
  const visit = draft.visit;
  const open = visit?.reason === 'pickup' && draft.phase(visit).name === 'open' ? visit : null;
  const verdict = open ? collectVerdict(draft, docket, open) : notOpenVerdict(draft, docket);
  const compartment = open?.compartment ?? draft.piece(docket)?.state.compartment ?? null;
  judge(draft, { verdict, docket, compartment });
};

const collectVerdict = (draft: Draft, docket: string, visit: Visit): Verdict => {
  if (visit.scanned.includes(docket)) return 'already-scanned';
  if (collectable(draft, visit).some((piece) => piece.docket === docket)) return 'signed-for';
  return notOpenVerdict(draft, docket);
};

const notOpenVerdict = (draft: Draft, docket: string): Verdict => {
  const piece = draft.piece(docket);
  if (!piece || piece.state.state === 'absent') return 'not-registered';
  if (!departmentsOf(draft).includes(piece.department)) return 'not-yours';
  switch (piece.state.state) {
    case 'collected':
    case 'handled':
      return 'already-collected';
    case 'recalled':
      return 'called-back';
    case 'destroyed':
    case 'missing':
      return piece.state.state;
    case 'refused':
    case 'returned':
      return 'refused-before';
    case 'withdrawn':
    case 'carried':
    case 'dispatched':
      return piece.state.state;
    case 'outgoing':
      return 'handed-in';
    default:
      return 'not-in-this-box';
  }
};

/** An official record scanned in a pickup stands for the one piece of its document in the open box. */
export const scanRecordToCollect = (draft: Draft, record: Parameters<typeof markOf>[0]): void => {
  const visit = draft.visit;
  const copies = draft.facts.copies(markOf(record)) ?? [];
  const inBox = visit ? collectable(draft, visit).map((piece) => piece.docket) : [];
  const [only, ...more] = copies.filter(
    (copy) => inBox.includes(copy.docket) && visit?.scanned.includes(copy.docket) !== true,
  );
  if (only && more.length === 0) return scanToCollect(draft, only.docket);
  judge(draft, { verdict: copies.length === 0 ? 'not-registered' : 'not-in-this-box' });
};
