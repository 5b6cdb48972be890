import type { DepartmentFigures, EvaluationReport, Figures } from '../ports/evaluation.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { DepartmentFiguresView, EvaluationView, FiguresView } from './contract/evaluation.ts';

const DAY = 86_400_000;
/** Local days counted from 1970-01-01. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

export interface EvaluationOrder {
  /** First and last day, yyyy-MM-dd. */
  readonly days: readonly [string, string];
  /** UTC ms. */
  readonly now: number;
  readonly department?: string | undefined;
}

/** The figures as people and programs see them: with names, places and averages. */
export const evaluationViewOf = (views: ReadModels, order: EvaluationOrder): EvaluationView => {
  const { days, now, department } = order;
  const [from, to] = days;
  const report = views.evaluate({ first: dayNumber(from), last: dayNumber(to) }, now, department);
  const ranks = ranksOf(report.departments);
  return {
    ...{ from, to, at: new Date(now).toISOString(), workingDays: report.workingDays },
    departments: report.departments.map((each): DepartmentFiguresView => ({
      department: each.department,
      departmentName: views.department(each.department)?.name ?? each.department,
      rank: ranks.get(each.department) ?? null,
      ...figuresOf(each, report),
    })),
    total: figuresOf(report.total, report),
    trend: report.trend.map(({ first, last, clocks }) => ({ from: dateOf(first), to: dateOf(last), clocks })),
  };
};

const figuresOf = (figures: Figures, { workingDays }: EvaluationReport): FiguresView => ({
  clocks: figures.clocks,
  refusals: [...figures.refusals],
  discrepancies: [...figures.discrepancies],
  visits: figures.visits,
  visitsPerDay: workingDays === 0 ? null : figures.visits / workingDays,
  missedVisits: figures.missedVisits,
  overdueNow: figures.overdueNow,
});

const ranksOf = (departments: readonly DepartmentFigures[]): ReadonlyMap<string, number> => {
  const scored = departments
    .flatMap(({ department, clocks }) => {
      const { rate, median } = clocks['sign-for'];
      return rate === null ? [] : [{ department, rate, median: median ?? Infinity }];
    })
    .sort((a, b) => b.rate - a.rate || a.median - b.median);
  const ranks = new Map<string, number>();
  for (const [i, { department, rate, median }] of scored.entries()) {
    const before = scored[i - 1];
    const same = before?.rate === rate && before.median === median;
    ranks.set(department, same ? (ranks.get(before.department) ?? i + 1) : i + 1);
  }
  return ranks;
};
