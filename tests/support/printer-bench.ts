import type { PrintedDots, PrinterBody, PrinterParts } from '#simulator/devices/printer.ts';
import { blankRaster, isBlack, setDot, type Raster } from '#simulator/wire/printing/raster.ts';
import { ManualClock } from './manual-clock.ts';

/** A simulated printer by itself, on a clock moved by hand, with what it answered and printed. */
export const printerBench = <P extends PrinterBody>(make: (parts: PrinterParts) => P) => {
  const clock = new ManualClock();
  const answers: number[] = [];
  const printed: PrintedDots[] = [];
  const printer = make({
    clock,
    send: (reply) => void answers.push(...reply),
    printed: (piece) => void printed.push(piece),
  });
  const send = (...parts: (string | readonly number[] | Uint8Array)[]): void => {
    for (const part of parts)
      printer.receive(typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part));
  };
  return {
    printer,
    clock,
    printed,
    send,
    /** What comes back for these bytes, in hexadecimal. */
    ask: (...parts: Parameters<typeof send>): string => {
      answers.length = 0;
      send(...parts);
      return Buffer.from(answers).toString('hex');
    },
    answers,
  };
};

/** A raster from rows of `#` and `.`. */
export const drawing = (...rows: string[]): Raster => {
  const raster = blankRaster(rows[0]?.length ?? 0, rows.length);
  rows.forEach((row, y) => [...row].forEach((dot, x) => setDot(raster, x, y, dot === '#')));
  return raster;
};

/** The top left corner of a raster as rows of `#` and `.`. */
export const corner = (raster: Raster | undefined, width: number, height: number): string[] =>
  Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (raster && isBlack(raster, x, y) ? '#' : '.')).join(''),
  );

export const joined = (...parts: (string | Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
    ),
  );

/** The same bytes in pieces of these sizes, over and over. */
export const inPieces = (bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
  const pieces = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
};
