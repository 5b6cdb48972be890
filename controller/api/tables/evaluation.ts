import type { Cell, Table, TableColumn } from '../../ports/table.ts';
import type { DepartmentFiguresView, EvaluationView, FiguresView } from '../contract/evaluation.ts';
import { evaluationWords, reasonWord, type EvaluationWord } from './evaluation-words.ts';
import { column, localMinute, plainTable } from './shared.ts';
import type { TableLanguage } from './words.ts';

interface Order {
  readonly language: TableLanguage;
  readonly timeZone: string;
  readonly site: string;
}

const HOUR_S = 3600;
const percent = (rate: number | null): number | null => (rate === null ? null : Math.round(rate * 1000) / 10);
const hours = (seconds: number | null): number | null =>
  seconds === null ? null : Math.round((seconds / HOUR_S) * 100) / 100;
const sum = (list: readonly { readonly pieces: number }[]): number =>
  list.reduce((all, { pieces }) => all + pieces, 0);

/** Columns after rank and department, each with its value. */
const cells = (figures: FiguresView, language: TableLanguage): readonly [EvaluationWord, Cell][] => {
  const { 'sign-for': signFor, handling } = figures.clocks;
  const reasons = figures.refusals.map(({ reason, pieces }) => `${reasonWord(reason, language)} ${pieces}`);
  return [
    ['items', signFor.started],
    ['inTime', signFor.inTime],
    ['late', signFor.late],
    ['rate', percent(signFor.rate)],
    ['median', hours(signFor.median)],
    ['p90', hours(signFor.p90)],
    ['handledRate', percent(handling.rate)],
    ['handledMedian', hours(handling.median)],
    ['handledP90', hours(handling.p90)],
    ['refused', sum(figures.refusals)],
    ['reasons', reasons.join('、')],
    ['overdue', figures.overdueNow],
    ['visits', figures.visitsPerDay === null ? null : Math.round(figures.visitsPerDay * 100) / 100],
    ['missed', figures.missedVisits],
    ['discrepancies', sum(figures.discrepancies)],
  ];
};
const MEANINGS = [
  ...(['rank', 'items', 'rate', 'median', 'handledRate'] as const),
  ...(['refused', 'overdue', 'visits', 'missed', 'discrepancies'] as const),
];

/** The figures of a period as a table, best first, with what each figure counts written below. */
export const evaluationTable = (view: EvaluationView, { language, timeZone, site }: Order): Table => {
  const words = evaluationWords(language);
  const columns: TableColumn[] = [
    column('rank', words('rank'), 'number', [10, 0]),
    column('department', words('department'), 'text', [30, 2]),
    ...cells(view.total, language).map(([name]) =>
      column(
        name,
        words(name),
        name === 'reasons' ? 'text' : 'number',
        name === 'reasons' ? [24, 1] : [14, 0],
      ),
    ),
  ];
  const place = ({ rank }: DepartmentFiguresView): number => rank ?? Number.MAX_SAFE_INTEGER;
  const rows = [...view.departments]
    .sort((a, b) => place(a) - place(b))
    .map((each): Cell[] => [
      each.rank,
      each.departmentName,
      ...cells(each, language).map(([, cell]) => cell),
    ]);
  const total: Cell[] = [null, words('total'), ...cells(view.total, language).map(([, cell]) => cell)];
  return {
    ...plainTable,
    name: `evaluation-${view.from}-${view.to}`,
    ...{ title: words('title'), unit: site, language, timeZone, made: view.at, columns },
    facts: [
      [words('period'), `${view.from} – ${view.to}`],
      [words('at'), localMinute(view.at, timeZone)],
      [words('workingDays'), String(view.workingDays)],
    ],
    sections: [{ heading: null, subtotal: null, rows: [...rows, total] }],
    totals: `${words('total')} ${view.departments.length}`,
    evidence: MEANINGS.map((name) => [words(name), words(`means.${name}`)]),
  };
};
