import {
  evolveConsignment,
  initialConsignment,
  type ConsignmentState,
  type Stop,
} from './consignment-state.ts';
import { follow, refuse, type Decider, type Decision } from './decider.ts';
import type { EventDraft, EventType, PayloadOf } from './events.ts';

export type { ConsignmentState } from './consignment-state.ts';

/** What each step writes. */
const EVENTS = {
  Register: 'ConsignmentRegistered',
  /** A label came out of a printer; only the first one is a fact of the consignment. */
  Label: 'ConsignmentLabelled',
  Deposit: 'ConsignmentDeposited',
  Collect: 'ConsignmentCollected',
  Refuse: 'ConsignmentRefused',
  /** Into a returns compartment: a refused piece, or a circulating one that was read. */
  Return: 'ConsignmentReturned',
  Withdraw: 'ConsignmentWithdrawn',
  Reinstate: 'ConsignmentReinstated',
  Handle: 'ConsignmentHandled',
  Reopen: 'ConsignmentReopened',
  Correct: 'ConsignmentCorrected',
  /** Into an outgoing compartment. */
  HandIn: 'ConsignmentHandedIn',
  /** Out of it, by a messenger. */
  Fetch: 'ConsignmentFetched',
  /** At once after it was fetched, when its receiver is outside the house. */
  Dispatch: 'ConsignmentDispatched',
  /** Into the office’s hands; a circulating piece with another reader is due to that one at once. */
  TakeIn: 'ConsignmentTakenIn',
  Route: 'CirculationRouted',
  /** After a route got longer while the piece lay in the office. */
  SendOn: 'CirculationSentOn',
  /** No further reader is waited for: the office wants the paper back. */
  EndRoute: 'CirculationEnded',
  CallBack: 'ConsignmentCalledBack',
  /** The recall that asked for it ended. */
  Release: 'ConsignmentReleased',
  Recall: 'ConsignmentRecalled',
  Destroy: 'ConsignmentDestroyed',
  Miss: 'ConsignmentMissing',
  Find: 'ConsignmentFound',
} as const satisfies Record<string, EventType>;
type Step = keyof typeof EVENTS;
/** What the state tells already need not be said. */
interface Short {
  readonly Recall: Omit<PayloadOf<'ConsignmentRecalled'>, 'recall'>;
  readonly Reinstate: object;
  readonly Route: { readonly stops: readonly Stop[] };
  readonly SendOn: object;
  readonly EndRoute: Pick<PayloadOf<'CirculationEnded'>, 'reason'>;
  readonly Miss: Pick<PayloadOf<'ConsignmentMissing'>, 'by' | 'note'>;
  readonly Find: Omit<PayloadOf<'ConsignmentFound'>, 'state'>;
}
type CommandOf<S extends Step> = { readonly type: S } & (S extends keyof Short
  ? Short[S]
  : PayloadOf<(typeof EVENTS)[S]>);
export type ConsignmentCommand = { readonly [S in Step]: CommandOf<S> }[Step];

type Place = ConsignmentState['state'];
const LABELLED: readonly Place[] = ['registered', 'labelled'];
const HELD: readonly Place[] = ['collected', 'handled'];
const SENT: readonly Place[] = ['outgoing', 'carried', 'dispatched'];
/**
 * From where each step may be taken. A piece without a recorded label may be dropped: a label whose printing is in
 * doubt was scanned, so it exists.
 */
const FROM: Readonly<Record<Step, readonly Place[]>> = {
  Register: ['absent'],
  Label: [
    ...LABELLED,
    ...HELD,
    'deposited',
    'refused',
    'returned',
    'withdrawn',
    'corrected',
    'recalled',
    'destroyed',
    'missing',
    ...SENT,
  ],
  Deposit: [...LABELLED, 'corrected', 'carried'],
  Collect: ['deposited'],
  Refuse: ['deposited', 'collected'],
  Return: ['refused', 'collected'],
  Withdraw: LABELLED,
  Reinstate: ['withdrawn'],
  Handle: ['collected'],
  Reopen: ['handled'],
  Correct: ['deposited', 'outgoing'],
  HandIn: [...LABELLED, 'corrected'],
  Fetch: ['outgoing'],
  Dispatch: ['carried'],
  TakeIn: ['refused', 'returned', 'recalled', 'collected', 'carried', 'dispatched'],
  Route: [...LABELLED, 'deposited', 'collected', 'returned'],
  SendOn: ['returned'],
  EndRoute: [...LABELLED, 'deposited', 'corrected', 'collected', 'returned'],
  CallBack: [...HELD, 'returned'],
  Release: [
    ...LABELLED,
    ...HELD,
    ...SENT,
    'deposited',
    'refused',
    'returned',
    'withdrawn',
    'corrected',
    'missing',
  ],
  Recall: [...HELD, 'returned'],
  Destroy: ['returned', 'recalled'],
  Miss: [...HELD, 'deposited', 'refused', 'returned', 'corrected', 'recalled', 'outgoing', 'carried'],
  Find: ['missing'],
};
const CODES: Readonly<Record<Place, string>> = {
  absent: 'not-registered',
  registered: 'already-registered',
  labelled: 'already-registered',
  deposited: 'already-dropped',
  collected: 'already-collected',
  handled: 'already-collected',
  refused: 'refused-before',
  returned: 'refused-before',
  withdrawn: 'withdrawn',
  corrected: 'not-dropped',
  recalled: 'called-back',
  destroyed: 'destroyed',
  missing: 'missing',
  outgoing: 'handed-in',
  carried: 'carried',
  dispatched: 'dispatched',
};

export const consignment: Decider<ConsignmentCommand, ConsignmentState> = {
  kind: 'consignment',
  revision: 3,
  initialState: initialConsignment,
  evolve: evolveConsignment,
  decide: (command, state) => {
    if (!FROM[command.type].includes(state.state))
      return refuse(earlier(command.type, state.state), { state: state.state });
    return decideStep(command, state);
  },
};

/** Why a step may not be taken from here: what is so already, or what has to come first. */
const earlier = (step: Step, place: Place): string => {
  const open = LABELLED.includes(place);
  if (open && (step === 'Collect' || step === 'Refuse' || step === 'Correct')) return 'not-dropped';
  if (open && (step === 'Fetch' || step === 'Dispatch')) return 'not-handed-in';
  if (step === 'Return' && place !== 'absent' && place !== 'returned') return 'not-refused';
  if (step === 'Handle' && place === 'deposited') return 'not-collected';
  if (step === 'Find') return 'not-missing';
  if (step === 'Destroy' || step === 'TakeIn' || step === 'SendOn') return 'not-in-office';
  return CODES[place];
};

const decideStep = (command: ConsignmentCommand, state: ConsignmentState): Decision => {
  switch (command.type) {
    case 'Label':
      return state.state === 'registered' ? follow(draft(command)) : follow();
    case 'Register':
      return command.copy > command.copies
        ? refuse('copy-beyond-copies', { copy: command.copy, copies: command.copies })
        : follow(draft(command));
    case 'Collect':
      if (command.department !== state.due?.department && command.compartment === state.compartment)
        return refuse('not-yours', { department: command.department });
      return fromBox(command, command.compartment, state);
    case 'Correct':
      if (command.registrar === command.messenger) return refuse('two-people');
      return fromBox(command, command.compartment, state);
    case 'Fetch':
      return fromBox(command, command.compartment, state);
    case 'Return':
      return state.state === 'refused' || state.route ? follow(draft(command)) : refuse('not-refused');
    case 'Reinstate':
      return state.labelled
        ? refuse('label-printed')
        : follow({ type: 'ConsignmentReinstated', payload: {} });
    case 'TakeIn':
      return takeIn(command, state);
    case 'Route':
      return routed(command.stops, state);
    case 'SendOn':
      return inOffice(state) && nextStop(state) ? follow(...sentOn(state)) : refuse('not-in-office');
    case 'Handle':
      return state.route?.ended ? refuse('wanted-back') : follow(draft(command));
    case 'EndRoute':
      return endRoute(command.reason, state);
    case 'Release':
      return state.recall === command.recall ? follow(draft(command)) : refuse('not-called-back');
    case 'CallBack':
      return state.recall === null ? follow(draft(command)) : refuse('called-back', { recall: state.recall });
    case 'Recall':
      if (state.recall === null) return refuse('not-called-back');
      if (!inOffice(state)) return refuse('not-in-office');
      return follow({ type: 'ConsignmentRecalled', payload: { ...said(command), recall: state.recall } });
    case 'Destroy':
      if (command.by === command.witness) return refuse('two-people');
      return inOffice(state) ? follow(draft(command)) : refuse('not-in-office');
    case 'Miss':
      return missed(command, state);
    case 'Find':
      return found(command, state);
    default:
      return follow(draft(command));
  }
};

/** A piece is taken only out of the compartment it lies in. */
const fromBox = (
  command: Extract<ConsignmentCommand, { type: 'Collect' | 'Correct' | 'Fetch' }>,
  compartment: string,
  state: ConsignmentState,
): Decision =>
  compartment === state.compartment ? follow(draft(command)) : refuse('not-in-this-box', { compartment });

/** In nobody’s box. */
const inOffice = ({ compartment }: ConsignmentState): boolean => compartment === null;
const nextStop = ({ route }: ConsignmentState): Stop | undefined => route?.stops[route.at + 1];

const BROUGHT: readonly Place[] = ['refused', 'carried', 'dispatched'];
/** Out of the box it lies in, or over the desk from whoever has it: who refused it, one of its readers, a messenger. */
const takeIn = (command: CommandOf<'TakeIn'>, state: ConsignmentState): Decision => {
  if (command.compartment !== state.compartment)
    return refuse('not-in-this-box', { compartment: command.compartment ?? '' });
  if (
    state.compartment === null &&
    !BROUGHT.includes(state.state) &&
    !(state.state === 'collected' && state.route)
  )
    return refuse('not-refused');
  return follow(draft(command), ...(state.recall === null ? sentOn(state) : []));
};
const sentOn = (state: ConsignmentState): EventDraft[] => {
  const next = nextStop(state);
  if (!state.route || !next) return [];
  const payload = { at: state.route.at + 1, department: next.department };
  return [{ type: 'CirculationSentOn', payload }];
};

/** Readers who had the piece, or have it, stay where they are in the route: what was is not rewritten. */
const routed = (stops: readonly Stop[], state: ConsignmentState): Decision => {
  if (state.route?.ended && state.state !== 'returned') return refuse('circulation-over');
  const at = state.route?.at ?? 0;
  const waits = LABELLED.includes(state.state);
  const fixed = waits ? at : at + 1;
  const before = state.route?.stops ?? [{ department: state.due?.department ?? '', reader: null }];
  const kept = before.slice(0, fixed).every(({ department }, i) => department === stops[i]?.department);
  if (!kept || stops.length <= at) return refuse('route-was-there', { fixed });
  return follow({ type: 'CirculationRouted', payload: { stops: [...stops], at } });
};

/** Cuts the route after the last reader the paper went to. */
const endRoute = (reason: string, state: ConsignmentState): Decision => {
  const { route } = state;
  if (!route) return refuse('not-circulating');
  const unsent = LABELLED.includes(state.state);
  if (unsent && route.at === 0) return refuse('circulation-not-begun');
  const read = state.state === 'collected' || state.state === 'returned';
  if (route.ended || (read && !nextStop(state))) return refuse('circulation-over');
  const at = unsent ? route.at - 1 : route.at;
  return follow({
    type: 'CirculationEnded',
    payload: { stops: route.stops.slice(0, at + 1), at, reason },
  });
};

const missed = ({ by, note }: CommandOf<'Miss'>, { state, compartment }: ConsignmentState): Decision =>
  follow({
    type: 'ConsignmentMissing',
    payload: { was: state as PayloadOf<'ConsignmentMissing'>['was'], compartment, by, note },
  });

const BOXED: readonly Place[] = ['deposited', 'returned', 'recalled', 'outgoing'];
/** In a box it lies there again; in hand, what was dropped or handed in is to be dropped anew, unless nobody else reads it. */
const found = ({ compartment, by, note }: CommandOf<'Find'>, { was, route }: ConsignmentState): Decision => {
  const before = was ?? 'corrected';
  const boxed = BOXED.includes(before);
  if (compartment !== null && !boxed) return refuse('not-in-a-box', { state: before });
  const dropped = before === 'deposited' || before === 'outgoing';
  const inHand = route?.ended ? 'returned' : 'corrected';
  const state = compartment === null && dropped ? inHand : before;
  return follow({ type: 'ConsignmentFound', payload: { state, compartment, by, note } });
};

const said = <C extends ConsignmentCommand>({ type: _, ...payload }: C): Omit<C, 'type'> => payload;
/** The command’s own values as its event: each command holds exactly its event’s payload, or is not given here. */
const draft = (command: Exclude<ConsignmentCommand, { type: keyof Short }>): EventDraft =>
  ({ type: EVENTS[command.type], payload: said(command) }) as EventDraft;
