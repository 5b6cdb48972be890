import { isCounted, takesOut } from '../domain/session.ts';
import { raise, raiseOnce } from './alarms.ts';
import type { Draft } from './draft.ts';
import type { Input } from './inputs.ts';

/**
 * A door changed. What it means for a running visit follows from the ledger; here only what nobody waits for is
 * looked at: a forced door, and one opened for somebody who has gone on without it.
 */
export const doorSeen = (draft: Draft, input: Extract<Input, { type: 'door' }>): void => {
  const { compartment, seen, intent, forced } = input;
  const mine = draft.visit?.intent === intent && intent !== null;
  if (mine) return noticed(draft);
  if (seen !== 'open' || !draft.facts.minds(compartment)) return;
  if (forced) raise(draft, 'door-forced', compartment);
  else if (intent !== null && !draft.facts.attended(intent)) raise(draft, 'door-left-open', compartment);
};

export const binSeen = (draft: Draft, { compartment, seen }: Extract<Input, { type: 'bin' }>): void => {
  const visit = draft.visit;
  if (visit?.compartment === compartment) {
    noticed(draft);
    const open = draft.phase(visit).name === 'open';
    if (seen === 'empty' && open && isCounted(visit.reason)) raiseOnce(draft, visit, 'taken-back-out');
    return;
  }
  const last = draft.place(compartment)?.state.attempt ?? null;
  const window = draft.facts.timings.openWindow * 1000;
  const explained =
    last !== null &&
    last.openedAt !== null &&
    (last.closedAt === null || draft.facts.now - Date.parse(last.closedAt) <= window);
  const dropping = visit !== null && isCounted(visit.reason) && draft.phase(visit).name === 'open';
  // Paper that appears in a box whose door was not opened came through the wrong slot.
  if (seen === 'occupied' && dropping && !explained) raise(draft, 'wrong-compartment', compartment);
};

export const pieceCounted = (
  draft: Draft,
  { compartment, direction }: Extract<Input, { type: 'count' }>,
): void => {
  const visit = draft.visit;
  if (visit?.compartment !== compartment) {
    if (direction === 'in' && visit && isCounted(visit.reason))
      raise(draft, 'wrong-compartment', compartment);
    return;
  }
  noticed(draft);
  const before = draft.state.live.counted;
  // After a restart nobody knows what went through before: the count stays unknown.
  if (before?.intent !== visit.intent) return;
  const inwards = takesOut(visit.reason) ? 'out' : 'in';
  draft.live({ counted: { intent: visit.intent, net: before.net + (direction === inwards ? 1 : -1) } });
  if (direction === 'out' && isCounted(visit.reason)) raise(draft, 'taken-back-out', compartment);
};

/** Nobody knows any more how many went through: the count of this opening is forgotten, and the person is asked. */
export const countDoubted = (draft: Draft, compartment: string): void => {
  const visit = draft.visit;
  // Behind a door that has not opened yet nothing can have passed.
  if (visit?.compartment !== compartment || draft.phase(visit).name === 'opening') return;
  draft.live({ counted: null });
};

export const slotBlocked = (draft: Draft, compartment: string): void => {
  const visit = draft.visit;
  if (visit?.compartment === compartment) raiseOnce(draft, visit, 'slot-blocked');
  else if (draft.facts.minds(compartment)) raise(draft, 'slot-blocked', compartment);
};

const noticed = (draft: Draft): void => draft.live({ activityAt: draft.facts.now });
