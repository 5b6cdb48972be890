/** Bytes as lower-case hex without spaces, as the ledger keeps them. */
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Hex with or without spaces. Throws a RangeError naming what is not hex. */
export const bytesOf = (hex: string): Uint8Array => {
  const digits = hex.replace(/\s+/g, '');
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) throw new RangeError(`not hexadecimal bytes: ${hex}`);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
};

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** XOR of all bytes: the block check of many boards and readers. */
export const xorOf = (bytes: Uint8Array): number => bytes.reduce((check, byte) => check ^ byte, 0);

/** Where `needle` begins in `bytes`, or -1. */
export const indexOf = (bytes: Uint8Array, needle: Uint8Array): number => Buffer.from(bytes).indexOf(needle);
