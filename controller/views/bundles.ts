import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { BundleRow, ReadModels } from '../ports/read-models.ts';
import { keptRows } from './kept-rows.ts';
import { keyOf } from './page.ts';

const rows = keptRows<BundleRow>('view_bundle');

/** Bags, and which pieces are in one now. */
export const bundles: Projection = {
  name: 'bundles',
  revision: 1,
  tables: `${rows.tables}
    CREATE TABLE view_bundle_member (docket TEXT PRIMARY KEY, bundle TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX view_bundle_member_bundle ON view_bundle_member (bundle);`,
  prepare(db) {
    const { put, patch } = rows.writer(db);
    const join = db.prepare(
      'INSERT OR REPLACE INTO view_bundle_member (docket, bundle) VALUES (:docket, :bundle)',
    );
    const leave = db.prepare('DELETE FROM view_bundle_member WHERE bundle = :bundle');
    return {
      BundleMade(event) {
        const { time: madeAt, actor: madeBy, payload } = event;
        put(event, { members: payload.members, madeAt, madeBy, dissolvedAt: null });
        for (const docket of payload.members) join.run({ docket, bundle: keyOf(event.stream) });
      },
      BundleDissolved(event) {
        patch(event, { dissolvedAt: event.time });
        leave.run({ bundle: keyOf(event.stream) });
      },
    };
  },
};

export const bundleQueries = (db: Connection): Pick<ReadModels, 'bundle' | 'bundles' | 'bundleOf'> => {
  const { one, page } = rows.queries(db);
  const of = db
    .prepare<{ docket: string }, string>('SELECT bundle FROM view_bundle_member WHERE docket = :docket')
    .pluck();
  return { bundle: one, bundles: page, bundleOf: (docket) => of.get({ docket }) };
};
