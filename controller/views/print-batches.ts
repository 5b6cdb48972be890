import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { PrintBatchRow, ReadModels } from '../ports/read-models.ts';
import { keyOf, paged } from './page.ts';

export const printBatches: Projection = {
  name: 'print-batches',
  revision: 1,
  tables: `
    CREATE TABLE view_print_batch (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      document TEXT NOT NULL,
      printer TEXT NOT NULL,
      pieces INTEGER NOT NULL,
      reprintOf TEXT,
      reason TEXT,
      by TEXT NOT NULL,
      state TEXT NOT NULL,
      queuedAt TEXT NOT NULL
    ) STRICT;`,
  prepare(db) {
    const insert = db.prepare(
      `INSERT INTO view_print_batch
         (sequence, id, document, printer, pieces, reprintOf, reason, by, state, queuedAt)
       VALUES (:sequence, :id, :document, :printer, :pieces, :reprintOf, :reason, :by, 'running', :time)`,
    );
    const update = db.prepare('UPDATE view_print_batch SET state = :state WHERE id = :id');
    const change = (stream: string, state: PrintBatchRow['state']): void => {
      update.run({ id: keyOf(stream), state });
    };
    return {
      PrintBatchQueued({ sequence, stream, time, actor, payload }) {
        const reprintOf = payload.reprintOf && JSON.stringify(payload.reprintOf);
        insert.run({ ...payload, sequence, id: keyOf(stream), time, by: actor, reprintOf });
      },
      PrintBatchPaused: ({ stream }) => change(stream, 'paused'),
      PrintBatchResumed: ({ stream }) => change(stream, 'running'),
      PrintBatchCancelled: ({ stream }) => change(stream, 'cancelled'),
    };
  },
};

type Stored = Omit<PrintBatchRow, 'reprintOf' | 'counts'> & { readonly reprintOf: string | null };
type Counts = PrintBatchRow['counts'];

const columns = 'sequence, id, document, printer, pieces, reprintOf, reason, by, state, queuedAt';

export const printBatchQueries = (db: Connection): Pick<ReadModels, 'printBatch' | 'printBatches'> => {
  const one = db.prepare<{ id: string }, Stored>(`SELECT ${columns} FROM view_print_batch WHERE id = :id`);
  const page = db.prepare<{ before: number; limit: number }, Stored>(
    `SELECT ${columns} FROM view_print_batch WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit`,
  );
  const count = db.prepare<{ id: string }, Counts>(
    `SELECT
       count(*) FILTER (WHERE pending = 1 AND state IN ('queued', 'failed')) AS waiting,
       count(*) FILTER (WHERE state = 'started') AS started,
       count(*) FILTER (WHERE state = 'printed' OR settled = 'was-printed') AS printed,
       count(*) FILTER (WHERE pending = 0 AND state = 'failed') AS refused,
       count(*) FILTER (WHERE state = 'in-doubt') AS inDoubt,
       count(*) FILTER (WHERE state = 'cancelled' AND settled <> 'was-printed') AS cancelled
     FROM view_print_job WHERE batch = :id`,
  );
  const none: Counts = { waiting: 0, started: 0, printed: 0, refused: 0, inDoubt: 0, cancelled: 0 };
  const rowOf = (stored: Stored): PrintBatchRow => ({
    ...stored,
    reprintOf:
      stored.reprintOf === null ? null : (JSON.parse(stored.reprintOf) as PrintBatchRow['reprintOf']),
    counts: count.get({ id: stored.id }) ?? none,
  });
  return {
    printBatch: (id) => {
      const stored = one.get({ id });
      return stored && rowOf(stored);
    },
    printBatches: (request) => paged(request, (range) => page.all(range).map(rowOf)),
  };
};
