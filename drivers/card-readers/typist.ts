import type { Cancel, Clock } from '#controller/ports/clock.ts';
import type { Link } from '../link.ts';
import { reportStream } from '../framing/report-stream.ts';

/** Boot-keyboard report: modifiers, 00, up to six keys that are down (HID 1.11, appendix B). */
const reportLength = 8;
const shifts = 0x22;
const [enter, padEnter, comma] = [0x28, 0x58, 0x36];
/** A number whose next key has not come by then was cut off, ms; readers type a key every 8 to 20 ms. */
export const typingMs = 500;
/** Longest number taken for one, characters. */
export const mostTyped = 20;

const characters: ReadonlyMap<number, string> = new Map([
  ...[...'1234567890'].flatMap((digit, at): [number, string][] => [
    [0x1e + at, digit],
    [0x59 + at, digit],
  ]),
  ...[...'ABCDEF'].map((letter, at): [number, string] => [0x04 + at, letter]),
  [comma, ','],
]);

/** Whether bytes of a stream can begin a report: only Shift, and keys without holes between them. */
const fitsReport = (bytes: Uint8Array, at: number, end: number): boolean => {
  if (((bytes[at] ?? 0) & ~shifts) !== 0 || (at + 1 < end && bytes[at + 1] !== 0)) return false;
  for (let key = at + 2; key < end; key += 1) {
    const byte = bytes[key] ?? 0;
    if (byte !== 0 && (byte < 0x04 || byte > 0x65)) return false;
    if (byte !== 0 && key > at + 2 && bytes[key - 1] === 0) return false;
  }
  return true;
};

export interface TypistSink {
  /** Something was typed and ended with Enter. */
  readonly onTyped: (text: string) => void;
  /** Something was typed that is no number: other keys, too long, or never ended. */
  readonly onSpoilt: () => void;
  /** Bytes that are no keyboard report. */
  readonly onSkipped: (bytes: number) => void;
}

/** Reads what a keyboard types; on `hid:` every chunk is one report. The returned function ends it. */
export const listenTyped = (
  link: Link,
  { onTyped, onSpoilt, onSkipped }: TypistSink,
  clock: Clock,
): (() => void) => {
  let down: readonly number[] = [];
  let text = '';
  let spoilt = false;
  let cancel: Cancel = () => undefined;
  const restart = (): void => {
    cancel();
    [text, spoilt] = ['', false];
  };
  const cutOff = (): void => {
    restart();
    onSpoilt();
  };
  /** What is begun must go on; a spoilt number lasts until its Enter, or until it stops. */
  const wait = (): void => {
    cancel();
    if (text !== '' || spoilt) cancel = clock.after(typingMs, cutOff);
  };
  const pressed = (key: number): void => {
    if (key === enter || key === padEnter) {
      const [typed, bad] = [text, spoilt];
      restart();
      return bad || typed === '' ? onSpoilt() : onTyped(typed);
    }
    const character = characters.get(key);
    if (character === undefined || text.length >= mostTyped) spoilt = true;
    else text += character;
  };
  const skipped = (bytes: number): void => {
    spoilt = true;
    wait();
    onSkipped(bytes);
  };
  const received = (report: Uint8Array): void => {
    if (report.length !== reportLength) return skipped(report.length);
    const keys = [...report.subarray(2)].filter((key) => key !== 0);
    const fresh = keys.filter((key) => !down.includes(key));
    const modified = ((report[0] ?? 0) & ~shifts) !== 0;
    down = keys;
    if (fresh.length === 0 && !modified) return;
    if (modified) spoilt = true;
    fresh.forEach(pressed);
    wait();
  };
  const stream = reportStream(reportLength, fitsReport, { onReport: received, onSkipped: skipped });
  const off = link.onBytes(link.name.startsWith('hid:') ? received : stream.feed);
  return () => {
    off();
    restart();
    stream.dispose();
  };
};
