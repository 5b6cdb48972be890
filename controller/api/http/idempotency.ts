import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Ledger, RememberedAnswer } from '../../ports/ledger.ts';
import { ProblemError } from './problem.ts';

const KEY = /^[A-Za-z0-9_-]{8,64}$/;

/** The request's key, or undefined when it brought none; throws `bad-idempotency-key`. */
export const keyIn = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!KEY.test(key)) throw new ProblemError(400, 'bad-idempotency-key');
  return key;
};

/** Keys belong to whoever used them: another actor's key is another key. */
export const storedKey = (actor: string, key: string): string => `${actor}/${key}`;

/**
 * Digest (hex) of method, path and the body's bytes, keyed with the site key: a body can hold a PIN of eight digits,
 * which a plain hash would give away.
 */
export const digestOf = (siteKey: Uint8Array, method: string, path: string, body: Uint8Array): string =>
  createHmac('sha256', keyObject(siteKey))
    .update(`idempotency\n${method.toUpperCase()}\n${path}\n`)
    .update(body)
    .digest('hex');

/** Made once: making it takes four times as long as using it. */
const keyObject = (siteKey: Uint8Array): KeyObject => {
  const made = keyObjects.get(siteKey) ?? createSecretKey(siteKey);
  keyObjects.set(siteKey, made);
  return made;
};
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

/** The answer given before, undefined when there is none; throws when the key belonged to another request. */
export const answeredBefore = (ledger: Ledger, key: string, digest: string): RememberedAnswer | undefined => {
  const before = ledger.answer(key);
  if (before && before.digest !== digest) throw new ProblemError(422, 'idempotency-key-reused');
  return before;
};
