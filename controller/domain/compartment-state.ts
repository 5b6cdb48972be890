import type { PayloadOf } from './events.ts';
import type { Fact } from './decider.ts';

export type DoorSide = 'front' | 'rear';
export type DoorReading = 'open' | 'closed';

/** One door as the ledger knows it. */
export interface DoorFold {
  /** `unknown` until read, while its board does not answer, and after a pulse until it was read again. */
  readonly seen: DoorReading | 'unknown';
  /** The intent that explains the opening now going on (also while its board is lost); null when none does. */
  readonly under: string | null;
  /** Opened without permission and not yet seen closed since. */
  readonly forced: boolean;
}
/** The latest attempt to open a door of this compartment. Times are UTC instants. */
export interface Attempt extends PayloadOf<'OpenRequested'> {
  readonly requestedAt: string;
  readonly outcome: 'acknowledged' | 'unanswered' | 'failed' | null;
  readonly why: PayloadOf<'OpenUnanswered'>['why'] | PayloadOf<'OpenFailed'>['why'] | null;
  readonly outcomeAt: string | null;
  /** When the door was seen open under this intent. */
  readonly openedAt: string | null;
  /** When the door was proven closed after this attempt. */
  readonly closedAt: string | null;
}
export interface CompartmentState {
  readonly front: DoorFold;
  readonly rear: DoorFold;
  readonly bin: 'occupied' | 'empty' | 'unknown';
  readonly service: PayloadOf<'ServiceChanged'>['service'];
  readonly serviceReason: string | null;
  /** Three pulses in a row did not move the bolt; until serviced, or seen open. */
  readonly faulty: boolean;
  readonly attempt: Attempt | null;
}

const unseen: DoorFold = { seen: 'unknown', under: null, forced: false };
export const initialCompartment = (): CompartmentState => ({
  front: unseen,
  rear: unseen,
  bin: 'unknown',
  service: 'in-service',
  serviceReason: null,
  faulty: false,
  attempt: null,
});

export const evolveCompartment = (state: CompartmentState, event: Fact): CompartmentState => {
  switch (event.type) {
    case 'OpenRequested':
      return {
        ...state,
        attempt: {
          ...event.payload,
          requestedAt: event.time,
          ...{ outcome: null, why: null, outcomeAt: null, openedAt: null, closedAt: null },
        },
      };
    case 'OpenAcknowledged':
      return outcome(state, event, 'acknowledged');
    case 'OpenUnanswered':
      return outcome(state, event, 'unanswered');
    case 'OpenFailed':
      return outcome(state, event, 'failed');
    case 'DoorForced':
      return withDoor(state, event.payload.door, { forced: true });
    case 'DoorSeenOpen':
      return seenOpen(state, event);
    case 'DoorSeenClosed':
      return seenClosed(state, event);
    case 'DoorLost':
      return withDoor(state, event.payload.door, { seen: 'unknown' });
    case 'BinSeenOccupied':
      return { ...state, bin: 'occupied' };
    case 'BinSeenEmpty':
      return { ...state, bin: 'empty' };
    case 'ServiceChanged':
      return {
        ...state,
        service: event.payload.service,
        serviceReason: event.payload.reason,
        faulty: false,
      };
    default:
      return state;
  }
};

const withDoor = (state: CompartmentState, door: DoorSide, change: Partial<DoorFold>): CompartmentState => ({
  ...state,
  [door]: { ...state[door], ...change },
});
const withAttempt = (state: CompartmentState, change: Partial<Attempt>): CompartmentState =>
  state.attempt ? { ...state, attempt: { ...state.attempt, ...change } } : state;

type Outcome = Extract<Fact, { type: 'OpenAcknowledged' | 'OpenUnanswered' | 'OpenFailed' }>;
const outcome = (
  state: CompartmentState,
  event: Outcome,
  kind: NonNullable<Attempt['outcome']>,
): CompartmentState => {
  const { intent, attempt, door } = event.payload;
  const last = state.attempt;
  if (last?.intent !== intent || last.attempt !== attempt) return state;
  const why = event.type === 'OpenAcknowledged' ? null : event.payload.why;
  const known = withAttempt(state, { outcome: kind, why, outcomeAt: event.time });
  if (last.openedAt !== null) return known;
  if (kind === 'failed') {
    const proven = withAttempt(known, { closedAt: event.time });
    return why === 'still-closed' && attempt >= 3 ? { ...proven, faulty: true } : proven;
  }
  // A bolt that may have moved: whatever was read before it proves nothing about the door any more.
  return withDoor(known, door, { seen: 'unknown' });
};

const seenOpen = (
  state: CompartmentState,
  event: Extract<Fact, { type: 'DoorSeenOpen' }>,
): CompartmentState => {
  const { door, intent } = event.payload;
  const seen = withDoor(state, door, { seen: 'open', under: intent });
  if (intent === null || state.attempt?.intent !== intent) return seen;
  // Read closed before it sprang open: that closing is not the one that ends this opening.
  const opened = { openedAt: state.attempt.openedAt ?? event.time, closedAt: null };
  return { ...withAttempt(seen, opened), faulty: false };
};

const seenClosed = (
  state: CompartmentState,
  event: Extract<Fact, { type: 'DoorSeenClosed' }>,
): CompartmentState => {
  const { door, intent } = event.payload;
  const seen = withDoor(state, door, { seen: 'closed', under: null, forced: false });
  const last = state.attempt;
  if (!last || last.door !== door || last.closedAt !== null) return seen;
  const proves = intent === last.intent && (last.openedAt !== null || last.outcome !== null);
  return proves ? withAttempt(seen, { closedAt: event.time }) : seen;
};
