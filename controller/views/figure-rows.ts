import type { ClockBasis } from '../domain/clocks/deadline.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Evaluation, FigureName, FigureRow } from '../ports/evaluation.ts';
import { paged } from './page.ts';

interface Asked {
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly department: string | null;
  readonly before: number;
  readonly limit: number;
}
interface Stored {
  readonly sequence: number;
  readonly docket: string | null;
  readonly document: string | null;
  readonly number: string | null;
  readonly department: string;
  readonly at: number;
  readonly dueAt: number | null;
  readonly endedAt: number | null;
  readonly reason: string | null;
}

const ONE = '(:department IS NULL OR v.department = :department)';
const paper = `(SELECT c.document FROM view_consignment c WHERE c.docket = v.docket) AS document,
  (SELECT d.number FROM view_consignment c, view_document d WHERE c.docket = v.docket AND d.id = c.document) AS number`;
const order = 'v.sequence < :before ORDER BY v.sequence DESC LIMIT :limit';

const MET_IN_TIME = 'v.met = 1 AND coalesce(v.pausedAt, v.endedAt) <= v.dueAt';
const OPEN_LATE = 'v.endedAt IS NULL AND v.pausedAt IS NULL AND v.dueAt < :now';
const LATE = `((v.met = 1 AND coalesce(v.pausedAt, v.endedAt) > v.dueAt) OR (${OPEN_LATE}))`;

/** Clocks that were started in the period; the days tell between which sequences those are. */
const clock = (name: string, condition: string): string => {
  const bound = (edge: string): string =>
    `(SELECT ${edge} FROM view_evaluation_day v WHERE v.day BETWEEN :first AND :last AND v.clock = '${name}' AND ${ONE})`;
  return `SELECT v.sequence, v.docket, ${paper}, v.department, v.startedAt AS at, v.dueAt, v.endedAt, NULL AS reason
    FROM view_deadline v WHERE v.sequence >= ${bound('min(v.firstStart)')}
      AND v.sequence <= ${bound('max(v.lastStart)')} AND v.clock = '${name}' AND ${ONE}
      AND v.startedAt >= :from AND v.startedAt < :to AND ${condition} AND ${order}`;
};
const mark = (what: string): string =>
  `SELECT v.sequence, v.docket, ${paper}, v.department, v.at, NULL AS dueAt, NULL AS endedAt, v.reason
   FROM view_evaluation_mark v WHERE v.day BETWEEN :first AND :last AND v.what = '${what}' AND ${ONE} AND ${order}`;

/** What each figure counts; names and conditions are our own. */
const SELECTS: Readonly<Record<FigureName, string>> = {
  started: clock('sign-for', 'true'),
  'in-time': clock('sign-for', MET_IN_TIME),
  late: clock('sign-for', LATE),
  'handled-in-time': clock('handling', MET_IN_TIME),
  'handled-late': clock('handling', LATE),
  refused: mark('refused'),
  discrepancies: mark('discrepancy'),
  visits: `SELECT v.sequence, NULL AS docket, NULL AS document, NULL AS number, v.department, v.at, NULL AS dueAt,
      NULL AS endedAt, NULL AS reason
    FROM view_evaluation_visit v WHERE v.day BETWEEN :first AND :last AND ${ONE} AND ${order}`,
  overdue: `SELECT v.sequence, v.docket, ${paper}, v.department, v.startedAt AS at, v.dueAt, v.endedAt, NULL AS reason
    FROM view_deadline v INDEXED BY view_deadline_due WHERE ${OPEN_LATE} AND ${ONE} AND ${order}`,
};

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
const read = (row: Stored): FigureRow => ({
  ...row,
  ...{ at: new Date(row.at).toISOString(), dueAt: iso(row.dueAt), endedAt: iso(row.endedAt) },
});

export const figureRowQueries = (db: Connection, basis: () => ClockBasis): Evaluation['figureRows'] => {
  const statements = new Map(
    Object.entries(SELECTS).map(([name, sql]) => [name, db.prepare<Partial<Asked>, Stored>(sql)]),
  );
  return ({ figure, days, department, now }, page) => {
    const statement = statements.get(figure);
    if (!statement) throw new RangeError(`'${figure}' is not a figure`);
    const { calendar } = basis();
    const asked = {
      ...{ ...days, department: department ?? null, now },
      ...{ from: calendar.day(days.first).start, to: calendar.day(days.last + 1).start },
    };
    return paged(page, (range) => statement.all({ ...asked, ...range }).map(read));
  };
};
