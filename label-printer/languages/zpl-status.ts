import type { PrinterCondition, PrinterStatus } from '#controller/ports/printer.ts';
import type { PrinterCause } from './causes.ts';
import { result, SILENT, told } from './dialogue.ts';
import type { Dialogue } from './dialogue.ts';
import { HOST_STATUS_REQUEST } from './zpl.ts';

const STX = 0x02;
const ETX = 0x03;
/** More than three lines with room for noise; the rest of an endless reply is not kept. */
const MOST_BYTES = 1024;

/**
 * Collects the reply to `~HS`: three lines, each between STX and ETX, in chunks of any size, with whatever lies
 * between them. `feed` answers the status once the second line is whole (the third says nothing of use), else null.
 */
export class HostStatusReader {
  #bytes: number[] = [];

  feed(chunk: Uint8Array): PrinterStatus | null {
    for (const byte of chunk) this.#bytes.push(byte);
    if (this.#bytes.length > MOST_BYTES) this.#bytes = this.#bytes.slice(-MOST_BYTES);
    const lines = framed(this.#bytes);
    for (let i = 0; i + 1 < lines.length; i++) {
      const status = parseHostStatus(lines[i] ?? '', lines[i + 1] ?? '');
      if (status) return status;
    }
    return null;
  }
}

const framed = (bytes: readonly number[]): string[] => {
  const lines: string[] = [];
  let start = -1;
  bytes.forEach((byte, i) => {
    if (byte === STX) start = i + 1;
    else if (byte === ETX && start >= 0) {
      lines.push(String.fromCharCode(...bytes.slice(start, i)));
      start = -1;
    }
  });
  return lines;
};

/**
 * Meaning of the first two lines (ZPL II programming guide, `~HS`). Null when they are not such lines. Tolerant: more
 * fields than documented are ignored, leading spaces too; a printer that leaves fields out is not believed.
 */
export const parseHostStatus = (first: string, second: string): PrinterStatus | null => {
  const a = numbers(first);
  const b = numbers(second);
  if (!a || !b || a.length < 12 || b.length < 9) return null;
  const flag = (fields: readonly number[], index: number): boolean => (fields[index] ?? 0) !== 0;
  const remaining = (a[4] ?? 0) + (b[8] ?? 0);
  const answer = (condition: PrinterCondition, cause: PrinterCause | null): PrinterStatus =>
    told(condition, cause, remaining);
  if (flag(b, 2)) return answer('open', 'head-open');
  if (flag(a, 1)) return answer('no-media', 'roll-out');
  if (flag(b, 3)) return answer('no-media', 'ribbon-out');
  if (flag(a, 2)) return answer('paused', 'paused');
  if (flag(a, 9)) return answer('warning', 'memory-corrupt');
  if (flag(a, 11)) return answer('warning', 'head-hot');
  if (flag(a, 10)) return answer('warning', 'head-cold');
  if (flag(b, 7)) return answer('printing', 'label-waits');
  return answer(remaining > 0 || flag(a, 5) || flag(a, 7) ? 'printing' : 'connected', null);
};

/** Fields as numbers; null when one is not a number. */
const numbers = (line: string): number[] | null => {
  const fields = line.split(',').map((field) => field.trim());
  return fields.every((field) => /^[0-9A-Fa-f]{1,8}$/.test(field))
    ? fields.map((field) => parseInt(field, 10) || 0)
    : null;
};

/** Asks `~HS`; it is answered between two labels, in the order of the input. */
export const zplStatus = (): Dialogue<PrinterStatus> => {
  const reader = new HostStatusReader();
  return {
    opening: HOST_STATUS_REQUEST,
    feed(chunk) {
      const status = reader.feed(chunk);
      return status && result(status);
    },
    silent: () => result(SILENT),
  };
};
