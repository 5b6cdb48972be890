/**
 * Docket codes: one per consignment, printed as QR and Code 128.
 *
 * 16 characters, the last an ISO/IEC 7064:2003 MOD 37,36 check character (clause 8, hybrid systems with one check
 * character; alphabet 0–9 A–Z worth 0–35). 16 characters of QR's alphanumeric set are exactly what version 1 at
 * level Q holds (ISO/IEC 18004, table 7).
 *
 * Codes we make use 32 of the 36 characters (no I, L, O, U: Crockford's base 32), which leaves 75 bits. MOD 37,36
 * catches every substitution and all but 1 in 630 adjacent transpositions; a code with such a blind pair is never made.
 */
const VALUES = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MADE_OF = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;
const BITS = 75n;
const SPACE = 1n << BITS;
/** Odd, so that stepping visits every body; large, so that every character changes. */
const STEP = 0x4f1bbcdcbfa53e0af9bn;
/** Bytes of entropy `makeDocketCode` needs. */
export const DOCKET_ENTROPY_BYTES = 10;

/** Running product of the hybrid system over `body`, 1 to 36. */
const product = (body: string): number => {
  let p = 36;
  for (const character of body) {
    const sum = (p + VALUES.indexOf(character)) % 36;
    p = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return p;
};

/** Check character of `body` (digits and capitals only). */
export const checkCharacter = (body: string): string => VALUES.charAt((37 - product(body)) % 36);

/** Whether `text` is exactly 16 digits and capitals with the right check character. */
export const isDocketCode = (text: string): boolean =>
  /^[0-9A-Z]{16}$/.test(text) && checkCharacter(text.slice(0, LENGTH - 1)) === text.charAt(LENGTH - 1);

/**
 * A new code from `entropy` (at least 10 unpredictable bytes; more are ignored), the same for the same bytes.
 * Throws a RangeError when there are fewer.
 */
export const makeDocketCode = (entropy: Uint8Array): string => {
  if (entropy.length < DOCKET_ENTROPY_BYTES)
    throw new RangeError(
      `entropy has ${entropy.length} bytes; give makeDocketCode at least ${DOCKET_ENTROPY_BYTES}`,
    );
  let number = 0n;
  for (const byte of entropy.subarray(0, DOCKET_ENTROPY_BYTES)) number = (number << 8n) | BigInt(byte);
  // All bytes count: the bits beyond 75 are folded in.
  for (number = (number % SPACE) ^ (number >> BITS); ; number = (number + STEP) % SPACE) {
    const body = bodyOf(number);
    const code = body + checkCharacter(body);
    if (MADE_OF.includes(code.charAt(LENGTH - 1)) && !hasBlindPair(code)) return code;
  }
};

/** `7K3D 0Q9M …`: groups of four, for people to read and type. */
export const formatDocketCode = (code: string): string => code.replace(/(.{4})(?=.)/gu, '$1 ');

/**
 * What a person typed, as a docket code: spaces and hyphens dropped, small letters raised, O read as 0, I and L as
 * 1 (none of them is in a code we made). Null when it is none.
 */
export const readDocketCode = (typed: string): string | null => {
  if (!/^[0-9A-Za-z -]{16,64}$/.test(typed)) return null;
  const code = typed.replace(/[ -]/g, '').toUpperCase();
  const meant = code.replaceAll('O', '0').replace(/[IL]/g, '1');
  return isDocketCode(meant) ? meant : isDocketCode(code) ? code : null;
};

const bodyOf = (number: bigint): string => {
  let body = '';
  for (let i = 0n; i < BITS; i += 5n) body += MADE_OF.charAt(Number((number >> i) & 31n));
  return body;
};

/** Whether swapping two unequal neighbours gives another valid code. */
const hasBlindPair = (code: string): boolean => {
  for (let i = 0; i + 1 < code.length; i++) {
    const [a, b] = [code.charAt(i), code.charAt(i + 1)];
    if (a !== b && isDocketCode(code.slice(0, i) + b + a + code.slice(i + 2))) return true;
  }
  return false;
};
