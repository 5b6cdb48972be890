import type { FigureName, FiguresView } from '#controller/api/contract/evaluation.ts';
import { say } from '../text/evaluation/say.ts';

/** Seconds in a unit that people read. */
const took = (seconds: number | null): string => {
  if (seconds === null) return '—';
  const minutes = seconds / 60;
  const short = (n: number): string => (n < 10 ? n.toFixed(1) : String(Math.round(n)));
  if (minutes < 90) return say('time.minutes', { n: Math.round(minutes) });
  return minutes < 48 * 60
    ? say('time.hours', { n: short(minutes / 60) })
    : say('time.days', { n: short(minutes / 1440) });
};
const share = (rate: number | null): string => (rate === null ? '—' : `${(rate * 100).toFixed(1)}%`);
const sum = (list: readonly { readonly pieces: number }[]): number =>
  list.reduce((all, { pieces }) => all + pieces, 0);

/** The columns of the page: what they show, and which rows they open. */
export const figures = [
  { key: 'started', rows: 'started', of: (f) => String(f.clocks['sign-for'].started) },
  { key: 'rate', rows: 'in-time', of: (f) => share(f.clocks['sign-for'].rate) },
  { key: 'late', rows: 'late', of: (f) => String(f.clocks['sign-for'].late) },
  { key: 'median', rows: 'started', of: (f) => took(f.clocks['sign-for'].median) },
  { key: 'p90', rows: 'started', of: (f) => took(f.clocks['sign-for'].p90) },
  { key: 'handled-rate', rows: 'handled-in-time', of: (f) => share(f.clocks.handling.rate) },
  { key: 'refused', rows: 'refused', of: (f) => String(sum(f.refusals)) },
  { key: 'overdue', rows: 'overdue', of: (f) => String(f.overdueNow) },
  { key: 'visits', rows: 'visits', of: (f) => f.visitsPerDay?.toFixed(1) ?? '—' },
  { key: 'missed', rows: null, of: (f) => String(f.missedVisits) },
  { key: 'discrepancies', rows: 'discrepancies', of: (f) => String(sum(f.discrepancies)) },
] as const satisfies readonly {
  readonly key: string;
  readonly rows: FigureName | null;
  readonly of: (figures: FiguresView) => string;
}[];
export type FigureKey = (typeof figures)[number]['key'];
