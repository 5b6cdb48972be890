import { timingSafeEqual } from 'node:crypto';
import { keyedHash } from './keyed-hash.ts';

/**
 * Badge codes: `DXB1` and base 32 (Crockford: digits and capitals) of serial (2 bytes), person number (ASCII) and the
 * first 16 bytes of an HMAC-SHA-256 over both under the site key. 41 to 65 characters of QR's alphanumeric set.
 * The serial counts the person's badges: making a new one revokes the older ones.
 */
const PREFIX = 'DXB1';
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TAG_BYTES = 16;
const FORM = /^DXB1[0-9A-HJKMNP-TV-Z]{31,62}$/;

/** Whether a scanned text has the form of a badge; says nothing of its signature. */
export const isBadge = (text: string): boolean => FORM.test(text);

export const makeBadge = (siteKey: Uint8Array, number: string, serial: number): string => {
  const body = Buffer.alloc(2 + number.length);
  body.writeUInt16BE(serial);
  body.write(number, 2, 'ascii');
  return PREFIX + toBase32(Buffer.concat([body, tagOf(siteKey, body)]));
};

/** Number and serial when the badge was made with this site's key; undefined otherwise. */
export const readBadge = (
  siteKey: Uint8Array,
  text: string,
): { readonly number: string; readonly serial: number } | undefined => {
  if (!isBadge(text)) return undefined;
  const bytes = fromBase32(text.slice(PREFIX.length));
  if (!bytes || bytes.length < 2 + 1 + TAG_BYTES) return undefined;
  const body = bytes.subarray(0, -TAG_BYTES);
  if (!timingSafeEqual(tagOf(siteKey, body), bytes.subarray(-TAG_BYTES))) return undefined;
  return { number: body.toString('ascii', 2), serial: body.readUInt16BE(0) };
};

const tagOf = (siteKey: Uint8Array, body: Uint8Array): Buffer =>
  keyedHash(siteKey, 'badge', body).subarray(0, TAG_BYTES);

const toBase32 = (bytes: Uint8Array): string => {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; held &= (1 << bits) - 1) {
      bits -= 5;
      text += ALPHABET.charAt(held >> bits);
    }
  }
  return bits === 0 ? text : text + ALPHABET.charAt((held << (5 - bits)) & 31);
};

/** Undefined when the padding bits are not zero: one badge has one spelling. */
const fromBase32 = (text: string): Buffer | undefined => {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    held = (held << 5) | ALPHABET.indexOf(character);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(held >> bits);
    held &= (1 << bits) - 1;
  }
  return held === 0 && bits < 5 ? Buffer.from(bytes) : undefined;
};
