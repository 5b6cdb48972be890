import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { CheckpointRow, ReadModels } from '../ports/read-models.ts';
import { paged } from './page.ts';

/** Every checkpoint that was handed out. */
export const checkpoints: Projection = {
  name: 'checkpoints',
  revision: 1,
  tables: 'CREATE TABLE view_checkpoint (sequence INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;',
  prepare(db) {
    const insert = db.prepare('INSERT INTO view_checkpoint (sequence, row) VALUES (:sequence, :row)');
    return {
      CheckpointIssued({ sequence, time, actor, payload }) {
        const row: CheckpointRow = { ...payload, sequence, issuedAt: time, issuedBy: actor };
        insert.run({ sequence, row: canonicalize(row) });
      },
    };
  },
};

export const checkpointQueries = (db: Connection): Pick<ReadModels, 'checkpoints'> => {
  const page = db
    .prepare<{ before: number; limit: number }, string>(
      'SELECT row FROM view_checkpoint WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit',
    )
    .pluck();
  return {
    checkpoints: (request) =>
      paged(request, (range) => page.all(range).map((row) => JSON.parse(row) as CheckpointRow)),
  };
};
