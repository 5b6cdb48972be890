import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { DestructionRow, ReadModels, RecallRow } from '../ports/read-models.ts';
import { consignmentColumns, readConsignment, type StoredConsignment } from './consignment-queries.ts';
import { keptRows } from './kept-rows.ts';

const asked = keptRows<RecallRow>('view_recall');
const burnt = keptRows<DestructionRow>('view_destruction');

export const recalls: Projection = {
  name: 'recalls',
  revision: 1,
  tables: asked.tables,
  prepare(db) {
    const { put, patch } = asked.writer(db);
    return {
      RecallOrdered(event) {
        const { time: orderedAt, actor: orderedBy, payload } = event;
        put(event, { ...payload, orderedAt, orderedBy, closedAt: null });
      },
      RecallClosed: (event) => patch(event, { closedAt: event.time }),
    };
  },
};

export const destructions: Projection = {
  name: 'destructions',
  revision: 1,
  tables: burnt.tables,
  prepare(db) {
    const { put, patch } = burnt.writer(db);
    return {
      DestructionProposed(event) {
        const { time: proposedAt, actor: proposedBy, payload } = event;
        put(event, { ...payload, proposedAt, proposedBy, state: 'proposed', witness: null, doneAt: null });
      },
      DestructionCarriedOut: (event) =>
        patch(event, { state: 'done', witness: event.payload.witness, doneAt: event.time }),
      DestructionDropped: (event) => patch(event, { state: 'dropped', doneAt: event.time }),
    };
  },
};

type Queries = Pick<
  ReadModels,
  'recall' | 'recalls' | 'recalledPieces' | 'destruction' | 'destructions' | 'recallable'
>;

export const recallQueries = (db: Connection): Queries => {
  const ofRecalls = asked.queries(db);
  const ofDestructions = burnt.queries(db);
  const pieces = db.prepare<{ recall: string }, StoredConsignment>(
    `SELECT ${consignmentColumns} FROM view_consignment c WHERE c.recall = :recall ORDER BY c.sequence`,
  );
  // By the documents of a time, however many pieces the ledger holds.
  const held = db.prepare<object, StoredConsignment>(
    `SELECT ${consignmentColumns} FROM view_register r CROSS JOIN view_consignment c ON c.document = r.document
     WHERE r.at >= :from AND r.at < :to AND (c.recall IS NULL OR c.released) AND c.state IN ('collected', 'handled')
       AND (:department IS NULL OR c.department = :department)
       AND (:kind IS NULL OR
         (SELECT json_extract(d.row, '$.kind') FROM view_document d WHERE d.id = c.document) = :kind)
     ORDER BY c.sequence LIMIT :limit`,
  );
  return {
    recall: ofRecalls.one,
    recalls: ofRecalls.page,
    recalledPieces: (recall) => pieces.all({ recall }).map(readConsignment),
    recallable: ({ range, kind, department }, limit) =>
      held.all({ ...range, kind, department, limit }).map(readConsignment),
    destruction: ofDestructions.one,
    destructions: ofDestructions.page,
  };
};
