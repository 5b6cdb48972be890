import type { ScanDiscard, Scan } from '#controller/ports/scanner.ts';

const [STX, LF, CR, DEL] = [0x02, 0x0a, 0x0d, 0x7f];
const strict = (encoding: string) => new TextDecoder(encoding, { fatal: true });
const decoders = [strict('utf-8'), strict('gb18030')];

/** Strict UTF-8, else GB18030, else null: codes carry no reliable mark of their encoding. */
export const textOf = (bytes: Uint8Array): string | null => {
  for (const decoder of decoders) {
    try {
      return decoder.decode(bytes);
    } catch {
      // Not in this encoding: the next one, or none.
    }
  }
  return null;
};

/** CR and LF may stand inside a payload (a record of several lines); every other control character is a hot-key. */
const isControl = (byte: number): boolean => (byte < 0x20 && byte !== CR && byte !== LF) || byte === DEL;
const c1 = /[\u0080-\u009f]/;

const trimmed = (bytes: Uint8Array): Uint8Array => {
  let [from, to] = [0, bytes.length];
  const isBreak = (byte: number | undefined): boolean => byte === CR || byte === LF;
  while (from < to && isBreak(bytes[from])) from += 1;
  while (to > from && isBreak(bytes[to - 1])) to -= 1;
  return bytes.subarray(from, to);
};

/** AIM identifier, ISO/IEC 15424: `]`, a letter for the symbology, a modifier. */
const aimOf = (bytes: Uint8Array): string | null =>
  /^\]([A-Za-z][0-9A-Za-z])/.exec(Buffer.from(bytes.subarray(0, 3)).toString('latin1'))?.[1] ?? null;

export interface PayloadOptions {
  readonly prefix: 'none' | 'STX';
  readonly aim: boolean;
}

/** What is inside one frame, its delimiter already gone. Pure. */
export const payloadOf = (
  frame: Uint8Array,
  { prefix, aim }: PayloadOptions,
): { readonly scan: Scan } | { readonly discard: ScanDiscard } => {
  const start = prefix === 'STX' ? frame.lastIndexOf(STX) : -1;
  if (prefix === 'STX' && start < 0 && trimmed(frame).length > 0)
    return { discard: { reason: 'undecodable', bytes: frame.length } };
  const whole = trimmed(frame.subarray(start + 1));
  const mark = aim ? aimOf(whole) : null;
  const bytes = Uint8Array.from(mark === null ? whole : whole.subarray(3));
  if (bytes.length === 0) return { discard: { reason: 'empty', bytes: 0 } };
  const text = textOf(bytes);
  if (bytes.some(isControl) || (text !== null && c1.test(text)))
    return { discard: { reason: 'control-characters', bytes: bytes.length } };
  return { scan: { bytes, text, aim: mark } };
};
