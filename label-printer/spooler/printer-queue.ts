import { createHash } from 'node:crypto';
import type { Clock } from '#controller/ports/clock.ts';
import type { Desk } from '#controller/ports/desk.ts';
import type { Printer, PrinterStatus } from '#controller/ports/printer.ts';
import type { PrintJobRow, ReadModels } from '#controller/ports/read-models.ts';
import { isNeedy } from '../printers/needy.ts';
import { Ahead, MOST_AHEAD } from './ahead.ts';
import { SPOOLER_DELAYS, delayAt } from './delays.ts';
import { recordJob } from './job-record.ts';
import type { SpoolerCommand } from './job-record.ts';
import { Nap } from './nap.ts';
import { watchTaken } from './watch-taken.ts';

/** Verified bytes of a job, or why it can never be printed. A rejection is taken as passing: it is tried again. */
export type JobArtwork = (
  job: PrintJobRow,
) => Promise<
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly why: string }
>;

export interface QueueParts {
  readonly printer: Printer;
  readonly desk: Desk;
  readonly readModels: Pick<ReadModels, 'nextPrintJobs'>;
  readonly clock: Clock;
  readonly artwork: JobArtwork;
}

/** One printer and its line of jobs, worked off one at a time. */
export class PrinterQueue {
  readonly id: string;
  readonly #parts: QueueParts;
  readonly #nap: Nap;
  readonly #ahead: Ahead;
  #status: PrinterStatus | null = null;
  #current: string | null = null;
  #problem: string | null = null;
  #misses = 0;
  #stopped = false;
  /** Started in an earlier life, and to be found in the printer's books. */
  readonly #unfinished: string[] = [];

  constructor(id: string, parts: QueueParts) {
    this.id = id;
    this.#parts = parts;
    this.#nap = new Nap(parts.clock);
    this.#ahead = new Ahead(parts.artwork);
  }

  /** Last known state of the printer; null before the first look. */
  get status(): PrinterStatus | null {
    return this.#status;
  }
  /** The job being printed. */
  get current(): string | null {
    return this.#current;
  }
  /** Why the line stands still, for people; null when it does not. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Takes on a job that an earlier life started; false when only a person can tell what became of it. */
  takeUp(job: string): boolean {
    if (this.#parts.printer.fate) this.#unfinished.push(job);
    return this.#parts.printer.fate !== undefined;
  }

  wake(): void {
    this.#nap.end();
  }

  stop(): void {
    this.#stopped = true;
    this.#nap.end();
  }

  /** Works until stopped; never rejects. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        const [unfinished] = this.#unfinished;
        const job = this.#next();
        if (unfinished !== undefined) await this.#settle(unfinished);
        else if (job) await this.#print(job);
        else await this.#idle();
      } catch (error) {
        // The ledger or the artwork's source is unavailable: nothing was sent, the job stays where it is.
        await this.#standStill(error instanceof Error ? error.message : String(error));
      }
      this.#current = null;
    }
  }

  #next(): PrintJobRow | undefined {
    return this.#parts.readModels.nextPrintJobs(this.id, 1)[0];
  }

  async #idle(): Promise<void> {
    await this.#look();
    if (!this.#stopped && !this.#next()) await this.#nap.for(SPOOLER_DELAYS.idle);
  }

  async #look(): Promise<PrinterStatus> {
    this.#status = await this.#parts.printer.status();
    this.#problem = isNeedy(this.#status) ? (this.#status.detail ?? this.#status.condition) : null;
    return this.#status;
  }

  async #print(job: PrintJobRow): Promise<void> {
    const artwork = await this.#ahead.take(job);
    if (!artwork.ok) return this.#recordOrPause(job.id, { type: 'Fail', why: artwork.why, final: true });
    const status = await this.#look();
    if (this.#stopped) return;
    if (isNeedy(status)) return this.#standStill(this.#problem);
    // Paused, moved, cancelled, or behind something more urgent in the meantime: looked at anew.
    if (this.#next()?.id !== job.id) return;
    const digest = createHash('sha256').update(artwork.bytes).digest('hex');
    // Durable before the first byte: after a crash the job is in doubt, and is never sent again unasked.
    const started = this.#record(job.id, { type: 'Start', bytes: artwork.bytes.length, digest });
    if (!started) return this.#pauseIfStillFirst(job.id);
    this.#current = job.id;
    const sent = this.#send(job, artwork.bytes);
    const prepared = this.#ahead.prepare(this.#parts.readModels.nextPrintJobs(this.id, MOST_AHEAD));
    const command = await sent;
    await prepared;
    if (command === null) return;
    await this.#recordSurely(job.id, command);
    if (command.type === 'Fail' && !command.final) await this.#standStill(command.why);
    else this.#misses = 0;
  }

  async #recordOrPause(id: string, command: SpoolerCommand): Promise<void> {
    if (!this.#record(id, command)) await this.#pauseIfStillFirst(id);
  }

  /** A refused command normally means that the job was cancelled; a job still in line must not make us spin. */
  async #pauseIfStillFirst(id: string): Promise<void> {
    if (this.#next()?.id === id) await this.#standStill('the job cannot be printed in its present state');
  }

  /** Asks the printer's books what became of a job that an earlier life started. */
  async #settle(job: string): Promise<void> {
    this.#current = job;
    const command = await this.#watch(job, 'the controller stopped while it was printing');
    if (command === null) return;
    await this.#recordSurely(job, command);
    this.#unfinished.shift();
  }

  /** Sends and waits until it is known what became of it; null when stopped before that. */
  async #send({ id, copies }: PrintJobRow, bytes: Uint8Array): Promise<SpoolerCommand | null> {
    const { printer } = this.#parts;
    const outcome = await printer.send(bytes, id, copies);
    if (outcome.kind === 'not-sent') return { type: 'Fail', why: outcome.why, final: outcome.final ?? false };
    if (outcome.kind === 'in-doubt' && !printer.fate) return { type: 'Doubt', why: outcome.why };
    return this.#watch(id, outcome.kind === 'in-doubt' ? outcome.why : null);
  }

  #watch(job: string, doubt: string | null): Promise<SpoolerCommand | null> {
    const { printer, clock } = this.#parts;
    return watchTaken({
      look: () => this.#look(),
      ...(printer.fate ? { fate: printer.fate.bind(printer, job) } : {}),
      doubt,
      nap: (ms) => this.#nap.for(ms),
      now: () => clock.now(),
      stopped: () => this.#stopped,
    });
  }

  /** False when the job is no longer in the state for it: cancelled in the meantime. */
  #record(id: string, command: SpoolerCommand): boolean {
    return recordJob(this.#parts.desk, id, command);
  }

  /** What has happened to paper must be recorded: tries until it is, or until the ledger shows it is not wanted. */
  async #recordSurely(id: string, command: SpoolerCommand): Promise<void> {
    for (;;) {
      try {
        this.#record(id, command);
        return;
      } catch (error) {
        if (this.#stopped) return;
        await this.#standStill(error instanceof Error ? error.message : String(error));
      }
    }
  }

  async #standStill(why: string | null): Promise<void> {
    this.#problem = why;
    this.#ahead.clear();
    if (!this.#stopped) await this.#nap.for(delayAt(SPOOLER_DELAYS.backOff, this.#misses++));
  }
}
