import { argon2, timingSafeEqual } from 'node:crypto';
import { keyedHash } from './keyed-hash.ts';

/** Cost of argon2id (RFC 9106): KiB of memory, passes. The default is OWASP's first choice for one lane. */
export interface PinCost {
  readonly memory: number;
  readonly passes: number;
}
export const PIN_COST: PinCost = { memory: 19_456, passes: 2 };
const TAG_BYTES = 32;

/** `$argon2id$v=19$m=…,t=…,p=1$salt$tag`; the site key is the pepper, so a copied database alone gives nothing away. */
export const hashPin = async (
  siteKey: Uint8Array,
  pin: string,
  salt: Uint8Array,
  cost: PinCost = PIN_COST,
): Promise<string> => {
  const tag = await derive(siteKey, pin, salt, cost);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=1$${base64(salt)}$${base64(tag)}`;
};

/** Whether the PIN fits the stored text; false for a text that is not one of ours. */
export const verifyPin = async (siteKey: Uint8Array, pin: string, stored: string): Promise<boolean> => {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=1\$([\w+/]{11,86})\$([\w+/]{43})$/.exec(stored);
  if (!match) return false;
  const [, memory, passes, salt = '', tag = ''] = match;
  const cost = { memory: Number(memory), passes: Number(passes) };
  const derived = await derive(siteKey, pin, Buffer.from(salt, 'base64'), cost);
  return timingSafeEqual(derived, Buffer.from(tag, 'base64'));
};

/** PINs that are tried first: all digits alike, runs, repeated halves, or the person's own number in it. */
export const isWeakPin = (pin: string, number: string): boolean => {
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  if (steps.size === 1 && [0, 1, 9].includes([...steps][0] ?? -1)) return true;
  const digits = number.replace(/\D/g, '');
  return new Set(pin).size < 3 || (digits.length >= 4 && pin.includes(digits));
};

const derive = (siteKey: Uint8Array, pin: string, salt: Uint8Array, cost: PinCost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const secret = keyedHash(siteKey, 'pin', 'pepper');
    argon2(
      'argon2id',
      { message: pin, nonce: salt, parallelism: 1, tagLength: TAG_BYTES, secret, ...cost },
      (error, tag) => (error ? reject(error) : resolve(tag)),
    );
  });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
