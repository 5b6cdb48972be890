import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ReadModels, StockTakeRow } from '../ports/read-models.ts';
import { keptRows } from './kept-rows.ts';

const rows = keptRows<StockTakeRow>('view_stock_take');

export const stockTakes: Projection = {
  name: 'stock-takes',
  revision: 1,
  tables: rows.tables,
  prepare(db) {
    const { put, patch } = rows.writer(db);
    return {
      StockTakeStarted(event) {
        const { time: startedAt, actor: startedBy, payload } = event;
        put(event, { ...payload, startedAt, startedBy, finishedAt: null, counted: 0, skipped: 0 });
      },
      StockTakeFinished: (event) => patch(event, { ...event.payload, finishedAt: event.time }),
    };
  },
};

export const stockTakeQueries = (db: Connection): Pick<ReadModels, 'stockTake' | 'stockTakes'> => {
  const { one, page } = rows.queries(db);
  return { stockTake: one, stockTakes: page };
};
