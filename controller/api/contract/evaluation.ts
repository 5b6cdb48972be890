import { z } from 'zod';

const text = z.string();
const instant = z.iso.datetime({ precision: 3 });
const count = z.int();
const date = z.iso.date();

export const figureNames = [
  ...(['started', 'in-time', 'late', 'handled-in-time', 'handled-late'] as const),
  ...(['refused', 'discrepancies', 'visits', 'overdue'] as const),
] as const;

/** A clock over a period. `rate` is 0 to 1; `median` and `p90` are seconds; all null where there is nothing to tell. */
const clock = z.object({
  started: count,
  inTime: count,
  late: count,
  rate: z.number().nullable(),
  median: count.nullable(),
  p90: count.nullable(),
});
const clocks = z.object({ 'sign-for': clock, handling: clock });
export const figuresView = z.object({
  clocks,
  refusals: z.array(z.object({ reason: text, pieces: count })),
  discrepancies: z.array(z.object({ kind: text, pieces: count })),
  visits: count,
  /** On an average working day of the period; null when it has none yet. */
  visitsPerDay: z.number().nullable(),
  missedVisits: count,
  overdueNow: count,
});
export const departmentFiguresView = figuresView.extend({
  department: text,
  departmentName: text,
  /** Place by the share signed for in time, then by the median; 1 is best, equal ones share it; null without a share. */
  rank: count.nullable(),
});
export const evaluationView = z.object({
  from: date,
  to: date,
  at: instant,
  workingDays: count,
  departments: z.array(departmentFiguresView),
  total: figuresView,
  trend: z.array(z.object({ from: date, to: date, clocks })),
});
export const figureRowView = z.object({
  docket: text.nullable(),
  document: text.nullable(),
  number: text.nullable(),
  department: text,
  departmentName: text,
  at: instant,
  dueAt: instant.nullable(),
  endedAt: instant.nullable(),
  reason: text.nullable(),
});

export type FiguresView = z.output<typeof figuresView>;
export type DepartmentFiguresView = z.output<typeof departmentFiguresView>;
export type EvaluationView = z.output<typeof evaluationView>;
export type FigureRowView = z.output<typeof figureRowView>;
export type FigureName = (typeof figureNames)[number];
