import { isUtf8 } from 'node:buffer';
import { concat } from '../framing/bytes.ts';

const strict = (encoding: string) => new TextDecoder(encoding, { fatal: true });
const utf8 = strict('utf-8');
const gb18030 = strict('gb18030');

const decoded = (decoder: TextDecoder, bytes: Uint8Array): string | null => {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
};

/** Strict UTF-8, else GB18030, else null: codes carry no reliable mark of their encoding. */
export const textOf = (bytes: Uint8Array): string | null =>
  isUtf8(bytes) ? utf8.decode(bytes) : decoded(gb18030, bytes);

/** AIM identifiers (ISO/IEC 15424) of symbols read under the extended channel interpretation protocol. */
const extended = /^(Q[246]|d[456]|L1|h1)$/;
/** Numbers of the AIM ECI registry; GB18030 holds GB2312 and GBK. */
const encodings: Readonly<Record<number, TextDecoder>> = { 26: utf8, 29: gb18030, 31: gb18030, 32: gb18030 };
const backslash = 0x5c;

interface Segment {
  readonly eci: number | null;
  readonly bytes: number[];
}
/** The payload in pieces of one encoding each; null when the scanner has taken the escapes out itself. */
const segmentsOf = (bytes: Uint8Array): readonly Segment[] | null => {
  let segment: Segment = { eci: null, bytes: [] };
  const segments = [segment];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte !== backslash) segment.bytes.push(byte);
    else if (bytes[at + 1] === backslash) {
      segment.bytes.push(backslash);
      at += 1;
    } else {
      const digits = Buffer.from(bytes.subarray(at + 1, at + 7)).toString('latin1');
      if (!/^\d{6}$/.test(digits)) return null;
      segments.push((segment = { eci: Number(digits), bytes: [] }));
      at += 6;
    }
  }
  return segments.length > 1 ? segments : null;
};

/**
 * Payload and text of a code, the escapes of extended channels taken out where its AIM identifier announces them
 * (docs/protocols/scanner-serial.md). The text is null in no encoding we know.
 */
export const readAs = (
  bytes: Uint8Array,
  aim: string | null,
): { readonly bytes: Uint8Array; readonly text: string | null } => {
  const segments = aim !== null && extended.test(aim) ? segmentsOf(bytes) : null;
  if (!segments) return { bytes, text: textOf(bytes) };
  const plain = segments.map((segment) => Uint8Array.from(segment.bytes));
  const parts = segments.map(({ eci }, at) => {
    const decoder = eci === null ? undefined : encodings[eci];
    const part = plain[at] ?? new Uint8Array(0);
    return decoder ? decoded(decoder, part) : eci === null && part.length === 0 ? '' : null;
  });
  const whole = concat(...plain);
  return { bytes: whole, text: parts.every((part) => part !== null) ? parts.join('') : textOf(whole) };
};
