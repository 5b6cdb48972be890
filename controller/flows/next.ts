import { acknowledge } from './alarms.ts';
import { scanBundle } from './bundles.ts';
import { scanToReturn } from './bringing.ts';
import { chooseFlow, flowsHere, resume, signedIn } from './beginning.ts';
import { Draft } from './draft.ts';
import { scanToDrop } from './drop.ts';
import { absoluteAt, attended, runDue } from './due.ts';
import { end } from './ending.ts';
import type { Facts } from './facts.ts';
import type { Choice, Input, InputType, Scanned } from './inputs.ts';
import { binSeen, countDoubted, doorSeen, pieceCounted, slotBlocked } from './observing.ts';
import { confirmCount, giveUpOpen, retryOpen } from './opening.ts';
import { openBoxes, scanRecordToCollect, scanToCollect } from './pickup.ts';
import { discardRecord, register, registered, scanRecord } from './records.ts';
import { refusePiece } from './returns.ts';
import { scanToSend, sendBundle } from './sending.ts';
import type { StationState, Step } from './state.ts';
import { asBoxTask, scanAtTask } from './tasks.ts';
import { judge } from './words.ts';

type Handlers = { readonly [T in InputType]: (draft: Draft, input: Extract<Input, { type: T }>) => void };

const handlers: Handlers = {
  'signed-in': signedIn,
  'choose-flow': (draft, { flow }) => chooseFlow(draft, flow),
  scan: (draft, { scanned }) => scan(draft, scanned),
  'confirm-count': confirmCount,
  'retry-open': retryOpen,
  'give-up-open': giveUpOpen,
  'open-boxes': openBoxes,
  refuse: refusePiece,
  'acknowledge-alarm': (draft, { alarm }) => acknowledge(draft, alarm),
  register,
  registered: (draft, { dockets }) => registered(draft, dockets),
  'discard-record': discardRecord,
  finish: (draft, { print }) =>
    draft.visit ? draft.refuse('finish-other-first') : end(draft, 'signed-out', print),
  touch: () => undefined,
  door: doorSeen,
  bin: binSeen,
  count: pieceCounted,
  'count-doubted': (draft, { compartment }) => countDoubted(draft, compartment),
  'slot-blocked': (draft, { compartment }) => slotBlocked(draft, compartment),
  outcome: () => undefined,
  tick: () => undefined,
  resume,
};

/** Inputs that a person gives: they need a session, and are a sign of life. */
const BY_PERSON: ReadonlySet<InputType> = new Set([
  ...(['choose-flow', 'confirm-count', 'retry-open', 'give-up-open', 'open-boxes', 'refuse'] as const),
  ...(['register', 'registered', 'discard-record', 'finish', 'touch'] as const),
]);

/**
 * What follows from one input: the events to append together, and the effects once they are durable. Pure: the same
 * state, input and facts give the same step. If the append fails, `state` must be forgotten and nothing be done.
 */
export const next = (state: StationState, input: Input, facts: Facts): Step => {
  const draft = new Draft(state, facts);
  if (input.type !== 'resume') runDue(draft);
  handle(draft, input);
  const deadline = runDue(draft);
  const { writes, effects, refusal } = draft;
  return { state: draft.state, writes, effects, refusal, deadline };
};

const handle = (draft: Draft, input: Input): void => {
  const byPerson = BY_PERSON.has(input.type) || (input.type === 'scan' && draft.session !== null);
  if (byPerson && !draft.session) return draft.refuse('sign-in-first');
  if (byPerson && over(draft)) {
    draft.say('session-over', 'warning');
    return draft.refuse('session-over');
  }
  if (byPerson || input.type === 'signed-in') draft.live({ activityAt: draft.facts.now });
  // One handler per type: the table is exhaustive by its type.
  (handlers[input.type] as (draft: Draft, input: Input) => void)(draft, input);
};

/** The longest time at a station has passed and only an open door keeps the session: it can be closed, no more. */
const over = (draft: Draft): boolean =>
  attended(draft) && (draft.state.live.late || draft.facts.now >= absoluteAt(draft));

const scan = (draft: Draft, scanned: Scanned): void => {
  if (scanned.kind === 'classified') return classified(draft, scanned.hash);
  if (!draft.session) return draft.say('sign-in-first', 'info');
  if (draft.session.fold.flow === null) {
    const flows = flowsHere(draft);
    if (!flows.includes('drop')) return draft.say('choose-first', 'info');
    chooseFlow(draft, 'drop');
  }
  const flow = draft.session?.fold.flow ?? null;
  const dropping = flow === 'drop' || flow === 'send';
  switch (scanned.kind) {
    case 'docket':
      return scanDocket(draft, flow, scanned.docket);
    case 'record':
      if (!dropping && flow !== 'pickup') return judge(draft, { verdict: 'unreadable' });
      return dropping
        ? scanRecord(draft, scanned.record, scanned.oddities)
        : scanRecordToCollect(draft, scanned.record);
    case 'other':
      return judge(draft, { verdict: 'unreadable' });
  }
};

const scanDocket = (draft: Draft, flow: Choice | null, docket: string): void => {
  const task = asBoxTask(flow);
  if (task) return scanAtTask(draft, task, docket);
  if (flow === 'return') return scanToReturn(draft, docket);
  if (flow !== 'drop' && flow !== 'send') return scanToCollect(draft, docket);
  const bag = draft.piece(docket) ? undefined : draft.facts.bundle(docket);
  if (flow === 'send') return bag ? sendBundle(draft, bag) : scanToSend(draft, docket);
  return bag ? scanBundle(draft, docket, bag) : scanToDrop(draft, docket);
};

/** Refused before anything of it was kept: only who, where, when and a keyed hash are written. */
const classified = (draft: Draft, hash: string): void => {
  const person = draft.session?.fold.started?.person ?? null;
  draft.write(`station:${draft.facts.station.id}`, {
    type: 'ClassifiedRefused',
    payload: { way: 'scan', person, hash },
  });
  if (draft.session) judge(draft, { verdict: 'classified' });
  else draft.say('classified', 'error');
};
