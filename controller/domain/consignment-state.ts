import type { Fact } from './decider.ts';
import type { PayloadOf } from './events.ts';

/** Where a consignment stands in its life. */
export type LifeState =
  | 'registered'
  | 'labelled'
  | 'deposited'
  | 'collected'
  | 'handled'
  | 'withdrawn'
  | 'refused'
  | 'returned'
  | 'corrected'
  | 'recalled'
  | 'destroyed'
  | 'missing'
  /** Lies in an outgoing compartment; was taken out of it by a messenger; left the house. */
  | 'outgoing'
  | 'carried'
  | 'dispatched';
export type Stop = PayloadOf<'CirculationRouted'>['stops'][number];

/** Readers in their order, and which of them it is with or goes to next. */
export interface Circulation {
  readonly stops: readonly Stop[];
  readonly at: number;
  /** The office wants the paper back: nobody reads it after the last of `stops`. */
  readonly ended: boolean;
}

/** One copy of a document, due to one department at a time. The docket code is the stream key. */
export interface ConsignmentState {
  readonly state: 'absent' | LifeState;
  /** `department` is the one it is due to now: of a circulating piece, that of its present reader. */
  readonly due: PayloadOf<'ConsignmentRegistered'> | null;
  /** Where the paper lies; null when it is in nobody's box. */
  readonly compartment: string | null;
  /** Whether a label was ever printed. */
  readonly labelled: boolean;
  /** Null unless it circulates. */
  readonly route: Circulation | null;
  /** The recall that asked it back. */
  readonly recall: string | null;
  /** Of a missing piece: the state it was in. */
  readonly was: PayloadOf<'ConsignmentMissing'>['was'] | null;
}

export const initialConsignment = (): ConsignmentState => ({
  ...{ state: 'absent', due: null, compartment: null, labelled: false },
  ...{ route: null, recall: null, was: null },
});

export const evolveConsignment = (state: ConsignmentState, event: Fact): ConsignmentState => {
  switch (event.type) {
    case 'ConsignmentRegistered':
      return { ...state, state: 'registered', due: event.payload };
    case 'ConsignmentLabelled':
      return { ...state, labelled: true, state: state.state === 'registered' ? 'labelled' : state.state };
    case 'ConsignmentDeposited':
      return { ...state, state: 'deposited', compartment: event.payload.compartment };
    case 'ConsignmentCollected':
      return inHand(state, 'collected');
    case 'ConsignmentRefused':
      return inHand(state, 'refused');
    case 'ConsignmentReturned':
      return { ...state, state: 'returned', compartment: event.payload.compartment };
    case 'ConsignmentWithdrawn':
      return { ...state, state: 'withdrawn' };
    case 'ConsignmentReinstated':
      return { ...state, state: 'registered' };
    case 'ConsignmentHandled':
      return { ...state, state: 'handled' };
    case 'ConsignmentReopened':
      return { ...state, state: 'collected' };
    case 'ConsignmentCorrected':
      return inHand(state, state.route?.ended ? 'returned' : 'corrected');
    case 'ConsignmentHandedIn':
      return { ...state, state: 'outgoing', compartment: event.payload.compartment };
    case 'ConsignmentFetched':
      return inHand(state, 'carried');
    case 'ConsignmentDispatched':
      return inHand(state, 'dispatched');
    case 'ConsignmentTakenIn':
      return inHand(state, state.state === 'recalled' ? 'recalled' : 'returned');
    case 'ConsignmentCalledBack':
      return { ...state, recall: event.payload.recall };
    case 'ConsignmentReleased':
      return { ...state, recall: null };
    case 'ConsignmentRecalled':
      return { ...state, state: 'recalled', compartment: event.payload.compartment };
    case 'ConsignmentDestroyed':
      return inHand(state, 'destroyed');
    case 'ConsignmentMissing':
      return { ...inHand(state, 'missing'), was: event.payload.was };
    case 'ConsignmentFound':
      return { ...state, state: event.payload.state, compartment: event.payload.compartment, was: null };
    case 'CirculationRouted': {
      const { stops, at } = event.payload;
      return { ...dueTo(state, stops[at]?.department), route: { stops, at, ended: false } };
    }
    case 'CirculationEnded': {
      const { stops, at } = event.payload;
      const back = isToBeDropped(state.state) ? 'returned' : state.state;
      return { ...dueTo(state, stops[at]?.department), state: back, route: { stops, at, ended: true } };
    }
    case 'CirculationSentOn': {
      const { department, at } = event.payload;
      const route = state.route && { ...state.route, at };
      return { ...dueTo(state, department), state: 'labelled', route };
    }
    default:
      return state;
  }
};

const inHand = (state: ConsignmentState, to: LifeState): ConsignmentState => ({
  ...state,
  state: to,
  compartment: null,
});
const dueTo = (state: ConsignmentState, department: string | undefined): ConsignmentState =>
  state.due && department !== undefined ? { ...state, due: { ...state.due, department } } : state;

const TO_BE_DROPPED: ReadonlySet<string> = new Set(['registered', 'labelled', 'corrected', 'carried']);
/** Whether the next step of a piece is to be put into its receiver’s box. */
export const isToBeDropped = (state: ConsignmentState['state']): boolean => TO_BE_DROPPED.has(state);

/** Who has the paper, as the record knows it. */
export type Holder =
  | { readonly kind: 'office' | 'messenger' | 'nobody' | 'unknown' | 'outside' }
  | { readonly kind: 'compartment'; readonly compartment: string }
  | { readonly kind: 'department'; readonly department: string };

/**
 * Exactly one holder for every state: a box while it lies in one, the department from collection on, the office before
 * the first drop and after the piece came back, a messenger between a corrected drop and the next, and between an
 * outgoing compartment and the receiver’s box.
 */
export const holderOf = ({
  state,
  due,
  compartment,
}: Pick<ConsignmentState, 'state' | 'due' | 'compartment'>): Holder => {
  if (compartment !== null) return { kind: 'compartment', compartment };
  switch (state) {
    case 'collected':
    case 'handled':
    case 'refused':
      return { kind: 'department', department: due?.department ?? '' };
    case 'corrected':
    case 'carried':
      return { kind: 'messenger' };
    case 'dispatched':
      return { kind: 'outside' };
    case 'destroyed':
    case 'absent':
      return { kind: 'nobody' };
    case 'missing':
      return { kind: 'unknown' };
    default:
      return { kind: 'office' };
  }
};
