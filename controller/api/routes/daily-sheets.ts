import { dailySheetOf, drawUpDailySheet } from '../../commands/daily-sheet.ts';
import { printPdf } from '../../commands/print-sheets.ts';
import type { DailySheetRow } from '../../ports/reconciliation.ts';
import { listOf, printJobView } from '../answers.ts';
import { dailySheetView, type DailySheetView } from '../contract/daily-sheets.ts';
import type { ApiDeps } from '../http/deps.ts';
import { FILE_TYPES } from '../http/formats.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Route } from '../http/route.ts';
import { dailySheetTable } from '../tables/daily-sheet.ts';
import { queuedJobViews } from '../views-of.ts';
import { formatQuery, inForm } from './forms.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';
import { printerFor } from './printer-choice.ts';

const shown = (row: DailySheetRow): DailySheetView => {
  const { sequence, date, drawnAt, drawnBy, figures, open, checkpoint } = row;
  return { sequence, date, drawnAt, drawnBy, figures, open, checkpoint };
};

export const dailySheetRoutes = (deps: ApiDeps): Route[] => {
  const found = (sequence: string): DailySheetRow => {
    const row = /^\d{1,15}$/.test(sequence) ? deps.views.dailySheet(Number(sequence)) : undefined;
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'daily sheet', id: sequence } });
    return row;
  };
  return [
    route({
      method: 'get',
      path: '/daily-sheets',
      tag: 'evidence',
      summary: 'Daily sheets, newest first',
      access: ['registrar', 'supervisor', 'auditor'],
      query: pageQuery,
      answers: { status: 200, description: 'One page', schema: listOf(dailySheetView) },
      handler: ({ query }) => ok(listOfPage(deps.views.dailySheets(pageOf(query)), shown)),
    }),
    route({
      method: 'post',
      path: '/daily-sheets',
      tag: 'evidence',
      summary:
        'Draw up the sheet of today as it stands: figures, open differences, a checkpoint of the ledger',
      access: ['registrar', 'supervisor'],
      answers: {
        status: 201,
        description: 'The sheet; its files are had under its number',
        schema: dailySheetView,
      },
      handler({ by, remember }) {
        deps.lookForDifferences();
        const answer = remember((events) => created(shown(dailySheetOf(events))));
        return created(shown(drawUpDailySheet(deps, by, answer)));
      },
    }),
    route({
      method: 'get',
      path: '/daily-sheets/:sequence',
      tag: 'evidence',
      summary: 'One daily sheet as it was drawn up; the same bytes every time',
      access: ['registrar', 'supervisor', 'auditor'],
      query: formatQuery,
      answers: { status: 200, description: 'The sheet', schema: dailySheetView, files: FILE_TYPES },
      handler({ params: { sequence = '' }, ...call }) {
        const row = found(sequence);
        return inForm(deps, call, shown(row), () => dailySheetTable(row));
      },
    }),
    route({
      method: 'post',
      path: '/daily-sheets/:sequence/print',
      tag: 'evidence',
      summary: 'Print a daily sheet on an A4 printer',
      access: ['registrar', 'supervisor'],
      answers: { status: 201, description: 'The print job', schema: printJobView },
      async handler({ params: { sequence = '' }, by, remember }) {
        const row = found(sequence);
        const printer = printerFor(deps.config, 'sheet', null);
        const pdf = await deps.writeTable(dailySheetTable(row), 'pdf');
        const answer = remember((events) => created(queuedJobViews(events)[0]));
        const order = { printer, pdf, label: `daily sheet ${row.date}` };
        return created(queuedJobViews(valueOf(printPdf(deps, order, by, answer)))[0]);
      },
    }),
  ];
};
