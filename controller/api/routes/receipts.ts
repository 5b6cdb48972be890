import { printReceipt } from '../../commands/print-jobs.ts';
import { listOf, printJobView, receiptView } from '../answers.ts';
import type { ReceiptRow } from '../../ports/read-models.ts';
import { FILE_TYPES } from '../http/formats.ts';
import { receiptTable } from '../tables/receipt.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Route } from '../http/route.ts';
import { queuedJobViews, receiptViewOf } from '../views-of.ts';
import { formatQuery, inForm, tableLanguage } from './forms.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';
import { printerFor } from './printer-choice.ts';

export const receiptRoutes = (deps: ApiDeps): Route[] => {
  const found = (id: string): ReceiptRow => {
    const row = deps.views.receipt(id);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'receipt', id } });
    return row;
  };
  return [
    route({
      method: 'get',
      path: '/receipts',
      tag: 'receipts',
      summary: 'Receipts, newest first',
      access: ['registrar', 'supervisor', 'auditor'],
      query: pageQuery,
      answers: { status: 200, description: 'One page', schema: listOf(receiptView) },
      handler: ({ query }) =>
        ok(listOfPage(deps.views.receipts(pageOf(query)), (row) => receiptViewOf(row, deps))),
    }),
    route({
      method: 'get',
      path: '/receipts/:id',
      tag: 'receipts',
      summary:
        'One receipt with leaf hashes and root; whoever holds its unguessable id may read it, it has no titles',
      access: 'public',
      query: formatQuery,
      answers: { status: 200, description: 'The receipt', schema: receiptView, files: FILE_TYPES },
      triesPerMinute: 120,
      handler({ params: { id = '' }, ...call }) {
        const receipt = receiptViewOf(found(id), deps);
        const { timeZone } = deps.config.site;
        return inForm(deps, call, receipt, () =>
          receiptTable(receipt, tableLanguage(call.language), timeZone),
        );
      },
    }),
    route({
      method: 'post',
      path: '/receipts/:id/print',
      tag: 'receipts',
      summary: 'Print a receipt as a slip; one printed before is marked as a repetition',
      access: ['registrar'],
      answers: { status: 201, description: 'The print job', schema: printJobView },
      handler({ params: { id = '' }, by, remember }) {
        const { station } = found(id);
        const printer = printerFor(deps.config, 'receipt', null, station);
        const answer = remember((events) => created(queuedJobViews(events)[0]));
        return created(queuedJobViews(valueOf(printReceipt(deps, { receipt: id, printer }, by, answer)))[0]);
      },
    }),
  ];
};
