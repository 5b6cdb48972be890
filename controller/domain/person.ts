import { follow, refuse, type Decider, type Decision, type Fact } from './decider.ts';
import type { EventDraft, PayloadOf } from './events.ts';

type Details = PayloadOf<'PersonRegistered'>;
export type Role = Details['roles'][number];
export type SignInMethod = PayloadOf<'SignedIn'>['method'];

/** A person; the stream key is their number. */
export interface PersonState {
  readonly details: Details | null;
  readonly disabled: boolean;
  /** Whether the directory says who they are: `gone` disabled them, and only `back` lets them in again. */
  readonly directory: 'none' | 'here' | 'gone';
  readonly hasPin: boolean;
  readonly hasBadge: boolean;
  /** Keyed hashes of enrolled cards. */
  readonly cards: readonly string[];
  /** Wrong PINs in a row since the last good sign-in or lock. */
  readonly failures: number;
  /** UTC instant; a lock that is over is only history. */
  readonly lockedUntil: string | null;
}
export type PersonCommand =
  | ({ readonly type: 'Register' | 'Change' } & Details)
  | ({ readonly type: 'Disable' } & PayloadOf<'PersonDisabled'>)
  | ({ readonly type: 'FindInDirectory' | 'ReturnToDirectory' } & PayloadOf<'PersonFoundInDirectory'>)
  | { readonly type: 'LeaveDirectory' }
  | { readonly type: 'ReleaseFromDirectory' }
  | ({ readonly type: 'SetCredential' } & PayloadOf<'CredentialSet'>)
  /** The means itself was good. `allowed`: what the policy takes for the person's roles. */
  | {
      readonly type: 'SignIn';
      readonly at: string;
      readonly station: string | null;
      readonly method: SignInMethod;
      readonly allowed: readonly SignInMethod[];
    }
  /** The means was not good, or may not be used. The count reaching `lockAfter` locks for `lockForMs`. */
  | ({
      readonly type: 'RefuseSignIn';
      readonly at: string;
      readonly lockAfter: number;
      readonly lockForMs: number;
    } & PayloadOf<'SignInRefused'>);

export const isLocked = (state: PersonState, at: string): boolean =>
  state.lockedUntil !== null && Date.parse(at) < Date.parse(state.lockedUntil);

export const person: Decider<PersonCommand, PersonState> = {
  kind: 'person',
  revision: 2,
  initialState: () => ({
    details: null,
    disabled: false,
    directory: 'none',
    hasPin: false,
    hasBadge: false,
    cards: [],
    failures: 0,
    lockedUntil: null,
  }),
  evolve: (state, event) => evolve(state, event),
  decide: (command, state) => {
    if (command.type === 'Register')
      return state.details
        ? refuse('already-registered')
        : follow({ type: 'PersonRegistered', payload: details(command) });
    if (!state.details) return refuse('not-registered');
    switch (command.type) {
      case 'Change':
        return follow({ type: 'PersonChanged', payload: details(command) });
      case 'Disable':
        return state.disabled
          ? follow()
          : follow({ type: 'PersonDisabled', payload: { reason: command.reason } });
      case 'FindInDirectory':
      case 'LeaveDirectory':
      case 'ReleaseFromDirectory':
      case 'ReturnToDirectory':
        return inDirectory(command, state);
      case 'SetCredential': {
        const { method, fingerprint } = command;
        return follow({ type: 'CredentialSet', payload: { method, fingerprint } });
      }
      case 'SignIn':
        return signIn(command, state);
      case 'RefuseSignIn':
        return refuseSignIn(command, state);
    }
  },
};

/** Who was disabled here stays so, whatever the directory says. */
const inDirectory = (
  command: Extract<
    PersonCommand,
    { type: 'FindInDirectory' | 'LeaveDirectory' | 'ReleaseFromDirectory' | 'ReturnToDirectory' }
  >,
  { directory }: PersonState,
): Decision => {
  if (command.type === 'LeaveDirectory')
    return directory === 'here' ? follow({ type: 'PersonGoneFromDirectory', payload: {} }) : follow();
  if (command.type === 'ReleaseFromDirectory')
    return directory === 'here' ? follow({ type: 'PersonReleasedFromDirectory', payload: {} }) : follow();
  const payload = { dn: command.dn };
  if (command.type === 'ReturnToDirectory')
    return directory === 'gone' ? follow({ type: 'PersonBackInDirectory', payload }) : follow();
  return directory === 'none' ? follow({ type: 'PersonFoundInDirectory', payload }) : follow();
};

const details = ({ name, roles, departments, standsInFor }: Details): Details => ({
  name,
  roles: [...new Set(roles)],
  departments: [...new Set(departments)],
  standsInFor: [...new Set(standsInFor)],
});

const signIn = (command: Extract<PersonCommand, { type: 'SignIn' }>, state: PersonState): Decision => {
  if (state.disabled) return refuse('disabled');
  if (isLocked(state, command.at)) return refuse('locked', { until: state.lockedUntil ?? '' });
  if (!command.allowed.includes(command.method)) return refuse('method-not-allowed');
  return follow({ type: 'SignedIn', payload: { station: command.station, method: command.method } });
};

const refuseSignIn = (
  command: Extract<PersonCommand, { type: 'RefuseSignIn' }>,
  state: PersonState,
): Decision => {
  const { station, method, why, at, lockAfter, lockForMs } = command;
  const refused: EventDraft = { type: 'SignInRefused', payload: { station, method, why } };
  if (why !== 'wrong-pin' || isLocked(state, at) || state.failures + 1 < lockAfter) return follow(refused);
  const until = new Date(Date.parse(at) + lockForMs).toISOString();
  return follow(refused, { type: 'SignInLocked', payload: { until } });
};

const evolve = (state: PersonState, event: Fact): PersonState => {
  switch (event.type) {
    case 'PersonRegistered':
    case 'PersonChanged':
      return { ...state, details: event.payload };
    case 'PersonDisabled':
      return { ...state, disabled: true };
    case 'PersonFoundInDirectory':
      return { ...state, directory: 'here' };
    case 'PersonGoneFromDirectory':
      return { ...state, directory: state.disabled ? 'here' : 'gone', disabled: true };
    case 'PersonReleasedFromDirectory':
      return { ...state, directory: 'none' };
    case 'PersonBackInDirectory':
      return { ...state, directory: 'here', disabled: false };
    case 'CredentialSet': {
      const { method, fingerprint } = event.payload;
      if (method === 'pin') return { ...state, hasPin: true, failures: 0, lockedUntil: null };
      if (method === 'badge') return { ...state, hasBadge: true };
      return fingerprint === null || state.cards.includes(fingerprint)
        ? state
        : { ...state, cards: [...state.cards, fingerprint] };
    }
    case 'SignInRefused':
      return event.payload.why === 'wrong-pin' ? { ...state, failures: state.failures + 1 } : state;
    case 'SignInLocked':
      return { ...state, failures: 0, lockedUntil: event.payload.until };
    case 'SignedIn':
      return { ...state, failures: 0, lockedUntil: null };
    default:
      return state;
  }
};
