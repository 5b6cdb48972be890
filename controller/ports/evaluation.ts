import type { ClockName } from '../domain/catalogue/clock-settings.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Page, PageRequest } from './read-models.ts';

/** Local days, counted from 1970-01-01, both included. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}
/** A clock in a period, by the day on which it was started. Struck clocks count in `started` only. */
export interface ClockFigures {
  readonly started: number;
  /** Met at or before its deadline. */
  readonly inTime: number;
  /** Met after it, or open beyond it now. */
  readonly late: number;
  /** `inTime / (inTime + late)`; null when nothing was due. */
  readonly rate: number | null;
  /** Seconds from start to end of the met ones: exact, by nearest rank; null when none was met. */
  readonly median: number | null;
  readonly p90: number | null;
}
export interface Figures {
  readonly clocks: Readonly<Record<ClockName, ClockFigures>>;
  readonly refusals: readonly {
    readonly reason: PayloadOf<'ConsignmentRefused'>['reason'];
    readonly pieces: number;
  }[];
  /** Wrong drops reversed, pieces found missing. */
  readonly discrepancies: readonly { readonly kind: string; readonly pieces: number }[];
  readonly visits: number;
  readonly missedVisits: number;
  /** Open clocks that are late now, whenever they were started. */
  readonly overdueNow: number;
}
export interface DepartmentFigures extends Figures {
  readonly department: string;
}
export interface TrendPoint {
  /** First and last day of the step. */
  readonly first: number;
  readonly last: number;
  readonly clocks: Figures['clocks'];
}
export interface EvaluationReport {
  readonly departments: readonly DepartmentFigures[];
  readonly total: Figures;
  readonly trend: readonly TrendPoint[];
  /** Working days of the period that have begun. */
  readonly workingDays: number;
}

export const figureNames = [
  ...(['started', 'in-time', 'late', 'handled-in-time', 'handled-late'] as const),
  ...(['refused', 'discrepancies', 'visits', 'overdue'] as const),
] as const;
export type FigureName = (typeof figureNames)[number];

/** One of the things that a figure counts. Instants are UTC. */
export interface FigureRow {
  readonly sequence: number;
  /** Null for a visit. */
  readonly docket: string | null;
  readonly document: string | null;
  readonly number: string | null;
  readonly department: string;
  readonly at: string;
  readonly dueAt: string | null;
  readonly endedAt: string | null;
  /** Of a refusal or discrepancy. */
  readonly reason: string | null;
}

export interface Evaluation {
  /** Figures as at `now` (UTC ms); of one department, or of all that have any. */
  evaluate(days: DayRange, now: number, department?: string): EvaluationReport;
  /** What a figure counts, newest first, one page. */
  figureRows(
    asked: {
      readonly figure: FigureName;
      readonly days: DayRange;
      readonly department?: string | undefined;
      readonly now: number;
    },
    page: PageRequest,
  ): Page<FigureRow>;
}
