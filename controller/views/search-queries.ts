import type { Connection } from '../ledger/connection.ts';
import { SPARSE, sparseStates } from './consignments.ts';
import type { SearchViews } from '../ports/search-views.ts';

export const searchQueries = (db: Connection): SearchViews => {
  const departments = db
    .prepare<{ document: string }, string>(
      'SELECT department FROM view_consignment WHERE document = :document',
    )
    .pluck();
  const isAt = db
    .prepare<{ document: string; state: string | null; department: string | null }, number>(
      `SELECT 1 FROM view_consignment WHERE document = :document
         AND state = coalesce(:state, state) AND department = coalesce(:department, department) LIMIT 1`,
    )
    .pluck();
  // The condition of the partial index stands here word for word: only then does SQLite see that the index serves.
  const inState = db
    .prepare<{ state: string; most: number }, string>(
      `SELECT DISTINCT document FROM (
         SELECT document FROM view_consignment WHERE state = :state AND ${SPARSE} LIMIT :most)`,
    )
    .pluck();
  const byDocket = db.prepare<
    { first: string; last: string; most: number },
    { docket: string; document: string }
  >(
    `SELECT docket, document FROM view_consignment WHERE docket >= :first AND docket < :last
     ORDER BY docket LIMIT :most`,
  );
  return {
    departmentsOf: (document) => departments.all({ document }),
    hasPiece: (document, { state = null, department = null }) =>
      isAt.get({ document, state, department }) === 1,
    documentsWith(state, most) {
      if (!sparseStates.some((sparse) => sparse === state)) return null;
      const found = inState.all({ state, most: most + 1 });
      return found.length > most ? null : found;
    },
    docketsLike: (start, most) => byDocket.all({ first: start, last: `${start}~`, most }),
  };
};
