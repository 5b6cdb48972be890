import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { DocumentRow, ReadModels } from '../ports/read-models.ts';
import { keyOf, paged } from './page.ts';

const read = (row: string): DocumentRow => JSON.parse(row) as DocumentRow;

export const documents: Projection = {
  name: 'documents',
  revision: 2,
  tables: `
    CREATE TABLE view_document (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      number TEXT NOT NULL,
      barcode TEXT,
      oaId TEXT,
      row TEXT NOT NULL
    ) STRICT;
    CREATE INDEX view_document_number ON view_document (number);
    CREATE INDEX view_document_barcode ON view_document (barcode) WHERE barcode IS NOT NULL;
    CREATE INDEX view_document_oa ON view_document (oaId, sequence) WHERE oaId IS NOT NULL;`,
  prepare(db) {
    const insert = db.prepare(
      `INSERT INTO view_document (sequence, id, number, barcode, oaId, row)
       VALUES (:sequence, :id, :number, :barcode, :oaId, :row)`,
    );
    const kept = db.prepare<{ id: string }, string>('SELECT row FROM view_document WHERE id = :id').pluck();
    const amend = db.prepare(
      'UPDATE view_document SET number = :number, barcode = :barcode, oaId = :oaId, row = :row WHERE id = :id',
    );
    return {
      DocumentRegistered({ sequence, stream, time, actor, payload }) {
        const id = keyOf(stream);
        const row: DocumentRow = { ...payload, id, registeredAt: time, registeredBy: actor, sequence };
        const { number, barcode, oaId } = payload;
        insert.run({ sequence, id, number, barcode, oaId, row: canonicalize(row) });
      },
      DocumentAmended({ stream, payload: { after } }) {
        const id = keyOf(stream);
        const row = kept.get({ id });
        if (row === undefined) return;
        const { number, barcode, oaId } = after;
        amend.run({ id, number, barcode, oaId, row: canonicalize({ ...read(row), ...after }) });
      },
    };
  },
};

/** How records write that a document has no number: two such documents have nothing in common. */
const noNumber = new Set(['', '无']);
const mostAlike = 50;

export const documentQueries = (
  db: Connection,
): Pick<ReadModels, 'document' | 'documents' | 'documentsLike' | 'documentsOfOa'> => {
  const byId = db.prepare<{ id: string }, string>('SELECT row FROM view_document WHERE id = :id').pluck();
  const page = db
    .prepare<{ before: number; limit: number }, string>(
      'SELECT row FROM view_document WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit',
    )
    .pluck();
  const like = (column: 'barcode' | 'number' | 'oaId') =>
    db
      .prepare<{ mark: string }, string>(
        `SELECT row FROM view_document WHERE ${column} = :mark ORDER BY sequence DESC LIMIT ${mostAlike}`,
      )
      .pluck();
  const byBarcode = like('barcode');
  const byNumber = like('number');
  const byOaId = like('oaId');
  return {
    document(id) {
      const row = byId.get({ id });
      return row === undefined ? undefined : read(row);
    },
    documents: (request) => paged(request, (range) => page.all(range).map(read)),
    documentsOfOa: (oaId) => byOaId.all({ mark: oaId }).map(read),
    documentsLike({ barcode, number }) {
      const same = barcode === null || barcode === '' ? [] : byBarcode.all({ mark: barcode });
      if (same.length > 0 || number === null || noNumber.has(number)) return same.map(read);
      return byNumber.all({ mark: number }).map(read);
    },
  };
};
