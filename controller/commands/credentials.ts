import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Accounts } from './accounts.ts';
import { makeBadge } from './badge.ts';
import type { By } from './by.ts';
import { keyedHash } from './keyed-hash.ts';
import { done, refused, type Outcome } from './outcome.ts';
import { hashPin, isWeakPin, type PinCost } from './pin.ts';

export interface CredentialDeps {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly secrets: Secrets;
  readonly entropy: Entropy;
  readonly accounts: Accounts;
  readonly siteKey: Uint8Array;
  /** For tests; the default is for people. */
  readonly pinCost?: PinCost | undefined;
}
type Events = Outcome<readonly AnyStoredEvent[]>;

/** Under this name the hash of a person's n-th PIN is kept: only the one the ledger counts last is valid. */
export const pinName = (number: string, nth: number): string => `pin:${number}:${nth}`;
/** How a card is known: its number itself is kept nowhere. */
export const cardFingerprint = (siteKey: Uint8Array, uid: string): string =>
  keyedHash(siteKey, 'card', uid.toUpperCase()).toString('hex');

/**
 * Sets a PIN of 8 digits. The hash is stored first, under the number the event will give it: the event alone makes
 * it valid, so a crash between the two changes nothing. Refused: `no-such`, `weak-pin`.
 */
export const setPin = async (
  deps: CredentialDeps,
  number: string,
  pin: string,
  by: By,
  answer?: AnswerOf,
): Promise<Events> => {
  if (!deps.accounts.of(number).exists) return refused('no-such', { what: 'person', id: number });
  if (isWeakPin(pin, number)) return refused('weak-pin');
  const hash = await hashPin(deps.siteKey, pin, deps.entropy.bytes(16), deps.pinCost);
  const nth = deps.accounts.of(number).pins + 1;
  deps.secrets.set(pinName(number, nth), hash);
  const events = credentialSet(deps, number, { method: 'pin', fingerprint: null }, by, answer);
  deps.secrets.delete(pinName(number, nth - 1));
  return done(events);
};

/** Enrols a card. Refused: `no-such`, `card-taken`. */
export const setCard = (
  deps: CredentialDeps,
  number: string,
  uid: string,
  by: By,
  answer?: AnswerOf,
): Events => {
  if (!deps.accounts.of(number).exists) return refused('no-such', { what: 'person', id: number });
  const fingerprint = cardFingerprint(deps.siteKey, uid);
  const owner = deps.views.personByCard(fingerprint);
  if (owner && owner.number !== number) return refused('card-taken');
  return done(credentialSet(deps, number, { method: 'card', fingerprint }, by, answer));
};

/** Makes a new badge; older ones of this person are void from then on. Refused: `no-such`. */
export const setBadge = (deps: CredentialDeps, number: string, by: By, answer?: AnswerOf): Events => {
  if (!deps.accounts.of(number).exists) return refused('no-such', { what: 'person', id: number });
  return done(credentialSet(deps, number, { method: 'badge', fingerprint: null }, by, answer));
};

/** The text of a person's valid badge; undefined when none was made. */
export const currentBadge = (deps: CredentialDeps, number: string): string | undefined => {
  const { badges } = deps.accounts.of(number);
  return badges === 0 ? undefined : makeBadge(deps.siteKey, number, badges);
};

const credentialSet = (
  { desk }: CredentialDeps,
  number: string,
  payload: { readonly method: 'pin' | 'card' | 'badge'; readonly fingerprint: string | null },
  ...[by, answer]: [By, AnswerOf | undefined]
): readonly AnyStoredEvent[] =>
  desk.append([{ stream: `person:${number}`, events: [{ type: 'CredentialSet', payload }] }], by, answer)
    .events;
