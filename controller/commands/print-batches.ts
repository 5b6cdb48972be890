import { printBatch } from '../domain/print-batch.ts';
import { printJob } from '../domain/print-job.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { PrintBatchRow, PrintJobRow } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { batchWrites } from './label-jobs.ts';
import { done, refused, type Outcome } from './outcome.ts';
import type { PrintDeps } from './print-jobs.ts';

type Events = Outcome<readonly AnyStoredEvent[]>;

/**
 * Puts the labels of a document that were never printed and are not in line into one batch, by copy number. Refused:
 * `no-such`, `nothing-to-print`.
 */
export const printDocument = (
  { desk, views, entropy }: PrintDeps,
  order: { readonly document: string; readonly printer: string; readonly reason: string | null },
  by: By,
  answer?: AnswerOf,
): Events => {
  if (!views.document(order.document)) return refused('no-such', { what: 'document', id: order.document });
  const inLine = new Set(views.pendingPrintJobs().map((job) => job.subject));
  const labels = views
    .consignmentsOf(order.document)
    .filter(
      ({ docket, state, labelledAt }) => state === 'registered' && labelledAt === null && !inLine.has(docket),
    )
    .sort((a, b) => a.copy - b.copy)
    .map(({ docket }) => ({ docket, reprintOf: null }));
  if (labels.length === 0) return refused('nothing-to-print');
  return done(desk.append(batchWrites({ ...order, labels }, entropy), by, answer).events);
};

/** Stops what waits, or lets it go on; what is being printed is finished. Refused: `no-such`, `wrong-state`. */
export const holdBatch = (
  { desk, views }: PrintDeps,
  id: string,
  what: 'Pause' | 'Resume',
  by: By,
  answer?: AnswerOf,
): Events =>
  views.printBatch(id)
    ? writeAll(desk, [judge(desk, printBatch, id, { type: what })], by, answer)
    : noBatch(id);

/** Takes everything that waits out of the line, all in one append. Refused: `no-such`, `wrong-state`. */
export const cancelBatch = (deps: PrintDeps, id: string, by: By, answer?: AnswerOf): Events => {
  const { desk, views } = deps;
  const batch = views.printBatch(id);
  if (!batch) return noBatch(id);
  const waiting = waitingOf(deps, batch);
  return writeAll(
    desk,
    [
      judge(desk, printBatch, id, { type: 'Cancel', waiting: waiting.length }),
      ...waiting.map((job) => judge(desk, printJob, job.id, { type: 'Settle', settled: 'cancelled' })),
    ],
    by,
    answer,
  );
};

/** Moves everything that waits to another printer. Refused: `no-such`, `nothing-to-print`. */
export const moveBatch = (
  deps: PrintDeps,
  id: string,
  printer: string,
  by: By,
  answer?: AnswerOf,
): Events => {
  const { desk, views } = deps;
  const batch = views.printBatch(id);
  if (!batch) return noBatch(id);
  const waiting = waitingOf(deps, batch).filter((job) => job.printer !== printer);
  if (waiting.length === 0) return refused('nothing-to-print');
  const moved = waiting.map((job) => judge(desk, printJob, job.id, { type: 'Requeue', printer }));
  return writeAll(desk, moved, by, answer);
};

export interface Range {
  /** Positions in the batch, from 1, both ends included. */
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly printer: string;
}

/**
 * Prints a range of a batch once more, as a batch of its own. Refused: `no-such`; `no-such-range`; `range-in-line`
 * (with the first position that still waits, prints, or is in doubt: settle that first).
 */
export const reprintRange = (
  deps: PrintDeps,
  id: string,
  { from, to, reason, printer }: Range,
  by: By,
  answer?: AnswerOf,
): Events => {
  const { desk, views, entropy } = deps;
  const batch = views.printBatch(id);
  if (!batch) return noBatch(id);
  if (from > to || to > batch.pieces) return refused('no-such-range', { from, to, pieces: batch.pieces });
  const jobs = views.printBatchJobs(id, from, to);
  const pending = new Set(views.pendingPrintJobs().map((job) => job.id));
  const open = jobs.find((job) => pending.has(job.id));
  if (open) return refused('range-in-line', { position: open.position ?? 0, state: open.state });
  const withdrawn = (docket: string): boolean => views.consignment(docket)?.state === 'withdrawn';
  const labels = jobs
    .filter((job) => !withdrawn(job.subject))
    .map((job) => ({ docket: job.subject, reprintOf: job.id }));
  if (labels.length === 0) return refused('nothing-to-print');
  const order = {
    ...{ document: batch.document, printer, labels, reason },
    reprintOf: { batch: id, from, to },
  };
  return done(desk.append(batchWrites(order, entropy), by, answer).events);
};

const noBatch = (id: string): Events => refused('no-such', { what: 'print batch', id });
const waitingOf = ({ views }: PrintDeps, { id, pieces }: PrintBatchRow): PrintJobRow[] => {
  const pending = new Set(views.pendingPrintJobs().map((job) => job.id));
  return views
    .printBatchJobs(id, 1, pieces)
    .filter((job) => (job.state === 'queued' || job.state === 'failed') && pending.has(job.id));
};
