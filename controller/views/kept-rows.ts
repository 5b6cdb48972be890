import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { Page, PageRequest } from '../ports/read-models.ts';
import { keyOf, paged } from './page.ts';

interface Stored {
  readonly row: string;
  readonly sequence: number;
}

/** A table of whole rows as JSON by the key of their stream, paged by the event that made them. */
export const keptRows = <Row extends { readonly id: string; readonly sequence: number }>(table: string) => {
  const read = ({ row, sequence }: Stored): Row => ({ ...(JSON.parse(row) as Row), sequence });
  return {
    tables: `CREATE TABLE ${table} (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, row TEXT NOT NULL) STRICT;`,
    writer(db: Connection) {
      const put = db.prepare(
        `INSERT INTO ${table} (sequence, id, row) VALUES (:sequence, :id, :row)
         ON CONFLICT (id) DO UPDATE SET row = :row`,
      );
      const patch = db.prepare(`UPDATE ${table} SET row = json_patch(row, :patch) WHERE id = :id`);
      return {
        put: ({ stream, sequence }: AnyStoredEvent, row: Omit<Row, 'id' | 'sequence'>): void => {
          const id = keyOf(stream);
          put.run({ id, sequence, row: canonicalize({ ...row, id }) });
        },
        /** Sets these fields; a null would take the field out, so none may be null. */
        patch: ({ stream }: AnyStoredEvent, fields: Partial<Omit<Row, 'id' | 'sequence'>>): void =>
          void patch.run({ id: keyOf(stream), patch: canonicalize(fields) }),
      };
    },
    queries(db: Connection) {
      const one = db.prepare<{ id: string }, Stored>(`SELECT row, sequence FROM ${table} WHERE id = :id`);
      const page = db.prepare<{ before: number; limit: number }, Stored>(
        `SELECT row, sequence FROM ${table} WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit`,
      );
      return {
        one(id: string): Row | undefined {
          const stored = one.get({ id });
          return stored && read(stored);
        },
        page: (request: PageRequest): Page<Row> => paged(request, (range) => page.all(range).map(read)),
      };
    },
  };
};
