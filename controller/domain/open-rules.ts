import type { CompartmentState } from './compartment-state.ts';
import { follow, refuse, type Decision } from './decider.ts';
import type { PayloadOf } from './events.ts';

/** Pulses one permission may cost. */
export const MAX_ATTEMPTS = 3;

/** Asks for one pulse. `at`: UTC instant; `coolDownMs`: rest after a pulse that opened nothing. */
export interface RequestOpen extends PayloadOf<'OpenRequested'> {
  readonly type: 'RequestOpen';
  readonly at: string;
  readonly coolDownMs: number;
  /** Whether the person may open it, judged now, not when the first attempt was made. */
  readonly permitted: boolean;
  readonly online: boolean;
  /** No further piece may go in; matters only to drops and returns. */
  readonly full: boolean;
}

/**
 * A door is armed only when it was read closed, nothing else is on its way, and the place takes what is asked of it;
 * a further attempt only after the one before it, under the same intent, at the same door.
 */
export const decideOpen = (command: RequestOpen, state: CompartmentState): Decision => {
  const refusal = ownRefusal(command, state) ?? doorRefusal(state, command) ?? attemptRefusal(command, state);
  if (refusal) return refusal;
  const { intent, attempt, door, session, person, reason, device, channel } = command;
  return follow({
    type: 'OpenRequested',
    payload: { intent, attempt, door, session, person, reason, device, channel },
  });
};

const ownRefusal = (command: RequestOpen, state: CompartmentState): Decision | null => {
  const { reason } = command;
  const putsIn = reason === 'drop' || reason === 'return' || reason === 'send';
  if (!command.permitted) return refuse('not-permitted');
  if (!command.online) return refuse('offline', { device: command.device });
  if (reason !== 'maintenance' && state.service === 'out-of-service')
    return refuse('out-of-service', reasonOf(state));
  if (putsIn && state.service === 'away') return refuse('away', reasonOf(state));
  if (putsIn && command.full) return refuse('full');
  if (state.faulty && reason !== 'maintenance') return refuse('faulty');
  return null;
};

const doorRefusal = (state: CompartmentState, { door }: RequestOpen): Decision | null => {
  if (state.front.forced || state.rear.forced) return refuse('door-forced');
  if (state.front.seen === 'open' || state.rear.seen === 'open') return refuse('door-open');
  if (state.attempt?.outcome === null) return refuse('attempt-outstanding');
  return state[door].seen === 'closed' ? null : refuse('door-unknown');
};

const attemptRefusal = (command: RequestOpen, state: CompartmentState): Decision | null => {
  const last = state.attempt;
  const { intent, attempt } = command;
  if (attempt > MAX_ATTEMPTS) return refuse('too-many-attempts', { most: MAX_ATTEMPTS });
  if (attempt === 1 ? last?.intent === intent : !follows(last, command))
    return refuse('wrong-attempt', { attempt });
  if (last && last.openedAt === null) {
    const restedAt = Date.parse(last.outcomeAt ?? last.requestedAt) + command.coolDownMs;
    if (Date.parse(command.at) < restedAt)
      return refuse('cool-down', { until: new Date(restedAt).toISOString() });
  }
  return null;
};

const follows = (last: CompartmentState['attempt'], { intent, attempt, door }: RequestOpen): boolean =>
  last?.intent === intent && last.attempt === attempt - 1 && last.door === door && last.openedAt === null;

const reasonOf = (state: CompartmentState): Record<string, string> =>
  state.serviceReason === null ? {} : { reason: state.serviceReason };
