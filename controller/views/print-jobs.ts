import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { PrintJobRow, ReadModels } from '../ports/read-models.ts';
import { keyOf, paged } from './page.ts';

export const printJobs: Projection = {
  name: 'print-jobs',
  revision: 3,
  tables: `
    CREATE TABLE view_print_job (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      printer TEXT NOT NULL,
      artwork TEXT NOT NULL,
      subject TEXT NOT NULL,
      reprintOf TEXT,
      by TEXT NOT NULL,
      reason TEXT,
      label TEXT,
      copies INTEGER NOT NULL,
      batch TEXT,
      position INTEGER,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      why TEXT,
      settled TEXT,
      queuedAt TEXT NOT NULL,
      changedAt TEXT NOT NULL,
      pending INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX view_print_job_pending ON view_print_job (sequence) WHERE pending = 1;
    CREATE INDEX view_print_job_line ON view_print_job (printer, batch IS NOT NULL, sequence) WHERE pending = 1;
    CREATE INDEX view_print_job_batch ON view_print_job (batch, position) WHERE batch IS NOT NULL;
    CREATE INDEX view_print_job_sheet ON view_print_job (subject) WHERE artwork = 'sheet';`,
  prepare(db) {
    const insert = db.prepare(
      `INSERT INTO view_print_job
         (sequence, id, printer, artwork, subject, reprintOf, by, reason, label, copies, batch, position,
          state, attempts, queuedAt, changedAt, pending)
       VALUES (:sequence, :id, :printer, :artwork, :subject, :reprintOf, :by, :reason, :label, :copies, :batch, :position,
          'queued', 0, :time, :time, 1)`,
    );
    const update = db.prepare(
      `UPDATE view_print_job SET state = :state, why = :why, changedAt = :time, pending = :pending,
         attempts = coalesce(:attempts, attempts) WHERE id = :id`,
    );
    const settle = db.prepare('UPDATE view_print_job SET settled = :settled WHERE id = :id');
    const requeue = db.prepare(
      `UPDATE view_print_job SET state = 'queued', why = NULL, pending = 1, printer = :printer, changedAt = :time
       WHERE id = :id`,
    );
    const change = (
      { stream, time }: { readonly stream: string; readonly time: string },
      state: PrintJobRow['state'],
      pending: boolean,
      why: string | null = null,
      attempts: number | null = null,
    ): void => {
      update.run({ id: keyOf(stream), time, state, why, attempts, pending: pending ? 1 : 0 });
    };
    return {
      PrintJobQueued({ sequence, stream, time, actor, payload }) {
        const { printer, artwork, subject, reprintOf, reason = null, sheet, batch } = payload;
        insert.run({
          ...{ sequence, id: keyOf(stream), time, by: actor, printer, artwork, subject, reprintOf, reason },
          ...{
            label: sheet?.label ?? null,
            copies: sheet?.copies ?? 1,
            batch: batch?.id ?? null,
            position: batch?.position ?? null,
          },
        });
      },
      PrintJobStarted: (event) => change(event, 'started', true, null, event.payload.attempt),
      PrintJobPrinted: (event) => change(event, 'printed', false),
      PrintJobFailed: (event) => change(event, 'failed', !event.payload.final, event.payload.why),
      PrintJobInDoubt: (event) => change(event, 'in-doubt', true, event.payload.why),
      PrintJobRequeued({ stream, time, payload: { printer } }) {
        requeue.run({ id: keyOf(stream), time, printer });
      },
      PrintJobCancelled(event) {
        change(event, 'cancelled', false);
        settle.run({ id: keyOf(event.stream), settled: event.payload.settled });
      },
    };
  },
};

const columns =
  'id, printer, artwork, subject, reprintOf, by, reason, label, copies, batch, position, state, attempts, why, queuedAt, changedAt, sequence';

type Queries = Pick<
  ReadModels,
  'printJob' | 'printJobs' | 'pendingPrintJobs' | 'nextPrintJobs' | 'printBatchJobs' | 'sheetUse'
>;

export const printJobQueries = (db: Connection): Queries => {
  const select = <Parameters extends object>(rest: string) =>
    db.prepare<Parameters, PrintJobRow>(`SELECT ${columns} FROM view_print_job ${rest}`);
  const one = select<{ id: string }>('WHERE id = :id');
  const page = select<{ before: number; limit: number }>(
    'WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit',
  );
  const pending = select<[]>('WHERE pending = 1 ORDER BY sequence');
  const next = select<{ printer: string; limit: number }>(
    `AS job WHERE pending = 1 AND printer = :printer AND state IN ('queued', 'failed')
       AND NOT EXISTS (SELECT 1 FROM view_print_batch WHERE id = job.batch AND state <> 'running')
     ORDER BY batch IS NOT NULL, sequence LIMIT :limit`,
  );
  const ofBatch = select<{ batch: string; from: number; to: number }>(
    'WHERE batch = :batch AND position BETWEEN :from AND :to ORDER BY position',
  );
  const sheetUse = db.prepare<{ digest: string }, { pending: number; changedAt: string | null }>(
    `SELECT coalesce(sum(pending), 0) AS pending, max(changedAt) AS changedAt
     FROM view_print_job WHERE artwork = 'sheet' AND subject = :digest`,
  );
  return {
    printJob: (id) => one.get({ id }),
    printJobs: (request) => paged(request, (range) => page.all(range)),
    pendingPrintJobs: () => pending.all(),
    nextPrintJobs: (printer, limit) => next.all({ printer, limit }),
    printBatchJobs: (batch, from, to) => ofBatch.all({ batch, from, to }),
    sheetUse: (digest) => sheetUse.get({ digest }) ?? { pending: 0, changedAt: null },
  };
};
