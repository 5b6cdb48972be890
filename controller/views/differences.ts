import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { DifferenceRow, Differences } from '../ports/reconciliation.ts';
import { keyOf, paged } from './page.ts';

/** Differences between paper and record, each as it was last found. */
export const differences: Projection = {
  name: 'differences',
  revision: 1,
  tables: `
    CREATE TABLE view_difference (
      id TEXT PRIMARY KEY,
      sequence INTEGER NOT NULL,
      state TEXT NOT NULL,
      kind TEXT NOT NULL,
      department TEXT,
      facts TEXT NOT NULL,
      row TEXT NOT NULL,
      foundAt TEXT NOT NULL,
      settled TEXT,
      goneAt TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX view_difference_state ON view_difference (state, sequence);
    CREATE INDEX view_difference_sequence ON view_difference (sequence);`,
  prepare(db) {
    const find = db.prepare(
      `INSERT OR REPLACE INTO view_difference (id, sequence, state, kind, department, facts, row, foundAt)
       VALUES (:id, :sequence, 'open', :kind, :department, :facts, :row, :time)`,
    );
    const settle = db.prepare(
      "UPDATE view_difference SET state = 'settled', settled = :settled WHERE id = :id",
    );
    const vanish = db.prepare("UPDATE view_difference SET state = 'gone', goneAt = :time WHERE id = :id");
    return {
      DifferenceFound({ sequence, stream, time, payload }) {
        const { kind, department, facts } = payload;
        const id = keyOf(stream);
        find.run({ id, sequence, kind, department, facts, time, row: canonicalize(payload) });
      },
      DifferenceSettled({ stream, time: at, actor, payload: { action, reason } }) {
        settle.run({ id: keyOf(stream), settled: canonicalize({ action, reason, at, by: actor }) });
      },
      DifferenceGone: ({ stream, time }) => void vanish.run({ id: keyOf(stream), time }),
    };
  },
};

interface Stored {
  readonly id: string;
  readonly sequence: number;
  readonly state: DifferenceRow['state'];
  readonly row: string;
  readonly foundAt: string;
  readonly settled: string | null;
  readonly goneAt: string | null;
}
const read = ({ row, settled, ...own }: Stored): DifferenceRow => ({
  ...(JSON.parse(row) as Omit<DifferenceRow, keyof Stored>),
  ...own,
  settled: settled === null ? null : (JSON.parse(settled) as DifferenceRow['settled']),
});

export const differenceQueries = (db: Connection): Differences => {
  const columns = 'id, sequence, state, row, foundAt, settled, goneAt';
  const one = db.prepare<{ id: string }, Stored>(`SELECT ${columns} FROM view_difference WHERE id = :id`);
  const page = (where: string) =>
    db.prepare<object, Stored>(
      `SELECT ${columns} FROM view_difference WHERE ${where} sequence < :before
         AND (:kind IS NULL OR kind = :kind) AND (:department IS NULL OR department = :department)
       ORDER BY sequence DESC LIMIT :limit`,
    );
  const [all, ofState] = [page(''), page('state = :state AND')];
  const standing = db.prepare<[], Pick<DifferenceRow, 'id' | 'facts' | 'state'>>(
    "SELECT id, facts, state FROM view_difference WHERE state IN ('open', 'settled')",
  );
  const counts = db.prepare<[], { kind: DifferenceRow['kind']; count: number }>(
    "SELECT kind, count(*) AS count FROM view_difference WHERE state = 'open' GROUP BY kind ORDER BY kind",
  );
  return {
    difference(id) {
      const row = one.get({ id });
      return row && read(row);
    },
    differences: (request, { state, kind = null, department = null } = {}) =>
      paged(request, (range) =>
        (state === undefined
          ? all.all({ ...range, kind, department })
          : ofState.all({ ...range, kind, department, state })
        ).map(read),
      ),
    standingDifferences: () => standing.all(),
    openDifferences: () => counts.all(),
  };
};
