import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ReadModels, ReceiptRow } from '../ports/read-models.ts';
import { keyOf, paged } from './page.ts';

export const receipts: Projection = {
  name: 'receipts',
  revision: 1,
  tables: `
    CREATE TABLE view_receipt (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, row TEXT NOT NULL) STRICT;`,
  prepare(db) {
    const insert = db.prepare('INSERT INTO view_receipt (sequence, id, row) VALUES (:sequence, :id, :row)');
    return {
      ReceiptIssued({ sequence, stream, time, payload }) {
        const id = keyOf(stream);
        const row: ReceiptRow = { ...payload, id, issuedAt: time, sequence };
        insert.run({ sequence, id, row: canonicalize(row) });
      },
    };
  },
};

export const receiptQueries = (db: Connection): Pick<ReadModels, 'receipt' | 'receipts'> => {
  const one = db.prepare<{ id: string }, string>('SELECT row FROM view_receipt WHERE id = :id').pluck();
  const page = db
    .prepare<{ before: number; limit: number }, string>(
      'SELECT row FROM view_receipt WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit',
    )
    .pluck();
  const read = (row: string): ReceiptRow => JSON.parse(row) as ReceiptRow;
  return {
    receipt(id) {
      const row = one.get({ id });
      return row === undefined ? undefined : read(row);
    },
    receipts: (request) => paged(request, (range) => page.all(range).map(read)),
  };
};
