import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { DocumentRow, Handling, ReadModels, RegisterRow } from '../ports/read-models.ts';
import { atOnce, keyOf, paged, spanOf } from './page.ts';

/** Papers that come back to the office after each reader. */
const CIRCULATED = /传阅|circulation/iu;

/** Documents by the time they were registered, with what was noted of their handling. */
export const registers: Projection = {
  name: 'registers',
  revision: 1,
  tables: `
    CREATE TABLE view_register (
      sequence INTEGER PRIMARY KEY,
      document TEXT NOT NULL UNIQUE,
      at TEXT NOT NULL,
      circulated INTEGER NOT NULL,
      handling TEXT
    ) STRICT;
    CREATE INDEX view_register_at ON view_register (at, sequence);`,
  prepare(db) {
    const insert = db.prepare(
      `INSERT INTO view_register (sequence, document, at, circulated) VALUES (:sequence, :document, :at, :circulated)`,
    );
    const file = db.prepare('UPDATE view_register SET circulated = :circulated WHERE document = :document');
    const note = db.prepare('UPDATE view_register SET handling = :handling WHERE document = :document');
    return {
      DocumentRegistered({ sequence, stream, time: at, payload }) {
        insert.run({
          sequence,
          document: keyOf(stream),
          at,
          circulated: CIRCULATED.test(payload.kind) ? 1 : 0,
        });
      },
      DocumentAmended: ({ stream, payload: { after } }) =>
        void file.run({ document: keyOf(stream), circulated: CIRCULATED.test(after.kind) ? 1 : 0 }),
      HandlingNoted: ({ stream, payload }) =>
        void note.run({ document: keyOf(stream), handling: canonicalize(payload) }),
    };
  },
};

interface Stored {
  readonly sequence: number;
  readonly handling: string | null;
  readonly documentRow: string;
}
const read = ({ sequence, handling, documentRow }: Stored): RegisterRow => ({
  sequence,
  document: JSON.parse(documentRow) as DocumentRow,
  handling: handling === null ? null : (JSON.parse(handling) as Handling),
});

type Queries = Pick<ReadModels, 'register' | 'registerFrom' | 'registerRow'>;

export const registerQueries = (db: Connection): Queries => {
  const span = spanOf(db, 'view_register');
  const select = (rest: string) =>
    db.prepare<object, Stored>(
      `SELECT r.sequence, r.handling, d.row AS documentRow
       FROM view_register r CROSS JOIN view_document d ON d.id = r.document ${rest}`,
    );
  const within = 'r.at >= :from AND r.at < :to AND r.circulated >= :circulated';
  const page = select(
    `WHERE r.sequence >= :first AND r.sequence < :before AND ${within} ORDER BY r.sequence DESC LIMIT :limit`,
  );
  const onward = select(
    `WHERE r.sequence > :after AND r.sequence <= :last AND ${within} ORDER BY r.sequence LIMIT :limit`,
  );
  const one = select('WHERE r.document = :document');
  return {
    register(range, request, circulated = false) {
      const { last, ...rest } = span(range);
      return paged(request, ({ before, limit }) =>
        page
          .all({ ...rest, limit, before: Math.min(before, last + 1), circulated: circulated ? 1 : 0 })
          .map(read),
      );
    },
    registerFrom(range, after, limit, circulated = false) {
      const { from, to, first, last } = span(range);
      const onwards = { from, to, last, after: Math.max(after, first - 1), circulated: circulated ? 1 : 0 };
      return onward.all({ ...onwards, limit: atOnce(limit) }).map(read);
    },
    registerRow(document) {
      const row = one.get({ document });
      return row && read(row);
    },
  };
};
