import type { PrinterStatus } from '#controller/ports/printer.ts';
import { ask, result, SILENT, told } from './dialogue.ts';
import type { Dialogue, Flush, Turn } from './dialogue.ts';
import { TSPL_FLUSH } from './tspl.ts';

/** `ESC ! ?`: one byte of flags. */
const READY: Uint8Array = Uint8Array.of(0x1b, 0x21, 0x3f);
/** `ESC ! S`: four status bytes between STX and ETX CR LF. */
const FULL: Uint8Array = Uint8Array.of(0x1b, 0x21, 0x53);

/** Words that both forms share: what to do is the same. */
const NEEDS = {
  open: told('open', 'head-or-cover-open'),
  jam: told('jam', 'paper-jam'),
  paper: told('no-media', 'roll-out'),
  ribbon: told('no-media', 'ribbon-out'),
  paused: told('paused', 'paused'),
  error: told('paused', 'hot-or-error'),
} as const;

/**
 * The answer to `ESC ! ?` (GP-2120T manual; TSPL programming manual): a bit each for head open, jam, paper out, ribbon
 * out, pause, printing, cover open, other error (too hot on some). Every byte is a state; the worst bit counts.
 */
export const tsplByte = (byte: number): PrinterStatus => {
  if (byte & 0x41) return NEEDS.open;
  if (byte & 0x02) return NEEDS.jam;
  if (byte & 0x04) return NEEDS.paper;
  if (byte & 0x08) return NEEDS.ribbon;
  if (byte & 0x10) return NEEDS.paused;
  if (byte & 0x80) return NEEDS.error;
  return told(byte & 0x20 ? 'printing' : 'connected');
};

/** First status byte of `ESC ! S`: what it is doing. */
const MESSAGES: Readonly<Record<number, PrinterStatus>> = {
  0x40: told('connected'),
  0x60: NEEDS.paused,
  0x42: told('printing'),
  0x43: told('printing'),
  0x45: NEEDS.error,
  0x46: told('printing'),
  0x4b: told('paused', 'waits-for-key'),
  0x4c: told('printing', 'label-waits'),
  0x50: told('printing'),
  0x57: told('printing'),
};

/**
 * The four bytes of `ESC ! S` (TTP-244 Plus programming manual, firmware 6.29 and later): message, warning, printer
 * error, media error; 40h is "nothing". Null when they are not such bytes.
 */
export const tsplFull = (bytes: readonly number[]): PrinterStatus | null => {
  const [message = 0, warning = 0, error = 0, media = 0] = bytes;
  const known = MESSAGES[message];
  if (bytes.length !== 4 || !known || [warning, error, media].some((b) => (b & 0xc0) !== 0x40)) return null;
  if (media & 0x20) return NEEDS.open;
  if (media & 0x02) return NEEDS.jam;
  if (media & 0x08) return told('jam', 'ribbon-jam');
  if (error & 0x08) return told('jam', 'cutter-jam');
  if (media & 0x01) return NEEDS.paper;
  if (media & 0x04) return NEEDS.ribbon;
  if (error & 0x03) return told('paused', 'too-hot');
  if (error & 0x10) return told('paused', 'memory-full');
  if (error & 0x04) return told('paused', 'head-faulty');
  if (known.condition !== 'connected') return known;
  if (warning & 0x01) return told('warning', 'paper-low');
  if (warning & 0x02) return told('warning', 'ribbon-low');
  return known;
};

/** Finds `STX … ETX CR LF` in bytes of any chunking; noise before it is thrown away. */
const findFull = (bytes: readonly number[]): PrinterStatus | null => {
  for (let at = 0; at + 8 <= bytes.length; at++) {
    const whole = bytes[at] === 0x02 && bytes[at + 5] === 0x03 && bytes[at + 6] === 0x0d;
    const status = whole ? tsplFull(bytes.slice(at + 1, at + 5)) : null;
    if (status) return status;
  }
  return null;
};

/**
 * Asks `ESC ! ?`, with a flush before it or after a silence. With `full`, a printer that answers is asked `ESC ! S` as
 * well, and the byte counts when that brings nothing.
 */
export const tsplStatus = (flush: Flush = 'if-silent', full = false): Dialogue<PrinterStatus> => {
  const flushing = Uint8Array.from([...TSPL_FLUSH, ...READY]);
  let flushed = flush !== 'if-silent';
  let byte: PrinterStatus | null = null;
  const bytes: number[] = [];
  return {
    opening: flush === 'first' ? flushing : READY,
    feed(chunk): Turn<PrinterStatus> | null {
      if (byte === null) {
        const first = chunk[0];
        if (first === undefined) return null;
        byte = tsplByte(first);
        return full ? ask(FULL) : result(byte);
      }
      bytes.push(...chunk.subarray(0, 64));
      bytes.splice(0, bytes.length - 64);
      const found = findFull(bytes);
      return found && result(found);
    },
    silent() {
      if (byte !== null) return result(byte);
      if (flushed) return result(SILENT);
      flushed = true;
      return ask(flushing);
    },
  };
};
