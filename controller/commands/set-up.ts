import { timingSafeEqual } from 'node:crypto';
import type { AnswerOf } from '../ports/ledger.ts';
import type { By } from './by.ts';
import { pinName, type CredentialDeps } from './credentials.ts';
import { keyedHash } from './keyed-hash.ts';
import { done, refused, type Outcome } from './outcome.ts';
import { hashPin, isWeakPin } from './pin.ts';

const NAME = 'set-up-code';
/** Crockford's base 32: no look-alikes. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const needsSetUp = ({ views }: Pick<CredentialDeps, 'views'>): boolean =>
  !views.people().some((person) => !person.disabled && person.roles.includes('registrar'));

/** Whether the site has no registrar yet. */
export const isSetUpNeeded = needsSetUp;

/**
 * At start: the code to print, which makes the first registrar, or null when there is one. A fresh code each start;
 * only its keyed hash is stored. 16 characters, 80 bits.
 */
export const startSetUp = (
  deps: Pick<CredentialDeps, 'views' | 'secrets' | 'entropy' | 'siteKey'>,
): string | null => {
  if (!needsSetUp(deps)) {
    deps.secrets.delete(NAME);
    return null;
  }
  const letters = [...deps.entropy.bytes(16)].map((byte) => ALPHABET.charAt(byte & 31)).join('');
  deps.secrets.set(NAME, hashOf(deps.siteKey, letters).toString('hex'));
  return letters.replace(/(.{4})(?=.)/g, '$1-');
};

/**
 * The first registrar, with a PIN, in one append. Refused: `set-up-done`, `set-up-refused`, `weak-pin`,
 * `already-exists`.
 */
export const completeSetUp = async (
  deps: CredentialDeps,
  input: { readonly code: string; readonly number: string; readonly name: string; readonly pin: string },
  by: Omit<By, 'actor'>,
  answer?: AnswerOf,
): Promise<Outcome<null>> => {
  if (!needsSetUp(deps)) return refused('set-up-done');
  if (!codeFits(deps, input.code)) return refused('set-up-refused');
  if (deps.accounts.of(input.number).exists)
    return refused('already-exists', { what: 'person', id: input.number });
  if (isWeakPin(input.pin, input.number)) return refused('weak-pin');
  const hash = await hashPin(deps.siteKey, input.pin, deps.entropy.bytes(16), deps.pinCost);
  if (!needsSetUp(deps)) return refused('set-up-done');
  deps.secrets.set(pinName(input.number, 1), hash);
  const person = { name: input.name, roles: ['registrar' as const], departments: [], standsInFor: [] };
  deps.desk.append(
    [
      {
        stream: `person:${input.number}`,
        events: [
          { type: 'PersonRegistered', payload: person },
          { type: 'CredentialSet', payload: { method: 'pin', fingerprint: null } },
        ],
      },
    ],
    { ...by, actor: 'system' },
    answer,
  );
  deps.secrets.delete(NAME);
  return done(null);
};

const codeFits = ({ secrets, siteKey }: CredentialDeps, code: string): boolean => {
  const stored = secrets.get(NAME);
  if (stored === undefined) return false;
  const given = hashOf(siteKey, code.replace(/[\s-]/g, '').toUpperCase());
  return timingSafeEqual(given, Buffer.from(stored, 'hex'));
};

const hashOf = (siteKey: Uint8Array, letters: string): Buffer => keyedHash(siteKey, 'set-up', letters);
