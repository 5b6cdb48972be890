import type { Clock } from '#controller/ports/clock.ts';
import type { Desk } from '#controller/ports/desk.ts';
import type { AnyStoredEvent, Ledger } from '#controller/ports/ledger.ts';
import type { Printer, PrinterStatus } from '#controller/ports/printer.ts';
import type { ReadModels } from '#controller/ports/read-models.ts';
import { recordJob } from './spooler/job-record.ts';
import { PrinterQueue } from './spooler/printer-queue.ts';
import type { JobArtwork } from './spooler/printer-queue.ts';

export interface SpoolerParts {
  /** By device id. */
  readonly printers: ReadonlyMap<string, Printer>;
  readonly desk: Desk;
  readonly ledger: Pick<Ledger, 'onAppended'>;
  readonly readModels: Pick<ReadModels, 'pendingPrintJobs' | 'nextPrintJobs'>;
  readonly clock: Clock;
  readonly artwork: JobArtwork;
}
/** A printer as pages show it. */
export interface PrinterView {
  readonly id: string;
  /** Null before the first look. */
  readonly status: PrinterStatus | null;
  /** The job being printed. */
  readonly current: string | null;
  /** Jobs in line, the one being printed included. */
  readonly waiting: number;
  /** Why the line stands still; null when it does not. */
  readonly problem: string | null;
}

/**
 * Works off the print jobs in the ledger, one line a printer. A job is sent at most once: `PrintJobStarted` is durable
 * before the first byte, and whatever was started and not ended when the process died is in doubt until a person says
 * what came out.
 */
export class Spooler {
  readonly #parts: SpoolerParts;
  readonly #queues: readonly PrinterQueue[];
  #running: Promise<unknown> = Promise.resolve();
  #unsubscribe: () => void = () => undefined;

  constructor(parts: SpoolerParts) {
    this.#parts = parts;
    this.#queues = [...parts.printers].map(([id, printer]) => new PrinterQueue(id, { ...parts, printer }));
  }

  /**
   * Puts what an earlier run left unfinished in doubt, unless the printer keeps books to look it up in; then begins.
   * Throws LedgerUnavailable.
   */
  start(): void {
    for (const job of this.#parts.readModels.pendingPrintJobs())
      if (job.state === 'started' && !this.#queueOf(job.printer)?.takeUp(job.id))
        recordJob(this.#parts.desk, job.id, {
          type: 'Doubt',
          why: 'the controller stopped while it was printing',
        });
    this.#unsubscribe = this.#parts.ledger.onAppended((events) => this.#wakeFor(events));
    this.#running = Promise.all(this.#queues.map((queue) => queue.run()));
  }

  /** Finishes the question or the bytes under way, then rests. Ends every timer. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    for (const queue of this.#queues) queue.stop();
    await this.#running;
  }

  printers(): PrinterView[] {
    const jobs = this.#parts.readModels.pendingPrintJobs().filter((job) => job.state !== 'in-doubt');
    return this.#queues.map(({ id, status, current, problem }) => ({
      id,
      status,
      current,
      problem,
      waiting: jobs.filter((job) => job.printer === id).length,
    }));
  }

  /** Looks at every printer now rather than at the next turn. */
  wake(): void {
    for (const queue of this.#queues) queue.wake();
  }

  #queueOf(printer: string): PrinterQueue | undefined {
    return this.#queues.find((queue) => queue.id === printer);
  }

  #wakeFor(events: readonly AnyStoredEvent[]): void {
    for (const event of events)
      if (event.type === 'PrintJobQueued' || event.type === 'PrintJobRequeued')
        this.#queueOf(event.payload.printer)?.wake();
      else if (event.type === 'PrintBatchResumed') this.wake();
  }
}
