import type { PayloadOf } from '../domain/events.ts';
import { takesOut, type Visit } from '../domain/session.ts';
import type { Draft } from './draft.ts';
import type { Place } from './facts.ts';
import type { Phase } from './phase.ts';

export type AlarmKind = PayloadOf<'AlarmRaised'>['kind'];

/** Raises an alarm in the running session, else at the station. It stands until somebody acknowledges it. */
export const raise = (draft: Draft, kind: AlarmKind, compartment: string | null): void => {
  const payload = { alarm: draft.id(), kind, compartment };
  if (draft.session) draft.record({ type: 'AlarmRaised', payload });
  else raiseAtStation(draft, payload);
};
const raiseAtStation = (draft: Draft, payload: PayloadOf<'StationAlarmRaised'>): void => {
  draft.write(`station:${draft.facts.station.id}`, { type: 'StationAlarmRaised', payload });
  const alarm = { ...payload, raisedAt: draft.time };
  draft.state = { ...draft.state, alarms: [...draft.state.alarms, alarm] };
};
/** For a refused sign-in: there is no session of this person to raise it in. */
export const raiseSameCard = (draft: Draft): void =>
  raiseAtStation(draft, { alarm: draft.id(), kind: 'same-card-twice', compartment: null });

/** Alarms still to be acknowledged, of the session and of the station, oldest first. */
export const standing = (state: Draft['state']) => [
  ...state.alarms,
  ...(state.session?.fold.alarms ?? [])
    .filter((alarm) => !alarm.acknowledged)
    .map(({ alarm, kind, compartment, raisedAt }) => ({ alarm, kind, compartment, raisedAt })),
];

export const acknowledge = (draft: Draft, alarm: string): void => {
  const by = draft.session?.fold.started?.person ?? null;
  if (draft.session?.fold.alarms.some((one) => one.alarm === alarm && !one.acknowledged)) {
    draft.record({ type: 'AlarmAcknowledged', payload: { alarm, by } });
    return;
  }
  if (!draft.state.alarms.some((one) => one.alarm === alarm)) return draft.refuse('no-such-alarm');
  draft.write(`station:${draft.facts.station.id}`, {
    type: 'StationAlarmAcknowledged',
    payload: { alarm, by },
  });
  draft.state = { ...draft.state, alarms: draft.state.alarms.filter((one) => one.alarm !== alarm) };
};

/** What the session ends with unacknowledged goes on sounding at the station. */
export const handOver = (draft: Draft): void => {
  draft.state = { ...draft.state, alarms: standing(draft.state) };
};

const ofVisit = (draft: Draft, visit: Visit, kind: AlarmKind) =>
  (draft.session?.fold.alarms ?? []).filter((alarm) => alarm.intent === visit.intent && alarm.kind === kind);

/** Once an opening: raised now unless it was. */
export const raiseOnce = (draft: Draft, visit: Visit, kind: AlarmKind): void => {
  if (ofVisit(draft, visit, kind).length === 0) raise(draft, kind, visit.compartment);
};

/** A door is to be closed so long after it opened or a piece was scanned for it; ms since 1970. */
export const closeBy = (draft: Draft, visit: Visit, phase: Extract<Phase, { name: 'open' }>): number =>
  Math.max(phase.since, Date.parse(visit.pieceAt)) + draft.facts.timings.doorNotClosed * 1000;

/** When "door left open" sounds (again): null while it is sounding. */
export const leftOpenAt = (
  draft: Draft,
  visit: Visit,
  phase: Extract<Phase, { name: 'open' }>,
): number | null => {
  const raised = ofVisit(draft, visit, 'door-left-open');
  if (raised.some((alarm) => !alarm.acknowledged)) return null;
  const last = raised.at(-1);
  const first = closeBy(draft, visit, phase);
  const again = last ? Date.parse(last.raisedAt) + draft.facts.timings.doorNotClosed * 1000 : 0;
  return Math.max(first, again);
};

/** When "nothing dropped" sounds: null when something was, or nothing here could tell. */
export const nothingDroppedAt = (
  draft: Draft,
  visit: Visit,
  place: Place,
  phase: Extract<Phase, { name: 'open' }>,
): number | null => {
  if (takesOut(visit.reason) || ofVisit(draft, visit, 'nothing-dropped').length > 0) return null;
  if (!nothingSeen(draft, visit, place)) return null;
  return Math.max(phase.since, Date.parse(visit.pieceAt)) + draft.facts.timings.nothingDropped * 1000;
};

/** The slot counted fewer pieces than were scanned, or the bin is empty. Never a guess: without a sensor, false. */
const nothingSeen = (draft: Draft, visit: Visit, place: Place): boolean => {
  const net = countedOf(draft, visit, place);
  if (net !== null) return net < visit.pieces.length;
  return place.hasBin && place.state.bin === 'empty';
};

/** Pieces counted into (drop) or out of (pickup) this opening; null when nothing counts here. */
export const countedOf = (draft: Draft, visit: Visit, place: Place): number | null => {
  const { counted } = draft.state.live;
  return place.counts && counted?.intent === visit.intent ? counted.net : null;
};
