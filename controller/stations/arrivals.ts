import type { Refusal } from '../domain/decider.ts';
import type { Input } from '../flows/inputs.ts';
import { LedgerUnavailable } from '../ports/ledger.ts';
import type { SignIn, SignInAnswer } from '../ports/sign-in.ts';
import type { Cause } from './runner.ts';

/** Of a station, what somebody who arrives meets. */
export interface Door {
  readonly station: string;
  readonly signIn: SignIn;
  /** Somebody is signed in, and nobody else is waited for. */
  readonly inUse: () => boolean;
  readonly newSession: () => string;
  readonly say: (code: string, tone: 'info' | 'warning' | 'error', values?: Record<string, string>) => void;
  readonly take: (input: Input, cause?: Cause) => Refusal | null;
  readonly onError: (error: unknown, where: string) => void;
}
export interface Arrivals {
  card(uid: string): void;
  badge(text: string): void;
  pin(number: string, pin: string, cause: Cause): Promise<Refusal | null>;
}

/** Cards, badges and PINs at a station. While a session runs, nobody else is let in. */
export const arrivalsAt = (door: Door): Arrivals => {
  const { station, signIn, say } = door;

  const answered = (answer: SignInAnswer, cause?: Cause): Refusal | null => {
    if (answer.ok) {
      const { person, method } = answer;
      return door.take({ type: 'signed-in', session: door.newSession(), person, method }, cause);
    }
    const code = answer.why === 'stranger' ? 'unknown-person' : answer.why;
    const values: Record<string, string> = answer.until === undefined ? {} : { until: answer.until };
    say(code, 'warning', values);
    return { code, values };
  };
  const arrive = async (ask: () => Promise<SignInAnswer>): Promise<void> => {
    try {
      if (door.inUse()) say('in-use', 'info');
      else answered(await ask());
    } catch (error) {
      if (error instanceof LedgerUnavailable) say('ledger-unavailable', 'error');
      else door.onError(error, `${station}: sign-in`);
    }
  };
  return {
    card: (uid) => void arrive(() => signIn.byCard(station, uid)),
    badge: (text) => void arrive(() => signIn.byBadge(station, text)),
    async pin(number, pin, cause) {
      if (door.inUse()) return { code: 'in-use', values: {} };
      try {
        return answered(await signIn.byPin(station, number, pin), cause);
      } catch (error) {
        if (error instanceof LedgerUnavailable) return { code: 'ledger-unavailable', values: {} };
        throw error;
      }
    },
  };
};
