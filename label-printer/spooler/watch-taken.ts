import type { PrinterStatus } from '#controller/ports/printer.ts';
import { isNeedy } from '../printers/needy.ts';
import { SPOOLER_DELAYS, delayAt } from './delays.ts';
import type { SpoolerCommand } from './job-record.ts';

export interface Watch {
  look(): Promise<PrinterStatus>;
  nap(ms: number): Promise<void>;
  now(): number;
  stopped(): boolean;
}

/**
 * Watches a printer that took all bytes until it has worked them off. Out of paper it keeps the label and prints it
 * later, so that is waited for, however long; a printer that cannot be reached any more, or falls silent for good, may
 * have forgotten it. Null when stopped before it is known.
 */
export const watchTaken = async (watch: Watch): Promise<SpoolerCommand | null> => {
  let lost = 0;
  let silentSince: number | null = null;
  for (let n = 0; !watch.stopped(); n++) {
    const status = await watch.look();
    if (isDone(status)) return { type: 'Print', evidence: status.answered ? 'status' : 'bytes-taken' };
    const detail = status.detail ?? status.condition;
    lost = status.condition === 'offline' ? lost + 1 : 0;
    if (lost >= SPOOLER_DELAYS.lostLooks)
      return { type: 'Doubt', why: `taken, then out of reach: ${detail}` };
    silentSince = status.answered ? null : (silentSince ?? watch.now());
    if (silentSince !== null && watch.now() - silentSince >= SPOOLER_DELAYS.silence)
      return { type: 'Doubt', why: `taken, then: ${detail}` };
    if (!watch.stopped()) await watch.nap(delayAt(SPOOLER_DELAYS.settle, n));
  }
  return null;
};

const isDone = (status: PrinterStatus): boolean =>
  !isNeedy(status) &&
  (status.remaining === 0 || (status.remaining === null && status.condition === 'connected'));
