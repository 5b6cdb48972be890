import { follow, refuse, type Decider, type Fact } from './decider.ts';
import type { EventDraft, PayloadOf } from './events.ts';

/** One copy of a document, due to one department. The docket code is the stream key. */
export interface ConsignmentState {
  readonly state:
    'absent' | 'registered' | 'labelled' | 'deposited' | 'collected' | 'refused' | 'returned' | 'withdrawn';
  readonly due: PayloadOf<'ConsignmentRegistered'> | null;
  /** Where the paper lies; null when it is in nobody's box. */
  readonly compartment: string | null;
}
export type ConsignmentCommand =
  | ({ readonly type: 'Register' } & PayloadOf<'ConsignmentRegistered'>)
  /** A label came out of a printer; only the first one is a fact of the consignment. */
  | ({ readonly type: 'Label' } & PayloadOf<'ConsignmentLabelled'>)
  | ({ readonly type: 'Deposit' } & PayloadOf<'ConsignmentDeposited'>)
  | ({ readonly type: 'Collect' } & PayloadOf<'ConsignmentCollected'>)
  | ({ readonly type: 'Refuse' } & PayloadOf<'ConsignmentRefused'>)
  | ({ readonly type: 'Return' } & PayloadOf<'ConsignmentReturned'>)
  | ({ readonly type: 'Withdraw' } & PayloadOf<'ConsignmentWithdrawn'>);

type Place = ConsignmentState['state'];
/**
 * From where each step may be taken. A piece without a recorded label may be dropped: a label whose printing is in
 * doubt was scanned, so it exists.
 */
const FROM: Readonly<Record<ConsignmentCommand['type'], readonly Place[]>> = {
  Register: ['absent'],
  Label: ['registered', 'labelled', 'deposited', 'collected', 'refused', 'returned', 'withdrawn'],
  Deposit: ['registered', 'labelled'],
  Collect: ['deposited'],
  Refuse: ['deposited', 'collected'],
  Return: ['refused'],
  Withdraw: ['registered', 'labelled'],
};
const CODES: Readonly<Record<Place, string>> = {
  absent: 'not-registered',
  registered: 'already-registered',
  labelled: 'already-registered',
  deposited: 'already-dropped',
  collected: 'already-collected',
  refused: 'refused-before',
  returned: 'refused-before',
  withdrawn: 'withdrawn',
};

export const consignment: Decider<ConsignmentCommand, ConsignmentState> = {
  kind: 'consignment',
  revision: 1,
  initialState: () => ({ state: 'absent', due: null, compartment: null }),
  evolve: (state, event) => evolve(state, event),
  decide: (command, state) => {
    if (!FROM[command.type].includes(state.state))
      return refuse(earlier(command.type, state.state), { state: state.state });
    if (command.type === 'Label' && state.state !== 'registered') return follow();
    if (command.type === 'Collect' && command.compartment !== state.compartment)
      return refuse('not-in-this-box', { compartment: command.compartment });
    if (command.type === 'Collect' && command.department !== state.due?.department)
      return refuse('not-yours', { department: command.department });
    if (command.type === 'Register' && command.copy > command.copies)
      return refuse('copy-beyond-copies', { copy: command.copy, copies: command.copies });
    return follow(draft(command));
  },
};

/** Why a step may not be taken from here: what is so already, or what has to come first. */
const earlier = (step: ConsignmentCommand['type'], place: Place): string => {
  const open = place === 'registered' || place === 'labelled';
  if (open && (step === 'Collect' || step === 'Refuse')) return 'not-dropped';
  if (step === 'Return' && place !== 'absent' && place !== 'returned') return 'not-refused';
  return CODES[place];
};

const draft = (command: ConsignmentCommand): EventDraft => {
  switch (command.type) {
    case 'Register': {
      const { document, department, copy, copies } = command;
      return { type: 'ConsignmentRegistered', payload: { document, department, copy, copies } };
    }
    case 'Label':
      return { type: 'ConsignmentLabelled', payload: { job: command.job } };
    case 'Deposit': {
      const { compartment, session, intent, counted } = command;
      return { type: 'ConsignmentDeposited', payload: { compartment, session, intent, counted } };
    }
    case 'Collect': {
      const { compartment, session, intent, signedBy, department } = command;
      return {
        type: 'ConsignmentCollected',
        payload: { compartment, session, intent, signedBy, department },
      };
    }
    case 'Refuse': {
      const { session, reason, note } = command;
      return { type: 'ConsignmentRefused', payload: { session, reason, note } };
    }
    case 'Return': {
      const { compartment, session, intent } = command;
      return { type: 'ConsignmentReturned', payload: { compartment, session, intent } };
    }
    case 'Withdraw':
      return { type: 'ConsignmentWithdrawn', payload: { reason: command.reason } };
  }
};

const evolve = (state: ConsignmentState, event: Fact): ConsignmentState => {
  switch (event.type) {
    case 'ConsignmentRegistered':
      return { ...state, state: 'registered', due: event.payload };
    case 'ConsignmentLabelled':
      return state.state === 'registered' ? { ...state, state: 'labelled' } : state;
    case 'ConsignmentDeposited':
      return { ...state, state: 'deposited', compartment: event.payload.compartment };
    case 'ConsignmentCollected':
      return { ...state, state: 'collected', compartment: null };
    case 'ConsignmentRefused':
      return { ...state, state: 'refused', compartment: null };
    case 'ConsignmentReturned':
      return { ...state, state: 'returned', compartment: event.payload.compartment };
    case 'ConsignmentWithdrawn':
      return { ...state, state: 'withdrawn' };
    default:
      return state;
  }
};
