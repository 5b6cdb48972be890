import type { JobFate, PrinterStatus } from '#controller/ports/printer.ts';
import { isNeedy } from '../printers/needy.ts';
import { SPOOLER_DELAYS, delayAt } from './delays.ts';
import type { SpoolerCommand } from './job-record.ts';

export interface Watch {
  look(): Promise<PrinterStatus>;
  /** What the printer's books say of the job; absent where it keeps none. */
  readonly fate?: () => Promise<JobFate>;
  /** Why it is not even known whether the printer took the job; null when it did. */
  readonly doubt: string | null;
  nap(ms: number): Promise<void>;
  now(): number;
  stopped(): boolean;
}

/**
 * Watches a job whose bytes have left until it is known what became of it. A printer that is out of paper keeps the
 * label and prints it later, so that is waited for, however long; a printer that cannot be reached any more, or falls
 * silent for good, may have forgotten it. Where the printer keeps books, they decide, and they settle a doubt. Null
 * when stopped before it is known.
 */
export const watchTaken = async (watch: Watch): Promise<SpoolerCommand | null> => {
  let lost = 0;
  let missing = 0;
  let silentSince: number | null = null;
  for (let n = 0; !watch.stopped(); n++) {
    const fate = (await watch.fate?.()) ?? 'unknown';
    const status = await watch.look();
    if (fate === 'printed') return { type: 'Print', evidence: 'status' };
    if (fate === 'given-up')
      return { type: 'Doubt', why: 'the printer gave the job up, or somebody there did' };
    if (fate === 'unknown' && watch.doubt === null && isDone(status))
      return { type: 'Print', evidence: status.answered ? 'status' : 'bytes-taken' };
    const detail = status.detail ?? status.condition;
    const why = watch.doubt ?? `taken, then: ${detail}`;
    missing = fate === 'unknown' && watch.doubt !== null && status.answered ? missing + 1 : 0;
    lost = status.condition === 'offline' && !status.answered ? lost + 1 : 0;
    if (lost >= SPOOLER_DELAYS.lostLooks || missing >= SPOOLER_DELAYS.lostLooks)
      return { type: 'Doubt', why };
    silentSince = status.answered ? null : (silentSince ?? watch.now());
    if (silentSince !== null && watch.now() - silentSince >= SPOOLER_DELAYS.silence)
      return { type: 'Doubt', why };
    if (!watch.stopped()) await watch.nap(delayAt(SPOOLER_DELAYS.settle, n));
  }
  return null;
};

const isDone = (status: PrinterStatus): boolean =>
  !isNeedy(status) &&
  (status.remaining === 0 || (status.remaining === null && status.condition === 'connected'));
