import type { PrinterStatus } from '#controller/ports/printer.ts';
import { ask, result, SILENT, told } from './dialogue.ts';
import type { Dialogue, Flush, Turn } from './dialogue.ts';
import { endOfPiece, ESCPOS_FLUSH } from './escpos.ts';
import type { EscPosOptions } from './escpos.ts';

/** `DLE EOT n`, n 1 to 4: printer, cause of being off line, cause of an error, roll sensors. */
const QUESTIONS = [1, 2, 3, 4].map((n) => Uint8Array.of(0x10, 0x04, n));
/** `GS r 1`: the paper sensor, asked in turn behind everything sent before. */
const IN_TURN: Uint8Array = Uint8Array.of(0x1d, 0x72, 0x01);

/** Whether a byte can be an answer to `DLE EOT`: bits 1 and 4 set, 0 and 7 clear. */
export const isStatusByte = (byte: number): boolean => (byte & 0x93) === 0x12;
/** Whether a byte can be an answer to `GS r`: bits 4 and 7 clear. */
const isInTurn = (byte: number): boolean => (byte & 0x90) === 0;

/**
 * What the answers to `DLE EOT` 1 to 4 mean together (TM-U220, SRP-350, TG02H and TP809 manuals); an answer that did
 * not come is null and counts as healthy. Total: any bytes are exactly one state.
 */
export const escPosStatus = (answers: readonly (number | null)[]): PrinterStatus => {
  const [printer, offLine, error, paper] = [0, 1, 2, 3].map((i) => answers[i] ?? 0x12) as [
    number,
    number,
    number,
    number,
  ];
  if (offLine & 0x04) return told('open', 'cover-open');
  if (error & 0x08) return told('jam', 'mechanics-stuck');
  if (paper & 0x60 || offLine & 0x20) return told('no-media', 'roll-out');
  if (error & 0x20) return told('offline', 'fatal-error');
  if (error & 0x40) return told('warning', 'passing-error');
  if (offLine & 0x40) return told('offline', 'error');
  if (offLine & 0x08) return told('paused', 'feed-held');
  if (printer & 0x08) return told('offline', 'off-line');
  if (paper & 0x0c) return told('warning', 'paper-low');
  return told('connected');
};

/**
 * Asks the four questions one after the other: an answer carries no number, so only the order tells. Bytes that cannot
 * be status are thrown away. A printer that stops answering in the middle is judged by what it said. A flush also cuts off
 * what hangs half printed in the mouth, so that the next piece does not begin on it.
 */
export const escPosDialogue = (
  flush: Flush = 'if-silent',
  options: Pick<EscPosOptions, 'cut'> = { cut: false },
): Dialogue<PrinterStatus> => {
  const answers: number[] = [];
  const first = Uint8Array.of(0x10, 0x04, 0x01);
  const flushing = Uint8Array.from([...ESCPOS_FLUSH, ...endOfPiece(options), ...first]);
  let flushed = flush !== 'if-silent';
  const next = (): Turn<PrinterStatus> => {
    const question = QUESTIONS[answers.length];
    return question ? ask(question) : result(escPosStatus(answers));
  };
  return {
    opening: flush === 'first' ? flushing : first,
    feed(chunk) {
      // At most one answer a question: what else came with it answers nothing we asked.
      const byte = chunk.find(isStatusByte);
      if (byte === undefined) return null;
      answers.push(byte);
      return next();
    },
    silent() {
      if (answers.length > 0) return result(escPosStatus(answers));
      if (flushed) return result(SILENT);
      flushed = true;
      return ask(flushing);
    },
  };
};

/** Asks `GS r 1`: true once everything sent before it has been worked off, false when no answer comes. */
export const escPosWorkedOff = (): Dialogue<boolean> => ({
  opening: IN_TURN,
  feed: (chunk) => (chunk.some(isInTurn) ? result(true) : null),
  silent: () => result(false),
});
