import { systemEntropy } from '#controller/adapters/system-entropy.ts';
import type { PrintDeps } from '#controller/commands/print-jobs.ts';
import type { EventType } from '#controller/domain/events.ts';
import { createDesk } from '#controller/ledger/desk.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import type { OpenLedger } from '#controller/ledger/open-ledger.ts';
import type { Desk } from '#controller/ports/desk.ts';
import type { ReadModels } from '#controller/ports/read-models.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { Spooler } from '#label-printer/spooler.ts';
import type { JobArtwork } from '#label-printer/spooler/printer-queue.ts';
import type { Printer } from '#controller/ports/printer.ts';
import type { SheetStore } from '#controller/ports/sheet-store.ts';
import { memorySheets } from '#tests/support/memory-sheets.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const by = { actor: 'R1', station: null, cause: 'test' };

/** A ledger with a registered document and its pieces, and spoolers over it that can be started again and again. */
export class SpoolerBench {
  readonly clock = new ManualClock();
  readonly ledger: OpenLedger;
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly sheets: SheetStore;

  constructor() {
    this.ledger = createMemoryLedger({ site: 'test', projections });
    this.desk = createDesk(this.ledger, this.clock);
    this.views = createReadModels(this.ledger.db);
    this.sheets = memorySheets(this.clock);
  }

  register(...dockets: string[]): void {
    this.desk.append(
      [
        {
          stream: 'document:d1',
          events: [
            {
              type: 'DocumentRegistered',
              payload: {
                number: '某政办发〔2026〕12号',
                title: '通知',
                issuers: ['某市人民政府办公室'],
                kind: '通知',
                urgency: 'none',
                pages: null,
                writtenOn: null,
                barcode: null,
                oaId: null,
                way: 'form',
                oddities: [],
              },
            },
          ],
        },
        ...dockets.map((docket, i) => ({
          stream: `consignment:${docket}` as const,
          events: [
            {
              type: 'ConsignmentRegistered' as const,
              payload: { document: 'd1', department: 'bgs', copy: i + 1, copies: dockets.length },
            },
          ],
        })),
      ],
      by,
    );
  }

  queue(id: string, docket: string, printer = 'desk'): void {
    const payload = { printer, artwork: 'label' as const, subject: docket, reprintOf: null };
    this.desk.append([{ stream: `print-job:${id}`, events: [{ type: 'PrintJobQueued', payload }] }], by);
  }

  spooler(
    printers: Record<string, Printer>,
    {
      artwork = subjectAsArtwork,
      desk = this.desk,
      next = (printer, limit) => this.views.nextPrintJobs(printer, limit),
    }: { artwork?: JobArtwork; desk?: Desk; next?: ReadModels['nextPrintJobs'] } = {},
  ): Spooler {
    return new Spooler({
      printers: new Map(Object.entries(printers)),
      desk,
      ledger: this.ledger,
      readModels: { ...this.views, nextPrintJobs: next },
      clock: this.clock,
      artwork,
    });
  }

  /** What the office's commands need. */
  get office(): PrintDeps & { readonly sheets: SheetStore } {
    return { desk: this.desk, views: this.views, entropy: systemEntropy, sheets: this.sheets };
  }
  /** The newest job: what a command has just queued. */
  newest(): string {
    return this.views.printJobs({ limit: 1 }).rows[0]?.id ?? 'none';
  }

  /** Lets time pass in steps, so that long chains of promises keep up with it. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1000) await this.clock.advance(Math.min(1000, left));
  }

  /** Types of the events of a job, in order. */
  history(id: string): EventType[] {
    return this.ledger.stream(`print-job:${id}`).map((event) => event.type);
  }
  state(id: string): string {
    return this.views.printJob(id)?.state ?? 'absent';
  }
}

/** Prints the docket code as it is: what is drawn is not these tests' concern. */
export const subjectAsArtwork: JobArtwork = (job) =>
  Promise.resolve({ ok: true, bytes: new Uint8Array(Buffer.from(`${job.subject} ${job.id}`)) });
