import {
  evolveCompartment,
  initialCompartment,
  type Attempt,
  type CompartmentState,
  type DoorReading,
  type DoorSide,
} from './compartment-state.ts';
import { follow, refuse, type Decider, type Decision } from './decider.ts';
import type { PayloadOf } from './events.ts';
import { decideOpen, type RequestOpen } from './open-rules.ts';

export type { CompartmentState, DoorSide } from './compartment-state.ts';
export { MAX_ATTEMPTS, type RequestOpen } from './open-rules.ts';

/** What a lock board answered to one open frame (as the lock port tells it). */
export type OpenAnswer =
  | { readonly kind: 'opened'; readonly raw: string }
  | { readonly kind: 'still-closed'; readonly raw: string }
  | {
      readonly kind: 'unknown';
      readonly why: 'silent' | 'garbled' | 'proves-nothing' | 'link-down';
      readonly sent: 'yes' | 'unknown';
      readonly raw: string | null;
    }
  | { readonly kind: 'not-sent'; readonly why: string };

/** `at` and windows: UTC instant and milliseconds. */
export type CompartmentCommand =
  | RequestOpen
  | {
      readonly type: 'RecordReply';
      readonly intent: string;
      readonly attempt: number;
      readonly reply: OpenAnswer;
      /** A read after the reply saw the door closed, twice in a row. */
      readonly confirmedClosed: boolean;
    }
  /** A debounced reading; repeating the last one changes nothing. */
  | {
      readonly type: 'ObserveDoor';
      readonly door: DoorSide;
      readonly reading: DoorReading;
      readonly at: string;
      readonly openWindowMs: number;
    }
  | { readonly type: 'LoseDoor'; readonly door: DoorSide }
  | { readonly type: 'ObserveBin'; readonly reading: 'occupied' | 'empty' }
  /** At start: an intent without outcome is in doubt; nothing is sent again. */
  | { readonly type: 'DoubtAfterRestart' }
  | {
      readonly type: 'ChangeService';
      readonly service: PayloadOf<'ServiceChanged'>['service'];
      readonly reason: string | null;
    };

export const compartment: Decider<CompartmentCommand, CompartmentState> = {
  kind: 'compartment',
  revision: 1,
  initialState: initialCompartment,
  evolve: evolveCompartment,
  decide: (command, state) => {
    switch (command.type) {
      case 'RequestOpen':
        return decideOpen(command, state);
      case 'RecordReply':
        return recordReply(command, state);
      case 'ObserveDoor':
        return observeDoor(command, state);
      case 'LoseDoor':
        return state[command.door].seen === 'unknown'
          ? follow()
          : follow({ type: 'DoorLost', payload: { door: command.door } });
      case 'ObserveBin':
        if (state.bin === command.reading) return follow();
        return follow({
          type: command.reading === 'occupied' ? 'BinSeenOccupied' : 'BinSeenEmpty',
          payload: {},
        });
      case 'DoubtAfterRestart':
        return doubt(state);
      case 'ChangeService':
        return changeService(command, state);
    }
  },
};

const identity = ({ intent, attempt, door }: Attempt) => ({ intent, attempt, door });
const hex = (raw: string | null): string | null => (raw === null ? null : raw.slice(0, 128));

const recordReply = (
  { intent, attempt, reply, confirmedClosed }: Extract<CompartmentCommand, { type: 'RecordReply' }>,
  state: CompartmentState,
): Decision => {
  const last = state.attempt;
  if (last?.intent !== intent || last.attempt !== attempt) return refuse('no-such-attempt', { attempt });
  if (last.outcome !== null) return refuse('outcome-known', { outcome: last.outcome });
  const payload = identity(last);
  switch (reply.kind) {
    case 'opened':
      return follow({ type: 'OpenAcknowledged', payload: { ...payload, reply: reply.raw.slice(0, 128) } });
    case 'not-sent':
      return follow({ type: 'OpenFailed', payload: { ...payload, why: 'not-sent', reply: null } });
    case 'still-closed':
      return closedOr({ sent: 'yes', why: 'proves-nothing', reply: hex(reply.raw) });
    case 'unknown': {
      const unanswered = { sent: reply.sent, why: reply.why, reply: hex(reply.raw) };
      return reply.why === 'proves-nothing'
        ? closedOr(unanswered)
        : follow({ type: 'OpenUnanswered', payload: { ...payload, ...unanswered } });
    }
  }
  function closedOr(else_: Pick<PayloadOf<'OpenUnanswered'>, 'sent' | 'why' | 'reply'>): Decision {
    return confirmedClosed
      ? follow({ type: 'OpenFailed', payload: { ...payload, why: 'still-closed', reply: else_.reply } })
      : follow({ type: 'OpenUnanswered', payload: { ...payload, ...else_ } });
  }
};

const observeDoor = (
  command: Extract<CompartmentCommand, { type: 'ObserveDoor' }>,
  state: CompartmentState,
): Decision => {
  const { door, reading } = command;
  const fold = state[door];
  if (fold.seen === reading) return follow();
  const last = state.attempt?.door === door ? state.attempt : null;
  if (reading === 'closed') {
    const ended = last && last.outcome !== null && last.closedAt === null ? last.intent : null;
    return follow({ type: 'DoorSeenClosed', payload: { door, intent: fold.under ?? ended } });
  }
  // Lost from sight while open, and open still: the same opening, already explained or already an alarm.
  const intent = fold.under ?? (last && explains(last, command) ? last.intent : null);
  const seen = { type: 'DoorSeenOpen', payload: { door, intent } } as const;
  if (intent !== null || fold.forced) return follow(seen);
  return follow({ type: 'DoorForced', payload: { door } }, seen);
};

/** An intent explains one opening, within its window, and none once it certainly failed. */
const explains = (last: Attempt, { at, openWindowMs }: { at: string; openWindowMs: number }): boolean =>
  last.outcome !== 'failed' &&
  last.openedAt === null &&
  Date.parse(at) - Date.parse(last.requestedAt) <= openWindowMs;

const doubt = (state: CompartmentState): Decision =>
  state.attempt?.outcome !== null || !state.attempt
    ? follow()
    : follow({
        type: 'OpenUnanswered',
        payload: { ...identity(state.attempt), sent: 'unknown', why: 'restart', reply: null },
      });

const changeService = (
  { service, reason }: Extract<CompartmentCommand, { type: 'ChangeService' }>,
  state: CompartmentState,
): Decision =>
  service === state.service && reason === state.serviceReason && !state.faulty
    ? follow()
    : follow({ type: 'ServiceChanged', payload: { service, reason } });
