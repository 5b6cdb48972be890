import type { ClockName } from '../domain/catalogue/clock-settings.ts';
import type { ClockBasis } from '../domain/clocks/deadline.ts';
import type { Connection } from '../ledger/connection.ts';
import type {
  DayRange,
  DepartmentFigures,
  Evaluation,
  EvaluationReport,
  Figures,
  TrendPoint,
} from '../ports/evaluation.ts';
import { basisReader } from './clock-basis.ts';
import { ClockSum } from './clock-sum.ts';
import { figureRowQueries } from './figure-rows.ts';
import { binned } from './spread.ts';
import { trendSteps } from './trend-steps.ts';

const clockNames = ['sign-for', 'handling'] as const satisfies readonly ClockName[];
type Sums = Readonly<Record<ClockName, ClockSum>>;
const newSums = (): Sums => ({ 'sign-for': new ClockSum(), handling: new ClockSum() });
const clocksOf = (sums: Sums): Figures['clocks'] => ({
  'sign-for': sums['sign-for'].figures(),
  handling: sums.handling.figures(),
});

interface Counted {
  readonly department: string;
  readonly n: number;
}
type Mark = Counted & { readonly what: string; readonly reason: string };
type Overdue = Counted & { readonly clock: ClockName; readonly within: number };
/** The days of a step: department, clock, started, met, in time, and what `took` of each day holds, one after the other. */
type StoredDays = readonly [string, string, number, number, number, Buffer];
/** What is counted by department besides clocks. */
interface Counts {
  readonly marks: readonly Mark[];
  readonly visits: readonly Counted[];
  readonly missed: readonly Counted[];
  readonly overdue: readonly Overdue[];
}

/** Nothing of any other department, where one is asked for. */
const ONE = '(:department IS NULL OR department = :department)';

export const evaluationQueries = (db: Connection): Evaluation => {
  const basis = basisReader(db);
  // SQLite joins the bytes: one row a department and step, where one a day would be tens of thousands of buffers.
  const days = db
    .prepare<DayRange & { department: string | null }, StoredDays>(
      `SELECT department, clock, sum(started), sum(met), sum(inTime), CAST(group_concat(took, '') AS BLOB)
       FROM view_evaluation_day WHERE day BETWEEN :first AND :last AND ${ONE} GROUP BY department, clock`,
    )
    .raw();
  const marks = db.prepare<DayRange & { department: string | null }, Mark>(
    `SELECT department, what, reason, count(*) AS n FROM view_evaluation_mark
     WHERE day BETWEEN :first AND :last AND ${ONE} GROUP BY department, what, reason`,
  );
  const visits = db.prepare<DayRange & { department: string | null }, Counted>(
    `SELECT department, count(*) AS n FROM view_evaluation_visit
     WHERE day BETWEEN :first AND :last AND ${ONE} GROUP BY department`,
  );
  const missed = db.prepare<{ from: string; to: string; department: string | null }, Counted>(
    `SELECT department, count(*) AS n FROM view_missed_visit
     WHERE toAt >= :from AND toAt < :to AND ${ONE} GROUP BY department`,
  );
  const overdue = db.prepare<{ now: number; from: number; to: number; department: string | null }, Overdue>(
    `SELECT department, clock, count(*) AS n, sum(startedAt >= :from AND startedAt < :to) AS within
     FROM view_deadline INDEXED BY view_deadline_due
     WHERE dueAt < :now AND endedAt IS NULL AND pausedAt IS NULL AND ${ONE} GROUP BY department, clock`,
  );
  const evaluate: Evaluation['evaluate'] = ({ first, last }, now, one) => {
    const department = one ?? null;
    const { calendar } = basis();
    const [from, to] = [calendar.day(first).start, calendar.day(last + 1).start];
    const steps = trendSteps({ first, last }).map((step) => ({
      ...step,
      rows: days.all({ ...step, department }),
    }));
    return report(steps, {
      marks: marks.all({ first, last, department }),
      visits: visits.all({ first, last, department }),
      missed: missed.all({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), department }),
      overdue: overdue.all({ now, from, to, department }),
      workingDays: workingDays(calendar, { first, last }, now),
    });
  };
  return { evaluate, figureRows: figureRowQueries(db, basis) };
};

const workingDays = (calendar: ClockBasis['calendar'], { first, last }: DayRange, now: number): number => {
  let working = 0;
  for (let day = first; day <= last && calendar.day(day).start <= now; day += 1)
    if (calendar.day(day).spans.length > 0) working += 1;
  return working;
};

const report = (
  steps: readonly (DayRange & { readonly rows: readonly StoredDays[] })[],
  { workingDays: working, ...counts }: Counts & { readonly workingDays: number },
): EvaluationReport => {
  const departments = new Map<string, Sums>();
  const sumsOf = (department: string): Sums => {
    const known = departments.get(department);
    if (known) return known;
    const sums = newSums();
    departments.set(department, sums);
    return sums;
  };
  const trend = steps.map(({ first, last, rows }): TrendPoint => {
    const own = newSums();
    for (const [department, name, started, met, inTime, bytes] of rows) {
      const clock = clockNames.find((each) => each === name);
      const days = { started, met, inTime, took: binned(secondsIn(bytes)) };
      if (clock) for (const sums of [sumsOf(department), own]) sums[clock].add(days);
    }
    return { first, last, clocks: clocksOf(own) };
  });
  for (const { department, clock, within } of counts.overdue) sumsOf(department)[clock].addOverdue(within);
  for (const { department } of [...counts.marks, ...counts.visits, ...counts.missed]) sumsOf(department);
  const total = newSums();
  for (const sums of departments.values()) for (const clock of clockNames) total[clock].include(sums[clock]);
  return {
    departments: [...departments]
      .map(([department, sums]): DepartmentFigures => ({
        department,
        clocks: clocksOf(sums),
        ...counted(counts, department),
      }))
      .sort((a, b) => (a.department < b.department ? -1 : 1)),
    total: { clocks: clocksOf(total), ...counted(counts, null) },
    trend,
    workingDays: working,
  };
};

/** Four bytes each; every machine this runs on is little endian. Copied only where a number would not begin at a multiple of four. */
const secondsIn = (bytes: Buffer): Uint32Array =>
  bytes.byteOffset % 4 === 0
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    : new Uint32Array(new Uint8Array(bytes).buffer);

const counted = (counts: Counts, department: string | null): Omit<Figures, 'clocks'> => {
  const own = <T extends Counted>(list: readonly T[]): readonly T[] =>
    department === null ? list : list.filter((each) => each.department === department);
  const sum = (list: readonly Counted[]): number => list.reduce((all, { n }) => all + n, 0);
  const byReason = (what: string): [string, number][] =>
    [
      ...Map.groupBy(
        own(counts.marks).filter((mark) => mark.what === what),
        ({ reason }) => reason,
      ),
    ]
      .map(([reason, list]): [string, number] => [reason, sum(list)])
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    refusals: byReason('refused').map(([reason, pieces]) => ({
      ...{ reason: reason as Figures['refusals'][number]['reason'], pieces },
    })),
    discrepancies: byReason('discrepancy').map(([kind, pieces]) => ({ kind, pieces })),
    visits: sum(own(counts.visits)),
    missedVisits: sum(own(counts.missed)),
    overdueNow: sum(own(counts.overdue)),
  };
};
