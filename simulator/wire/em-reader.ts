import { SimProblem } from '../problem.ts';

/** While a card is held the module repeats its frame about every so many ms. */
export const REPEAT_MS = 50;

/**
 * Frame of a 125 kHz reader module (RDM6300 and its kin): STX, the ten hexadecimal digits of version byte and
 * four identity bytes as ASCII, the XOR of those five bytes as two digits, ETX.
 */
export const emFrame = (uid: string): Uint8Array => {
  const digits = uid.toUpperCase();
  if (!/^[0-9A-F]{10}$/.test(digits))
    throw new SimProblem('bad-request', `card ${uid} is not an EM card`, 'give ten hexadecimal digits');
  let check = 0;
  for (let i = 0; i < 10; i += 2) check ^= parseInt(digits.slice(i, i + 2), 16);
  const text = digits + check.toString(16).toUpperCase().padStart(2, '0');
  return Uint8Array.of(0x02, ...Buffer.from(text, 'latin1'), 0x03);
};
