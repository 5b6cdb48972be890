import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { DispatchCatalogueRow, ReadModels } from '../ports/read-models.ts';
import { keyOf, paged } from './page.ts';

export const dispatchCatalogues: Projection = {
  name: 'dispatch-catalogues',
  revision: 1,
  tables: `
    CREATE TABLE view_dispatch_catalogue (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, row TEXT NOT NULL) STRICT;`,
  prepare(db) {
    const put = db.prepare(
      `INSERT INTO view_dispatch_catalogue (sequence, id, row) VALUES (:sequence, :id, :row)
       ON CONFLICT (id) DO UPDATE SET row = :row`,
    );
    const drop = db.prepare('DELETE FROM view_dispatch_catalogue WHERE id = :id');
    return {
      DispatchCatalogueSaved({ sequence, stream, time: savedAt, actor: savedBy, payload }) {
        const id = keyOf(stream);
        put.run({ sequence, id, row: canonicalize({ ...payload, id, savedAt, savedBy }) });
      },
      DispatchCatalogueDiscarded: ({ stream }) => void drop.run({ id: keyOf(stream) }),
    };
  },
};

interface Stored {
  readonly row: string;
  readonly sequence: number;
}
const read = ({ row, sequence }: Stored): DispatchCatalogueRow => ({
  ...(JSON.parse(row) as Omit<DispatchCatalogueRow, 'sequence'>),
  sequence,
});

type Queries = Pick<ReadModels, 'dispatchCatalogue' | 'dispatchCatalogues'>;

export const dispatchCatalogueQueries = (db: Connection): Queries => {
  const one = db.prepare<{ id: string }, Stored>(
    'SELECT row, sequence FROM view_dispatch_catalogue WHERE id = :id',
  );
  const page = db.prepare<{ before: number; limit: number }, Stored>(
    'SELECT row, sequence FROM view_dispatch_catalogue WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit',
  );
  return {
    dispatchCatalogue(id) {
      const row = one.get({ id });
      return row && read(row);
    },
    dispatchCatalogues: (request) => paged(request, (range) => page.all(range).map(read)),
  };
};
