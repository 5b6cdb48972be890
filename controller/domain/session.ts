import type { Evolver, Fact } from './decider.ts';
import type { PayloadOf } from './events.ts';

export type VisitReason = PayloadOf<'CompartmentArmed'>['reason'];
/** Whether paper is looked for or taken out behind the door, rather than put in. */
export const takesOut = (reason: VisitReason): boolean => !PUTS_IN.has(reason);
const PUTS_IN: ReadonlySet<VisitReason> = new Set(['drop', 'return', 'send']);
/** Whether every piece that goes in is counted against what was scanned. */
export const isCounted = (reason: VisitReason): boolean => reason === 'drop' || reason === 'send';

/** One opening of one compartment, from its permission until it is settled what moved. */
export interface Visit {
  readonly compartment: string;
  readonly intent: string;
  readonly attempt: number;
  readonly reason: VisitReason;
  /** Pieces it was opened for; for a pickup what lay inside then. */
  readonly pieces: readonly string[];
  /** Where paper is taken out: pieces scanned while it was open. */
  readonly scanned: readonly string[];
  /** Stock-take: papers without a code that could be read. */
  readonly unreadable: number;
  /** UTC instants: the last permission, and the last piece scanned for it. */
  readonly armedAt: string;
  readonly pieceAt: string;
  readonly question: { readonly counted: number | null } | null;
}
export interface SessionAlarm extends PayloadOf<'AlarmRaised'> {
  /** The visit it belongs to, if any. */
  readonly intent: string | null;
  readonly raisedAt: string;
  readonly acknowledged: boolean;
}
export interface SessionState {
  readonly started: (PayloadOf<'SessionStarted'> & { readonly at: string }) | null;
  readonly lastAt: string | null;
  readonly ended: (PayloadOf<'SessionEnded'> & { readonly at: string }) | null;
  readonly flow: PayloadOf<'FlowChosen'>['flow'] | null;
  readonly visit: Visit | null;
  /** Copies of a document offered to be dropped; empty once one of them was. */
  readonly offered: readonly string[];
  /** Of a bag that was scanned: what is still to be dropped. */
  readonly bag: { readonly code: string; readonly left: readonly string[] } | null;
  /** Who came to reverse a wrong drop together with the registrar. */
  readonly witness: string | null;
  /** Boxes counted in a stock-take; null when none was begun. */
  readonly counted: readonly string[] | null;
  /** Taken out by the office: back into its hands, or because they were dropped wrongly. */
  readonly takenOut: readonly string[];
  /** Boxes still to be opened. */
  readonly queue: readonly string[];
  /** Boxes of this session, in the order they were closed or given up. */
  readonly visited: readonly { readonly compartment: string; readonly step: 'done' | 'not-opened' }[];
  readonly deposited: readonly string[];
  readonly collected: readonly string[];
  /** Put into an outgoing compartment; and taken out of one, and signed for. */
  readonly sent: readonly string[];
  readonly fetched: readonly string[];
  /** Refused and still in the person's hands. */
  readonly refused: readonly string[];
  readonly returned: readonly string[];
  readonly alarms: readonly SessionAlarm[];
}

/** A kiosk session: what a reload or a restart shows again is folded from its own stream. */
export const session: Evolver<SessionState> = {
  kind: 'session',
  revision: 3,
  initialState: () => ({
    started: null,
    lastAt: null,
    ended: null,
    flow: null,
    visit: null,
    ...{ offered: [], queue: [], visited: [], deposited: [], collected: [], refused: [], returned: [] },
    ...{ bag: null, witness: null, counted: null, takenOut: [], sent: [], fetched: [] },
    alarms: [],
  }),
  evolve: (state, event) => evolve(state.started ? { ...state, lastAt: event.time } : state, event),
};

const evolve = (state: SessionState, event: Fact): SessionState => {
  switch (event.type) {
    case 'SessionStarted':
      return { ...state, started: { ...event.payload, at: event.time }, lastAt: event.time };
    case 'FlowChosen':
      return flowChosen(state, event.payload.flow);
    case 'WitnessJoined':
      return { ...state, witness: event.payload.person };
    case 'BundleOpened':
      return { ...state, bag: { code: event.payload.bundle, left: event.payload.dockets } };
    case 'ScanJudged':
      return scanned(state, event);
    case 'PiecesOffered':
      return { ...state, offered: event.payload.dockets };
    case 'BoxesChosen':
      return { ...state, queue: event.payload.compartments };
    case 'CompartmentArmed':
      return armed(state, event);
    case 'PieceAdded':
      return withVisit(state, (visit) => ({
        ...visit,
        pieces: [...visit.pieces, event.payload.docket],
        pieceAt: event.time,
      }));
    case 'PieceRefused':
      return {
        ...state,
        refused: [...state.refused, event.payload.docket],
        collected: without(state.collected, [event.payload.docket]),
      };
    case 'OpenGivenUp':
      return { ...closed(state, event.payload.compartment, 'not-opened'), visit: null };
    case 'CountQuestioned':
      return withVisit(state, (visit) => ({ ...visit, question: { counted: event.payload.counted } }));
    case 'VisitSettled':
      return settled(state, event.payload);
    case 'AlarmRaised': {
      const intent = state.visit?.compartment === event.payload.compartment ? state.visit?.intent : undefined;
      const alarm = {
        ...event.payload,
        intent: intent ?? null,
        raisedAt: event.time,
        acknowledged: false,
      };
      return { ...state, alarms: [...state.alarms, alarm] };
    }
    case 'AlarmAcknowledged':
      return {
        ...state,
        alarms: state.alarms.map((alarm) =>
          alarm.alarm === event.payload.alarm ? { ...alarm, acknowledged: true } : alarm,
        ),
      };
    case 'SessionEnded':
      return { ...state, ended: { ...event.payload, at: event.time } };
    default:
      return state;
  }
};

const without = (list: readonly string[], gone: readonly string[]): string[] =>
  list.filter((entry) => !gone.includes(entry));
const withVisit = (state: SessionState, change: (visit: Visit) => Visit): SessionState =>
  state.visit ? { ...state, visit: change(state.visit) } : state;

/** Verdicts by which a piece scanned behind an open door is one of those taken out. */
const TAKEN: ReadonlySet<string> = new Set(['signed-for', 'taken-out', 'taken-in', 'counted', 'fetched']);
const flowChosen = (state: SessionState, flow: PayloadOf<'FlowChosen'>['flow']): SessionState => ({
  ...{ ...state, flow, offered: [], queue: [], bag: null },
  counted: flow === 'stock-take' ? (state.counted ?? []) : state.counted,
});
const scanned = (state: SessionState, event: Extract<Fact, { type: 'ScanJudged' }>): SessionState => {
  const { verdict, docket } = event.payload;
  if (verdict === 'unreadable' && state.visit?.reason === 'stock-take')
    return withVisit(state, (visit) => ({ ...visit, unreadable: visit.unreadable + 1, pieceAt: event.time }));
  if (!TAKEN.has(verdict) || docket === null) return state;
  return withVisit(state, (visit) => ({
    ...visit,
    scanned: [...visit.scanned, docket],
    pieceAt: event.time,
  }));
};

const armed = (state: SessionState, event: Extract<Fact, { type: 'CompartmentArmed' }>): SessionState => {
  const { compartment, intent, attempt, reason, pieces } = event.payload;
  const again = state.visit?.intent === intent ? state.visit : null;
  const visit: Visit = {
    ...{ compartment, intent, attempt, reason, pieces, armedAt: event.time },
    scanned: again?.scanned ?? [],
    unreadable: again?.unreadable ?? 0,
    pieceAt: again?.pieceAt ?? event.time,
    question: null,
  };
  return {
    ...state,
    visit,
    queue: without(state.queue, [compartment]),
    offered: isCounted(reason) ? without(state.offered, pieces) : state.offered,
    bag: state.bag && isCounted(reason) ? { ...state.bag, left: without(state.bag.left, pieces) } : state.bag,
  };
};

const closed = (state: SessionState, compartment: string, step: 'done' | 'not-opened'): SessionState => ({
  ...state,
  visited: [...state.visited.filter((box) => box.compartment !== compartment), { compartment, step }],
});

const settled = (state: SessionState, payload: PayloadOf<'VisitSettled'>): SessionState => {
  const reason = state.visit?.reason;
  const next = { ...closed(state, payload.compartment, 'done'), visit: null };
  const { moved } = payload;
  if (reason === 'drop') return { ...next, deposited: [...state.deposited, ...moved] };
  if (reason === 'pickup') return { ...next, collected: [...state.collected, ...moved] };
  if (reason === 'send') return { ...next, sent: [...state.sent, ...moved] };
  if (reason === 'fetch') return { ...next, fetched: [...state.fetched, ...moved] };
  if (reason === 'stock-take') return { ...next, counted: [...(state.counted ?? []), payload.compartment] };
  if (reason === 'take-in' || reason === 'correct')
    return { ...next, takenOut: [...state.takenOut, ...moved] };
  if (reason === 'return')
    return {
      ...next,
      refused: without(state.refused, moved),
      returned: [...state.returned, ...moved],
    };
  return next;
};
