import type { Connection } from '../ledger/connection.ts';
import type { ConsignmentRow, ReadModels } from '../ports/read-models.ts';
import { endStates, SPARSE, sparseStates } from './consignments.ts';
import { paged } from './page.ts';

// The document by a sub-query: as a join the same look-up took three to eight times as long here.
export const consignmentColumns = `c.docket, c.document, c.department, c.copy, c.copies, c.state, c.compartment,
  c.labelledAt, c.depositedAt, c.collectedAt, c.handledAt, c.route, c.stop, c.ended,
  iif(c.released, NULL, c.recall) AS recall, c.was, c.sequence,
  (SELECT d.row FROM view_document d WHERE d.id = c.document) AS documentRow`;
const from = 'FROM view_consignment c';

export type StoredConsignment = Omit<ConsignmentRow, 'route' | keyof Joined> & {
  readonly documentRow: string | null;
  /** Stops of a circulating piece, as JSON, and where in them it is. */
  readonly route: string | null;
  readonly stop: number | null;
  readonly ended: number;
};
type RouteRow = NonNullable<ConsignmentRow['route']>;
type Joined = Pick<ConsignmentRow, 'number' | 'title' | 'issuers' | 'urgency'>;
/** A consignment registered before its document shows up without it rather than not at all. */
const unknownDocument: Joined = { number: '', title: '', issuers: [], urgency: 'none' };

export const readConsignment = ({
  documentRow,
  route,
  stop,
  ended,
  ...own
}: StoredConsignment): ConsignmentRow => {
  const { number, title, issuers, urgency } =
    documentRow === null ? unknownDocument : (JSON.parse(documentRow) as Joined);
  const circulates =
    route === null
      ? null
      : { stops: JSON.parse(route) as RouteRow['stops'], at: stop ?? 0, ended: ended === 1 };
  return { ...own, route: circulates, number, title, issuers, urgency };
};

type Queries = Pick<
  ReadModels,
  | 'consignment'
  | 'consignmentsOf'
  | 'consignments'
  | 'waitingFor'
  | 'insideOf'
  | 'contentsOf'
  | 'waitingCounts'
  | 'outgoingCounts'
>;

export const consignmentQueries = (db: Connection): Queries => {
  const select = <Parameters extends object>(rest: string) =>
    db.prepare<Parameters, StoredConsignment>(`SELECT ${consignmentColumns} ${from} ${rest}`);
  const one = select<{ docket: string }>('WHERE c.docket = :docket');
  const ofDocument = select<{ document: string }>('WHERE c.document = :document ORDER BY c.copy, c.sequence');
  const inside = select<{ compartment: string }>('WHERE c.compartment = :compartment ORDER BY c.sequence');
  const contents = db.prepare<{ compartment: string }, { docket: string; department: string }>(
    'SELECT docket, department FROM view_consignment WHERE compartment = :compartment',
  );
  // Named, because a planner that knows nothing of the rows prefers the index over everything a department ever got.
  const waiting = db.prepare<{ departments: string }, StoredConsignment>(
    `SELECT ${consignmentColumns} FROM view_consignment c INDEXED BY view_consignment_waiting
     WHERE c.state = 'deposited' AND c.department IN (SELECT value FROM json_each(:departments))
     ORDER BY c.rank DESC, c.depositedAt, c.sequence`,
  );
  const counts = db.prepare<[], { department: string; pieces: number; urgent: number }>(
    `SELECT department, count(*) AS pieces, sum(rank > 0) AS urgent FROM view_consignment
     WHERE state = 'deposited' GROUP BY department ORDER BY department`,
  );
  const outgoing = db.prepare<[], { compartment: string; pieces: number; urgent: number }>(
    `SELECT compartment, count(*) AS pieces, sum(rank > 0) AS urgent
     FROM view_consignment INDEXED BY view_consignment_state
     WHERE state = 'outgoing' AND ${SPARSE} GROUP BY compartment ORDER BY compartment`,
  );
  return {
    consignment(docket) {
      const row = one.get({ docket });
      return row && readConsignment(row);
    },
    consignmentsOf: (document) => ofDocument.all({ document }).map(readConsignment),
    consignments: pages(db),
    waitingFor: (departments) =>
      waiting.all({ departments: JSON.stringify(departments) }).map(readConsignment),
    insideOf: (compartment) => inside.all({ compartment }).map(readConsignment),
    contentsOf: (compartment) => contents.all({ compartment }),
    waitingCounts: () => counts.all(),
    outgoingCounts: () => outgoing.all(),
  };
};

interface Range {
  readonly before: number;
  readonly limit: number;
  readonly department?: string;
}

/**
 * A state is written into its statement (from our own list), and the condition of the partial index over the sparse
 * ones beside it, word for word: only then does SQLite see that the index serves.
 */
const pages = (db: Connection): ReadModels['consignments'] => {
  const page = (condition: string) =>
    db.prepare<Range, StoredConsignment>(
      `SELECT ${consignmentColumns} ${from} WHERE c.sequence < :before ${condition} ORDER BY c.sequence DESC LIMIT :limit`,
    );
  const ofState = new Map(
    [...sparseStates, ...endStates].map((state) => {
      const ends = endStates.some((end) => end === state);
      const sparse = ends ? '' : ` AND c.${SPARSE}`;
      return [
        state,
        {
          all: page(`AND c.state = '${state}'${sparse}`),
          department: page(`AND c.department = :department AND c.state = '${state}'${sparse}`),
        },
      ];
    }),
  );
  const any = { all: page(''), department: page('AND c.department = :department') };
  return (request, { department, state } = {}) => {
    const statements = state === undefined ? any : ofState.get(state);
    if (!statements) throw new RangeError(`'${String(state)}' is not a state of a consignment`);
    return paged(request, (range) =>
      (department === undefined
        ? statements.all.all(range)
        : statements.department.all({ ...range, department })
      ).map(readConsignment),
    );
  };
};
