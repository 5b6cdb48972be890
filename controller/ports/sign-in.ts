import type { PayloadOf } from '../domain/events.ts';

/** A person who proved who they are; roles and departments as they stand now. */
export interface SignedInPerson extends PayloadOf<'PersonRegistered'> {
  readonly number: string;
}
export type SignInAnswer =
  | {
      readonly ok: true;
      readonly person: SignedInPerson;
      readonly method: PayloadOf<'SignedIn'>['method'];
    }
  | {
      readonly ok: false;
      readonly why: PayloadOf<'SignInRefused'>['why'] | 'stranger' | 'station-locked';
      /** Until when (UTC instant) sign-in is locked, when it is. */
      readonly until?: string;
    };

/**
 * Verifies a means of sign-in at a station under the policy for the person's roles, and records the answer
 * (`SignedIn`, `SignInRefused`, `SignInLocked`, `StrangerRefused`, `StationSignInLocked`) before it resolves.
 * Never rejects for a wrong secret; rejects with LedgerUnavailable when the answer cannot be recorded.
 */
export interface SignIn {
  byPin(station: string, number: string, pin: string): Promise<SignInAnswer>;
  /** `uid`: canonical card number, upper-case hex. */
  byCard(station: string, uid: string): Promise<SignInAnswer>;
  /** `text`: a scanned code that `isBadge` takes for one. */
  byBadge(station: string, text: string): Promise<SignInAnswer>;
  /** Whether a scanned text has the form of a badge code; says nothing of its signature. */
  isBadge(text: string): boolean;
}
