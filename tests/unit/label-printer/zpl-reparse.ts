import { inflateSync } from 'node:zlib';

/** What a ZPL interpreter sees: every command with its parameters, in order. Control prefixes are `^` and `~`. */
export const commandsOf = (zpl: Uint8Array): { readonly command: string; readonly parameters: string }[] => {
  const text = Buffer.from(zpl).toString('latin1');
  const first = text.search(/[\^~]/);
  if (first > 0) throw new Error(`${first} characters before the first command`);
  return text
    .split(/(?=[\^~])/)
    .map((part) => ({ command: part.slice(0, 3), parameters: part.slice(3).replace(/[\r\n]/g, '') }));
};

/** Bit-by-bit CRC-16/XMODEM, written independently of the encoder's. */
const crc = (text: string): string => {
  let remainder = 0n;
  for (const byte of [...Buffer.from(text, 'latin1'), 0, 0])
    for (let bit = 7; bit >= 0; bit--) {
      remainder = (remainder << 1n) | BigInt((byte >> bit) & 1);
      if (remainder & 0x10000n) remainder ^= 0x11021n;
    }
  return remainder.toString(16).toUpperCase().padStart(4, '0');
};

/** The dots in the one `^GFA` field, its sizes and check verified. */
export const dotsOf = (zpl: Uint8Array): { readonly bits: Uint8Array; readonly bytesPerRow: number } => {
  const field = commandsOf(zpl).find(({ command }) => command === '^GF')?.parameters ?? '';
  const [, b, c, d, base64 = '', check] =
    /^A,(\d+),(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})$/.exec(field) ?? [];
  const bits = inflateSync(Buffer.from(base64, 'base64'));
  if (b !== c || Number(c) !== bits.length)
    throw new Error(`^GFA says ${b},${c}; there are ${bits.length} bytes`);
  if (crc(base64) !== check) throw new Error(`^GFA check is ${check}, should be ${crc(base64)}`);
  return { bits: new Uint8Array(bits), bytesPerRow: Number(d) };
};
