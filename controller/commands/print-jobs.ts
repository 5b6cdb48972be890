import { consignment } from '../domain/consignment.ts';
import type { PayloadOf } from '../domain/events.ts';
import { printJob } from '../domain/print-job.ts';
import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { PrintJobRow, ReadModels } from '../ports/read-models.ts';
import type { SheetStore } from '../ports/sheet-store.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { done, refused, type Outcome } from './outcome.ts';

export interface PrintDeps {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly entropy: Entropy;
}
type Events = Outcome<readonly AnyStoredEvent[]>;
type Queued = PayloadOf<'PrintJobQueued'>;

/**
 * Puts one label per docket in line, in one append. A label that was printed, or waits in line, is never queued again
 * here: that takes `reprint`. Refused: `no-such`, `wrong-state`, `label-known` (with the job, when it is in line).
 */
export const printLabels = (
  deps: PrintDeps,
  { dockets, printer }: { readonly dockets: readonly string[]; readonly printer: string },
  by: By,
  answer?: AnswerOf,
): Events => {
  const inLine = new Map(
    deps.views
      .pendingPrintJobs()
      .filter((job) => job.artwork === 'label')
      .map((job) => [job.subject, job.id]),
  );
  const distinct = [...new Set(dockets)];
  for (const docket of distinct) {
    const piece = deps.views.consignment(docket);
    if (!piece) return refused('no-such', { what: 'consignment', id: docket });
    if (piece.state === 'withdrawn')
      return refused('wrong-state', { state: piece.state, needed: 'registered' });
    if (piece.labelledAt !== null || inLine.has(docket))
      return refused('label-known', { docket, job: inLine.get(docket) ?? '' });
  }
  const jobs = distinct.map((subject) => ({ printer, artwork: 'label' as const, subject, reprintOf: null }));
  return done(queue(deps, jobs, by, answer));
};

/**
 * The same thing once more, because a person asked. Refused: `no-such`, `wrong-state` (still in line or in doubt),
 * `sheet-gone`.
 */
export const reprint = (
  deps: PrintDeps & { readonly sheets: Pick<SheetStore, 'get' | 'put'> },
  id: string,
  by: By,
  answer?: AnswerOf,
  reason: string | null = null,
): Events => {
  const { job } = deps.desk.state(printJob, id).state;
  const row = deps.views.printJob(id);
  if (!job || !row) return refused('no-such', { what: 'print job', id });
  if (row.state === 'queued' || row.state === 'started' || row.state === 'in-doubt')
    return refused('wrong-state', { state: row.state, needed: 'printed, failed, cancelled' });
  if (row.state === 'failed' && deps.views.pendingPrintJobs().some((pending) => pending.id === id))
    return refused('wrong-state', { state: 'queued', needed: 'printed, failed, cancelled' });
  if (job.artwork === 'sheet') {
    const pdf = deps.sheets.get(job.subject);
    if (!pdf) return refused('sheet-gone');
    // Kept from now on for as long as a new one.
    deps.sheets.put(pdf);
  }
  // Its place in a batch and the reason of the first time stay with that.
  const { batch: _, reason: __, ...same } = job;
  return done(queue(deps, [{ ...same, reprintOf: id, ...(reason === null ? {} : { reason }) }], by, answer));
};

/**
 * Puts a job that certainly did not print in line again: at `printer`, or where it was. Refused: `no-such`,
 * `wrong-state`.
 */
export const requeue = (
  { desk, views }: PrintDeps,
  id: string,
  printer: string | null,
  by: By,
  answer?: AnswerOf,
): Events => {
  const row = views.printJob(id);
  if (!row) return refused('no-such', { what: 'print job', id });
  const judged = judge(desk, printJob, id, { type: 'Requeue', printer: printer ?? row.printer });
  if (!judged.ok)
    return refused('wrong-state', { state: row.state, needed: printer ? 'queued, failed' : 'failed' });
  return writeAll(desk, [judged], by, answer);
};

/** A receipt as a slip; one that was printed before is marked as a repetition. Refused: `no-such`. */
export const printReceipt = (
  deps: PrintDeps,
  { receipt, printer }: { readonly receipt: string; readonly printer: string },
  by: By,
  answer?: AnswerOf,
): Events => {
  if (!deps.views.receipt(receipt)) return refused('no-such', { what: 'receipt', id: receipt });
  const before = latestJobFor(deps.views, receipt);
  if (before && (before.state === 'queued' || before.state === 'started'))
    return refused('wrong-state', { state: before.state, needed: 'printed, failed, cancelled' });
  const job: Queued = { printer, artwork: 'receipt', subject: receipt, reprintOf: before?.id ?? null };
  return done(queue(deps, [job], by, answer));
};

/**
 * A test print for a printer. Refused: `wrong-state` while one waits in its line: pressing again must not make a pile.
 */
export const printTest = (deps: PrintDeps, printer: string, by: By, answer?: AnswerOf): Events => {
  const waiting = deps.views
    .pendingPrintJobs()
    .find((job) => job.artwork === 'test' && job.printer === printer && job.state !== 'in-doubt');
  if (waiting) return refused('wrong-state', { state: waiting.state, needed: 'printed, failed, cancelled' });
  return done(queue(deps, [{ printer, artwork: 'test', subject: printer, reprintOf: null }], by, answer));
};

/**
 * Takes a job out of the line (`cancelled`), or declares a doubtful one settled; a label declared printed counts as
 * printed. Refused: `no-such`, `wrong-state`.
 */
export const settlePrintJob = (
  { desk, views }: PrintDeps,
  id: string,
  settled: PayloadOf<'PrintJobCancelled'>['settled'],
  by: By,
  answer?: AnswerOf,
): Events => {
  const job = views.printJob(id);
  if (!job) return refused('no-such', { what: 'print job', id });
  const judged = judge(desk, printJob, id, { type: 'Settle', settled });
  if (!judged.ok) {
    const needed = settled === 'cancelled' ? 'queued, failed, in-doubt' : 'in-doubt';
    return refused('wrong-state', { state: job.state, needed });
  }
  const labelled = settled === 'was-printed' && job.artwork === 'label';
  const piece = labelled ? [judge(desk, consignment, job.subject, { type: 'Label', job: id })] : [];
  return writeAll(desk, [judged, ...piece], by, answer);
};

const queue = (
  { desk, entropy }: PrintDeps,
  jobs: readonly Queued[],
  by: By,
  answer?: AnswerOf,
): readonly AnyStoredEvent[] =>
  desk.append(
    jobs.map((payload) => ({
      stream: `print-job:${entropy.id()}` as const,
      events: [{ type: 'PrintJobQueued' as const, payload }],
    })),
    by,
    answer,
  ).events;

/** Newest job for a subject among the last thousand. */
const latestJobFor = (views: ReadModels, subject: string): PrintJobRow | undefined => {
  let before: number | undefined;
  for (let page = 0; page < 5; page++) {
    const { rows, next } = views.printJobs({ before, limit: 200 });
    const found = rows.find((job) => job.subject === subject);
    if (found || next === null) return found;
    before = next;
  }
  return undefined;
};
