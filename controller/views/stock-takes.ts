import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ReadModels, StockTakeRow } from '../ports/read-models.ts';
import { keptRows } from './kept-rows.ts';

const rows = keptRows<StockTakeRow>('view_stock_take');

const OPEN = { finishedAt: null, closed: null } as const;

export const stockTakes: Projection = {
  name: 'stock-takes',
  revision: 2,
  tables: rows.tables,
  prepare(db) {
    const { put, patch } = rows.writer(db);
    return {
      StockTakeOrdered(event) {
        const { time: startedAt, actor: startedBy, payload } = event;
        put(event, { ...payload, startedAt, startedBy, station: null, session: null, ...OPEN });
      },
      StockTakeStarted(event) {
        const { time: startedAt, actor: startedBy, payload } = event;
        put(event, { ...payload, startedAt, startedBy, note: '', ...OPEN });
      },
      StockTakeFinished: (event) => patch(event, { finishedAt: event.time }),
      StockTakeClosed(event) {
        const { note, open } = event.payload;
        patch(event, { closed: { at: event.time, by: event.actor, note, open } });
      },
    };
  },
};

export const stockTakeQueries = (db: Connection): Pick<ReadModels, 'stockTake' | 'stockTakes'> => {
  const { one, page } = rows.queries(db);
  return { stockTake: one, stockTakes: page };
};
