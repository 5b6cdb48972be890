import type { PayloadOf } from '../domain/events.ts';
import type { Refusal } from '../domain/decider.ts';
import type { VisitReason } from '../domain/session.ts';
import type { Draft } from './draft.ts';
import type { Place } from './facts.ts';

export interface Arming {
  readonly place: Place;
  readonly reason: VisitReason;
  readonly pieces: readonly string[];
  readonly permitted: boolean;
  /** No further piece may go in. */
  readonly full?: boolean;
  /** A further attempt at the visit's own intent; left out: a new permission. */
  readonly again?: { readonly intent: string; readonly attempt: number };
}

/** Permits one pulse: the session's and the compartment's events, and the effect that follows them. */
export const arm = (
  draft: Draft,
  { place, reason, pieces, permitted, full = false, again }: Arming,
): Refusal | null => {
  const running = draft.session?.fold.started;
  const side = draft.facts.station.door;
  const lock = place.lock[side];
  if (!running || !draft.session) return { code: 'sign-in-first', values: {} };
  if (!lock) return { code: 'no-door-on-this-side', values: { compartment: place.id } };
  const seen = place.door(side);
  if (seen !== 'closed' && place.online(side))
    return { code: seen === 'open' ? 'door-open' : 'door-unknown', values: {} };
  const { intent, attempt } = again ?? { intent: draft.id(), attempt: 1 };
  const refusal = draft.request(place, {
    ...{ intent, attempt, door: side, session: draft.session.id, person: running.person, reason },
    ...lock,
    at: draft.time,
    coolDownMs: draft.facts.timings.retryCoolDown * 1000,
    permitted,
    online: place.online(side),
    full,
  });
  if (refusal) return refusal;
  const armed: PayloadOf<'CompartmentArmed'> = {
    ...{ compartment: place.id, intent, attempt, reason, pieces: pieces.slice(0, 500) },
  };
  draft.record({ type: 'CompartmentArmed', payload: armed });
  draft.live({ counted: { intent, net: 0 } });
  draft.effects.push({ type: 'pulse', compartment: place.id, door: side, intent, attempt, ...lock });
  return null;
};
