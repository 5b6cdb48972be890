import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { DailySheetRow, DailySheets } from '../ports/reconciliation.ts';
import { paged } from './page.ts';

/** Daily sheets as they were drawn up. */
export const dailySheets: Projection = {
  name: 'daily-sheets',
  revision: 1,
  tables: 'CREATE TABLE view_daily_sheet (sequence INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;',
  prepare(db) {
    const insert = db.prepare('INSERT INTO view_daily_sheet (sequence, row) VALUES (:sequence, :row)');
    return {
      DailySheetDrawnUp({ sequence, time, actor, payload }) {
        const row: DailySheetRow = { ...payload, sequence, drawnAt: time, drawnBy: actor };
        insert.run({ sequence, row: canonicalize(row) });
      },
    };
  },
};

export const dailySheetQueries = (db: Connection): DailySheets => {
  const read = (row: string): DailySheetRow => JSON.parse(row) as DailySheetRow;
  const one = db
    .prepare<{ sequence: number }, string>('SELECT row FROM view_daily_sheet WHERE sequence = :sequence')
    .pluck();
  const page = db
    .prepare<{ before: number; limit: number }, string>(
      'SELECT row FROM view_daily_sheet WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit',
    )
    .pluck();
  return {
    dailySheet(sequence) {
      const row = one.get({ sequence });
      return row === undefined ? undefined : read(row);
    },
    dailySheets: (request) => paged(request, (range) => page.all(range).map(read)),
  };
};
