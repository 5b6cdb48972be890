import { flowsFor, pickupDepartments } from '../domain/access.ts';
import { raise, raiseSameCard, standing } from './alarms.ts';
import type { Draft } from './draft.ts';
import { who } from './drop.ts';
import { absoluteAt, idleAt } from './due.ts';
import type { Choice, FlowName, Input } from './inputs.ts';
import { beginStockTake } from './task-settling.ts';
import { awaitsWitness, joinAsWitness, tasksHere, tasksOf } from './tasks.ts';

/** A person proved who they are: a session starts, in the only flow they may use here or with a choice. */
export const signedIn = (draft: Draft, input: Extract<Input, { type: 'signed-in' }>): void => {
  const { person, method } = input;
  const present = draft.session?.fold.started?.person;
  if (present === person.number) return;
  const fold = draft.session?.fold;
  if (awaitsWitness(fold?.flow, fold?.witness)) return joinAsWitness(draft, person, method);
  if (present !== undefined) return refuseSignIn(draft, 'in-use');
  const elsewhere = draft.facts.elsewhere(person.number);
  if (elsewhere !== null && method !== 'pin') {
    raiseSameCard(draft);
    return refuseSignIn(draft, 'same-card-twice');
  }
  const flows = flowsFor(person, draft.facts.station.flows);
  if (flows.length === 0 && tasksOf(draft, person).length === 0) return refuseSignIn(draft, 'no-role');
  draft.begin(input.session);
  draft.record({
    type: 'SessionStarted',
    payload: {
      station: draft.facts.station.id,
      person: person.number,
      method,
      roles: [...person.roles],
      departments: [...pickupDepartments(person)],
    },
  });
  draft.live({ goodbye: null, message: null, record: null, counted: null, late: false });
  const [only, ...more] = flows;
  if (only && more.length === 0) draft.record({ type: 'FlowChosen', payload: { flow: only } });
};
const refuseSignIn = (draft: Draft, code: string): void => {
  draft.say(code, 'warning');
  draft.refuse(code);
};

/** Flows the signed-in person may use at this station. */
export const flowsHere = (draft: Draft): readonly FlowName[] => {
  const person = who(draft);
  return person ? flowsFor(person, draft.facts.station.flows) : [];
};

export const chooseFlow = (draft: Draft, flow: Choice): void => {
  if (draft.visit) return draft.refuse('finish-other-first');
  const choices: readonly Choice[] = [...flowsHere(draft), ...tasksHere(draft)];
  if (!choices.includes(flow)) return draft.refuse('not-allowed');
  const fold = draft.session?.fold;
  if (fold?.flow === flow) return;
  if (flow === 'stock-take' && fold?.counted === null) beginStockTake(draft);
  draft.record({ type: 'FlowChosen', payload: { flow } });
  draft.live({ record: null });
};

/** After a restart: the session goes on where it was, unless its time has passed meanwhile. */
export const resume = (draft: Draft): void => {
  const fold = draft.session?.fold;
  if (fold) {
    draft.live({ activityAt: Date.parse(fold.lastAt ?? draft.time) });
    const late = draft.facts.now >= Math.min(idleAt(draft), absoluteAt(draft));
    draft.live({ late });
  }
  // A door that stood open when the controller stopped sends no change: it is an alarm until it is seen closed.
  for (const { id, state } of draft.facts.places()) {
    const open = [state.front, state.rear].find((door) => door.seen === 'open');
    if (!open || !draft.facts.minds(id) || draft.visit?.compartment === id) continue;
    if (open.under !== null && draft.facts.attended(open.under)) continue;
    const sounding = standing(draft.state).some((alarm) => alarm.compartment === id);
    if (!sounding) raise(draft, open.forced ? 'door-forced' : 'door-left-open', id);
  }
};
