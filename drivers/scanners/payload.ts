import { readAs } from './text.ts';
import type { Found } from './scanner-driver.ts';

const [STX, LF, CR, DEL] = [0x02, 0x0a, 0x0d, 0x7f];

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

/** What a code says, its AIM identifier known; line breaks at either end belong to nobody. Pure. */
export const scanOf = (data: Uint8Array, aim: string | null): Found => {
  const raw = trimmed(data);
  if (raw.length === 0) return { discard: { reason: 'empty', bytes: 0 } };
  // Before the text: noise on a line is most often refused here, and deciphering it in vain takes long.
  if (raw.some(isControl)) return { discard: { reason: 'control-characters', bytes: raw.length } };
  const { bytes, text } = readAs(Uint8Array.from(raw), aim);
  if (bytes.length === 0) return { discard: { reason: 'empty', bytes: 0 } };
  if (text !== null && c1.test(text))
    return { discard: { reason: 'control-characters', bytes: bytes.length } };
  return { scan: { bytes, text, aim } };
};

export interface PayloadOptions {
  readonly prefix: 'none' | 'STX';
  readonly aim: boolean;
}

/** What is inside one frame of a serial scanner, its delimiter already gone. Pure. */
export const payloadOf = (frame: Uint8Array, { prefix, aim }: PayloadOptions): Found => {
  const start = prefix === 'STX' ? frame.lastIndexOf(STX) : -1;
  if (prefix === 'STX' && start < 0 && trimmed(frame).length > 0)
    return { discard: { reason: 'undecodable', bytes: frame.length } };
  const whole = trimmed(frame.subarray(start + 1));
  const mark = aim ? aimOf(whole) : null;
  return scanOf(mark === null ? whole : whole.subarray(3), mark);
};
