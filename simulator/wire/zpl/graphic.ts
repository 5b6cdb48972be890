import { inflateSync } from 'node:zlib';
import type { Raster } from '../printing/raster.ts';

/** CRC-16/XMODEM: polynomial 1021, start 0, over the base64 characters of a compressed field (ZPL II guide, B64 and Z64). */
export const crc16 = (text: string): number => {
  let crc = 0;
  for (let i = 0; i < text.length; i++) {
    crc ^= (text.charCodeAt(i) & 0xff) << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1;
  }
  return crc;
};

/** Largest graphic the printer's memory takes, bytes. */
const MEMORY = 4_000_000;

export type Graphic = { readonly bitmap: Raster } | { readonly aborted: string };

/**
 * The field data of `^GFA,b,c,d,data`: c bytes in all, d bytes a row; data as hexadecimal digits with repeat counts,
 * or `:Z64:…:crc`, `:B64:…:crc`. What a printer cannot make sense of aborts the field.
 */
export const graphicField = (parameters: string): Graphic => {
  const [kind = '', , total = '', perRow = ''] = parameters.split(',', 4);
  if (kind.trim().toUpperCase() !== 'A') return { aborted: `^GF kind ${kind.slice(0, 8)} is not understood` };
  const [bytes, row] = [Number(total), Number(perRow)];
  if (!Number.isInteger(bytes) || !Number.isInteger(row) || row < 1 || bytes < 1 || bytes > MEMORY)
    return { aborted: `^GF sizes ${total},${perRow} are not usable` };
  const data = afterCommas(parameters, 4).replace(/[\r\n\t ]/g, '');
  const bits = data.startsWith(':') ? encoded(data, bytes) : hexDigits(data, bytes, row);
  if (typeof bits === 'string') return { aborted: bits };
  return { bitmap: { width: row * 8, height: Math.floor(bytes / row), bytesPerRow: row, bits } };
};

const afterCommas = (text: string, count: number): string => {
  let at = 0;
  for (let i = 0; i < count; i++) {
    const comma = text.indexOf(',', at);
    if (comma < 0) return '';
    at = comma + 1;
  }
  return text.slice(at);
};

const encoded = (data: string, bytes: number): Uint8Array | string => {
  const [, kind = '', base64 = '', check = ''] =
    /^:([ZB]64):([A-Za-z0-9+/=]*):([0-9A-Fa-f]{4})$/.exec(data) ?? [];
  if (!kind) return '^GF encoding is not understood';
  const crc = crc16(base64);
  if (crc !== parseInt(check, 16))
    return `^GF check is ${check}, should be ${crc.toString(16).toUpperCase().padStart(4, '0')}`;
  const raw = Buffer.from(base64, 'base64');
  try {
    const whole = kind === 'Z64' ? inflateSync(raw, { maxOutputLength: MEMORY }) : raw;
    return whole.length < bytes
      ? `^GF has ${whole.length} bytes of ${bytes}`
      : Uint8Array.from(whole.subarray(0, bytes));
  } catch {
    return '^GF data does not inflate';
  }
};

/** Digits fill a row nibble by nibble; G–Y repeat the next digit 1–19 times, g–z 20–400; `,` and `!` end a row, `:` copies the one above. */
const hexDigits = (data: string, bytes: number, row: number): Uint8Array | string => {
  const nibbles = new Uint8Array(bytes * 2);
  const width = row * 2;
  let at = 0;
  let repeat = 0;
  for (const char of data) {
    if (at >= nibbles.length) break;
    const endOfRow = (Math.floor(at / width) + 1) * width;
    if (char >= 'G' && char <= 'Y') repeat += char.charCodeAt(0) - 0x46;
    else if (char >= 'g' && char <= 'z') repeat += (char.charCodeAt(0) - 0x66) * 20;
    else if (char === ',' || char === '!') {
      nibbles.fill(char === '!' ? 0xf : 0, at, endOfRow);
      at = endOfRow;
    } else if (char === ':') {
      if (at >= width) nibbles.copyWithin(at, at - width, endOfRow - width);
      at = endOfRow;
    } else {
      const digit = parseInt(char, 16);
      if (Number.isNaN(digit)) return `^GF character ${JSON.stringify(char)} is not understood`;
      const end = Math.min(nibbles.length, at + Math.max(1, repeat));
      nibbles.fill(digit, at, end);
      at = end;
      repeat = 0;
    }
  }
  return Uint8Array.from(
    { length: bytes },
    (_, i) => ((nibbles[2 * i] ?? 0) << 4) | (nibbles[2 * i + 1] ?? 0),
  );
};
