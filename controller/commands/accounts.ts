import type { PayloadOf } from '../domain/events.ts';
import type { AnyStoredEvent, Ledger } from '../ports/ledger.ts';

/** What sign-in needs to know of a person, folded from the person's own events. */
export interface Account {
  readonly exists: boolean;
  readonly disabled: boolean;
  readonly person: PayloadOf<'PersonRegistered'>;
  /** How many PINs and badges were ever set: the number of the valid one, 0 when there is none. */
  readonly pins: number;
  readonly badges: number;
  /** Wrong PINs in a row. */
  readonly failures: number;
  readonly lockedUntil: string | null;
}

const unknown: Account = {
  exists: false,
  disabled: false,
  person: { name: '', roles: [], departments: [], standsInFor: [] },
  pins: 0,
  badges: 0,
  failures: 0,
  lockedUntil: null,
};

export const evolveAccount = (account: Account, event: AnyStoredEvent): Account => {
  switch (event.type) {
    case 'PersonRegistered':
    case 'PersonChanged':
      return { ...account, exists: true, person: event.payload };
    case 'PersonDisabled':
      return { ...account, disabled: true };
    case 'CredentialSet':
      if (event.payload.method === 'card') return account;
      return event.payload.method === 'pin'
        ? { ...account, pins: account.pins + 1, failures: 0, lockedUntil: null }
        : { ...account, badges: account.badges + 1 };
    case 'SignInRefused':
      return event.payload.why === 'wrong-pin' ? { ...account, failures: account.failures + 1 } : account;
    case 'SignInLocked':
      return { ...account, failures: 0, lockedUntil: event.payload.until };
    case 'SignedIn':
      return { ...account, failures: 0 };
    default:
      return account;
  }
};

/** Accounts as the ledger has them now; each is folded once and then only what was added. */
export class Accounts {
  readonly #ledger: Pick<Ledger, 'stream'>;
  readonly #known = new Map<string, { readonly version: number; readonly account: Account }>();

  constructor(ledger: Pick<Ledger, 'stream'>) {
    this.#ledger = ledger;
  }

  of(number: string): Account {
    const known = this.#known.get(number) ?? { version: 0, account: unknown };
    const events = this.#ledger.stream(`person:${number}`, known.version);
    if (events.length === 0) return known.account;
    const account = events.reduce(evolveAccount, known.account);
    this.#known.set(number, { version: events.at(-1)?.version ?? known.version, account });
    return account;
  }
}
