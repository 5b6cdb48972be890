import { standing } from '#controller/flows/alarms.ts';
import { session } from '#controller/domain/session.ts';
import type { Entry, FlowModel } from './flow-model.ts';

/** What must never be seen of a flow. Each returns what it found wrong, or null. Written without the flow's code. */
type Check = (model: FlowModel) => string | null;

const first = <T>(items: readonly T[], wrong: (item: T, at: number) => string | null): string | null => {
  for (const [at, item] of items.entries()) {
    const found = wrong(item, at);
    if (found !== null) return found;
  }
  return null;
};
const before = (model: FlowModel, at: number): readonly Entry[] => model.ledger.slice(0, at);

export const everyPulseHasItsIntent: Check = (model) =>
  first(model.steps, ({ writes, effects }) =>
    first(effects, (effect) => {
      if (effect.type !== 'pulse') return null;
      const written = writes
        .filter(({ stream }) => stream === `compartment:${effect.compartment}`)
        .flatMap(({ events }) => events)
        .some(
          (event) =>
            event.type === 'OpenRequested' &&
            event.payload.intent === effect.intent &&
            event.payload.attempt === effect.attempt &&
            event.payload.channel === effect.channel &&
            event.payload.door === effect.door,
        );
      return written ? null : `pulse ${effect.intent}/${effect.attempt} without its OpenRequested`;
    }),
  );

export const onePulsePerAttemptAndOneAtATime: Check = (model) => {
  const twice = first(model.pulses, (pulse, at) =>
    model.pulses.findIndex((p) => p.intent === pulse.intent && p.attempt === pulse.attempt) === at
      ? null
      : `${pulse.intent}/${pulse.attempt} pulsed twice`,
  );
  const many = model.steps.some((step) => step.effects.filter((e) => e.type === 'pulse').length > 1);
  return twice ?? (many ? 'two pulses in one step' : null);
};

/** Between two openings the first was settled or given up, or is the one tried again. */
export const oneVisitAtATime: Check = (model) => {
  let open: string | null = null;
  return first(model.ledger, ({ stream, event }) => {
    if (!stream.startsWith('session:')) return null;
    if (event.type === 'VisitSettled' || event.type === 'OpenGivenUp') open = null;
    if (event.type !== 'CompartmentArmed') return null;
    if (open !== null && open !== event.payload.intent) return `armed while ${open} was open`;
    open = event.payload.intent;
    return null;
  });
};

const MOVES: ReadonlySet<string> = new Set<Entry['event']['type']>([
  ...(['ConsignmentDeposited', 'ConsignmentCollected', 'ConsignmentReturned'] as const),
  ...(['ConsignmentHandedIn', 'ConsignmentFetched', 'ConsignmentCorrected'] as const),
]);
export const nothingMovesBehindAnUnseenDoor: Check = (model) =>
  first(model.ledger, ({ event }, at) => {
    if (!MOVES.has(event.type)) return null;
    const { compartment, intent } = event.payload as { compartment: string; intent: string };
    const seen = before(model, at)
      .filter(({ stream }) => stream === `compartment:${compartment}`)
      .flatMap(({ event: e }) =>
        (e.type === 'DoorSeenOpen' || e.type === 'DoorSeenClosed') && e.payload.intent === intent
          ? [e.type]
          : [],
      );
    const opened = seen.indexOf('DoorSeenOpen');
    return opened >= 0 && seen.indexOf('DoorSeenClosed', opened) > opened
      ? null
      : `${event.type} without ${compartment} seen open and closed`;
  });

const STEPS: Record<string, readonly string[]> = {
  '': ['ConsignmentRegistered'],
  ConsignmentRegistered: ['ConsignmentDeposited', 'ConsignmentHandedIn'],
  ConsignmentDeposited: ['ConsignmentCollected', 'ConsignmentRefused', 'ConsignmentCorrected'],
  ConsignmentHandedIn: ['ConsignmentFetched', 'ConsignmentCorrected'],
  ConsignmentFetched: ['ConsignmentDeposited', 'ConsignmentDispatched'],
  ConsignmentDispatched: [],
  ConsignmentCorrected: ['ConsignmentDeposited', 'ConsignmentHandedIn'],
  ConsignmentCollected: ['ConsignmentRefused'],
  ConsignmentRefused: ['ConsignmentReturned'],
  ConsignmentReturned: [],
};
export const everyConsignmentIsLegal: Check = (model) => {
  const last = new Map<string, string>();
  return first(model.ledger, ({ stream, event }) => {
    if (!stream.startsWith('consignment:')) return null;
    const from = last.get(stream) ?? '';
    last.set(stream, event.type);
    return STEPS[from]?.includes(event.type) ? null : `${stream}: ${event.type} after ${from}`;
  });
};

export const noAlarmIsLost: Check = (model) => {
  const open = new Set<string>();
  for (const { event } of model.ledger) {
    if (event.type === 'AlarmRaised' || event.type === 'StationAlarmRaised') open.add(event.payload.alarm);
    if (event.type === 'AlarmAcknowledged' || event.type === 'StationAlarmAcknowledged')
      open.delete(event.payload.alarm);
  }
  const shown = standing(model.state).map(({ alarm }) => alarm);
  return shown.toSorted().join() === [...open].toSorted().join() ? null : `shown ${shown.join()}`;
};

export const theSessionIsItsStream: Check = (model) => {
  const running = model.state.session;
  if (!running) return null;
  return JSON.stringify(model.fold(session, running.id)) === JSON.stringify(running.fold)
    ? null
    : 'the state is not what a restart would fold';
};

/** A further pulse needs the door proven closed after the one before, and three seconds' rest. */
export const noBlindRetry: Check = (model) =>
  first(model.ledger, ({ stream, event }, at) => {
    if (event.type !== 'OpenRequested' || event.payload.attempt === 1) return null;
    const own = before(model, at).filter((entry) => entry.stream === stream);
    const last = own.findLastIndex((entry) => entry.event.type === 'OpenRequested');
    const since = own.slice(last + 1).map((entry) => entry.event);
    const proven = since.some((e) => e.type === 'OpenFailed' || e.type === 'DoorSeenClosed');
    const told = since.find((e) => e.type === 'OpenFailed' || e.type === 'OpenUnanswered');
    const rested = Date.parse(event.time) - Date.parse(told?.time ?? own[last]?.event.time ?? '') >= 3000;
    return proven && rested ? null : `attempt ${event.payload.attempt} without proof or rest`;
  });

/** With paper still seen inside, nobody signs for the box. */
export const nobodySignsForWhatIsLeft: Check = (model) =>
  first(model.ledger, ({ event }, at) => {
    if (event.type !== 'ConsignmentCollected' || event.payload.signedBy !== 'box') return null;
    const bin = before(model, at).findLast(
      (entry) =>
        entry.stream === `compartment:${event.payload.compartment}` &&
        (entry.event.type === 'BinSeenOccupied' || entry.event.type === 'BinSeenEmpty'),
    );
    return bin?.event.type === 'BinSeenOccupied' ? 'signed for a box that is not empty' : null;
  });

/** The same for a messenger: what is left in an outgoing compartment was not fetched. */
export const nobodyFetchesWhatIsLeft: Check = (model) =>
  first(model.ledger, ({ event }, at) => {
    if (event.type !== 'ConsignmentFetched' || event.payload.signedBy !== 'box') return null;
    const { compartment } = event.payload;
    const bin = before(model, at).findLast(
      ({ stream, event: { type } }) =>
        stream === `compartment:${compartment}` && (type === 'BinSeenOccupied' || type === 'BinSeenEmpty'),
    );
    return bin?.event.type === 'BinSeenOccupied' ? 'fetched out of a compartment that is not empty' : null;
  });

/** Whoever began and somebody else who signed in after that. */
export const twoPeopleReverseADrop: Check = (model) =>
  first(model.ledger, ({ event }, at) => {
    if (event.type !== 'ConsignmentCorrected') return null;
    const { session: id, registrar, messenger } = event.payload;
    const own = before(model, at).filter(({ stream }) => stream === `session:${id}`);
    const began = own.some(({ event: e }) => e.type === 'SessionStarted' && e.payload.person === registrar);
    const came = own.some(({ event: e }) => e.type === 'WitnessJoined' && e.payload.person === messenger);
    return began && came && registrar !== messenger ? null : `reversed by ${registrar} and ${messenger}`;
  });

/** A piece a door is opened for, to be dropped or handed in, lies in no box then. */
export const noPieceOfABagGoesInTwice: Check = (model) => {
  const inBox = new Set<string>();
  return first(model.ledger, ({ stream, event }) => {
    const docket = stream.slice('consignment:'.length);
    if (event.type === 'ConsignmentDeposited' || event.type === 'ConsignmentHandedIn') inBox.add(docket);
    else if (stream.startsWith('consignment:')) inBox.delete(docket);
    if (event.type !== 'CompartmentArmed') return null;
    const { reason, pieces } = event.payload;
    if (reason !== 'drop' && reason !== 'send') return null;
    const twice = pieces.find((piece) => inBox.has(piece));
    return twice === undefined ? null : `${twice} armed while it lies in a box`;
  });
};

/** Once something may have passed the slot uncounted behind the open door, a person says how many went in. */
export const noDoubtedCountSettles: Check = (model) =>
  first(model.ledger, ({ event }, at) => {
    if (event.type !== 'ConsignmentDeposited' || event.payload.counted !== 'sensor') return null;
    const { compartment, intent } = event.payload;
    const opened = model.ledger.findIndex(
      ({ stream, event: e }) =>
        stream === `compartment:${compartment}` && e.type === 'DoorSeenOpen' && e.payload.intent === intent,
    );
    const doubted = model.doubts.some(
      (doubt) => doubt.compartment === compartment && doubt.at > opened && doubt.at <= at,
    );
    return opened >= 0 && doubted ? 'a doubted count settled a drop' : null;
  });

/** A session ends only with its doors settled, and never while one stands open. */
export const noSessionEndsOverAnOpenDoor: Check = (model) =>
  first(model.ledger, ({ stream, event }, at) => {
    if (event.type !== 'SessionEnded') return null;
    const own = before(model, at).filter((entry) => entry.stream === stream);
    const armed = own.findLastIndex((entry) => entry.event.type === 'CompartmentArmed');
    const done = own.some(
      ({ event: e }, i) => i > armed && (e.type === 'VisitSettled' || e.type === 'OpenGivenUp'),
    );
    return armed < 0 || done ? null : 'ended in mid-visit';
  });
