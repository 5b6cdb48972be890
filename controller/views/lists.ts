import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ListRow, ReadModels } from '../ports/read-models.ts';
import { keyOf, paged } from './page.ts';

export const lists: Projection = {
  name: 'lists',
  revision: 1,
  tables: `
    CREATE TABLE view_list (
      sequence INTEGER PRIMARY KEY,
      number TEXT NOT NULL,
      copies INTEGER NOT NULL DEFAULT 0,
      row TEXT NOT NULL
    ) STRICT;
    CREATE INDEX view_list_number ON view_list (number);`,
  prepare(db) {
    const insert = db.prepare(
      'INSERT INTO view_list (sequence, number, row) VALUES (:sequence, :number, :row)',
    );
    const copy = db.prepare('UPDATE view_list SET copies = :copy WHERE number = :number');
    return {
      ListIssued({ sequence, actor, payload }) {
        const row: Omit<ListRow, 'copies'> = { ...payload, issuedBy: actor, sequence };
        insert.run({ sequence, number: payload.number, row: canonicalize(row) });
      },
      ListReprinted: ({ stream, payload }) => void copy.run({ number: keyOf(stream), copy: payload.copy }),
    };
  },
};

interface Stored {
  readonly row: string;
  readonly copies: number;
}
const read = ({ row, copies }: Stored): ListRow => ({ ...(JSON.parse(row) as ListRow), copies });

export const listQueries = (db: Connection): Pick<ReadModels, 'list' | 'lists'> => {
  const one = db.prepare<{ number: string }, Stored>(
    'SELECT row, copies FROM view_list WHERE number = :number ORDER BY sequence DESC LIMIT 1',
  );
  const page = db.prepare<{ before: number; limit: number }, Stored>(
    'SELECT row, copies FROM view_list WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit',
  );
  return {
    list(number) {
      const row = one.get({ number });
      return row && read(row);
    },
    lists: (request) => paged(request, (range) => page.all(range).map(read)),
  };
};
