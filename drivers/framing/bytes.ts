/** Bytes as lower-case hex without spaces, as the ledger keeps them. */
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Hex with or without spaces. Throws a RangeError naming what is not hex. */
export const bytesOf = (hex: string): Uint8Array => {
  const digits = hex.replace(/\s+/g, '');
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) throw new RangeError(`not hexadecimal bytes: ${hex}`);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
};

/** One array of all the bytes; always a copy. */
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** XOR of all bytes: the block check of many boards and readers. */
export const xorOf = (bytes: Uint8Array): number => {
  let check = 0;
  for (let at = 0; at < bytes.length; at += 1) check ^= bytes[at] ?? 0;
  return check;
};

/** Where `needle` begins in `bytes`, or -1. */
export const indexOf = (bytes: Uint8Array, needle: Uint8Array): number =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(needle);
