import { z } from 'zod';
import {
  printLabels as printLabelsCommand,
  printTest,
  reprint,
  requeue,
  settlePrintJob,
} from '../../commands/print-jobs.ts';
import { listOf, printJobView } from '../answers.ts';
import { moveJobs, printLabels, reprintOrder, settlePrintJob as settleBody } from '../contract/office.ts';
import { printersFor } from '../../config-stock.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, fileAnswer, ok, route, type Answer, type Call, type Route } from '../http/route.ts';
import { printJobViewOf, queuedJobViews } from '../views-of.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';
import { printerFor } from './printer-choice.ts';

const requeued = (
  deps: ApiDeps,
  { params: { id = '' }, by, remember }: Pick<Call, 'params' | 'by' | 'remember'>,
  printer: string | null,
): Answer => {
  const answer = () => {
    const row = deps.views.printJob(id);
    return ok(row && printJobViewOf(row));
  };
  valueOf(requeue(deps, id, printer, by, remember(answer)));
  return answer();
};

export const printJobRoutes = (deps: ApiDeps): Route[] => [
  route({
    method: 'get',
    path: '/print-jobs',
    tag: 'printing',
    summary: 'Print jobs, newest first',
    access: ['registrar', 'technician', 'auditor'],
    query: pageQuery,
    answers: { status: 200, description: 'One page', schema: listOf(printJobView) },
    handler: ({ query }) => ok(listOfPage(deps.views.printJobs(pageOf(query)), printJobViewOf)),
  }),
  route({
    method: 'post',
    path: '/print-jobs',
    tag: 'printing',
    summary: 'Queue one label per docket; a label already printed or in line takes a reprint instead',
    access: ['registrar'],
    body: printLabels,
    answers: { status: 201, description: 'The jobs', schema: z.object({ items: z.array(printJobView) }) },
    handler({ body, by, remember }) {
      const printer = printerFor(deps.config, 'label', body.printer);
      const answer = remember((events) => created({ items: queuedJobViews(events) }));
      const events = valueOf(printLabelsCommand(deps, { dockets: body.dockets, printer }, by, answer));
      return created({ items: queuedJobViews(events) });
    },
  }),
  route({
    method: 'post',
    path: '/devices/:id/test-print',
    tag: 'printing',
    summary: 'Queue a test print: edges, polarity, both kinds of code, device and resolution',
    access: ['registrar', 'technician'],
    answers: { status: 201, description: 'The job', schema: printJobView },
    handler({ params: { id = '' }, by, remember }) {
      if (!printersFor('test', deps.config).some((device) => device.id === id))
        throw new ProblemError(404, 'no-such', { values: { what: 'printer', id } });
      const answer = remember((events) => created(queuedJobViews(events)[0]));
      return created(queuedJobViews(valueOf(printTest(deps, id, by, answer)))[0]);
    },
  }),
  route({
    method: 'get',
    path: '/print-jobs/:id/pdf',
    tag: 'printing',
    summary: 'The PDF of a sheet, while it is kept',
    access: ['registrar', 'technician'],
    answers: { status: 200, description: 'The sheet', files: ['application/pdf'] },
    handler({ params: { id = '' } }) {
      const row = deps.views.printJob(id);
      if (row?.artwork !== 'sheet') throw new ProblemError(404, 'no-such', { values: { what: 'sheet', id } });
      const pdf = deps.sheets.get(row.subject);
      if (!pdf) throw new ProblemError(410, 'sheet-gone');
      return fileAnswer({ type: 'application/pdf', name: `${row.label ?? row.id}.pdf`, bytes: pdf });
    },
  }),
  route({
    method: 'post',
    path: '/print-jobs/:id/reprint',
    tag: 'printing',
    summary: 'Print the same thing once more, because a person asked for it',
    access: ['registrar'],
    body: reprintOrder,
    answers: { status: 201, description: 'The new job', schema: printJobView },
    handler({ params: { id = '' }, body, by, remember }) {
      const answer = remember((events) => created(queuedJobViews(events)[0]));
      return created(queuedJobViews(valueOf(reprint(deps, id, by, answer, body.reason)))[0]);
    },
  }),
  route({
    method: 'post',
    path: '/print-jobs/:id/retry',
    tag: 'printing',
    summary: 'Try a job that certainly did not print again now, also one that was refused for good',
    access: ['registrar', 'technician'],
    answers: { status: 200, description: 'The job', schema: printJobView },
    handler: (call) => requeued(deps, call, null),
  }),
  route({
    method: 'post',
    path: '/print-jobs/:id/move',
    tag: 'printing',
    summary: 'Move a job that certainly did not print to another printer',
    access: ['registrar', 'technician'],
    body: moveJobs,
    answers: { status: 200, description: 'The job', schema: printJobView },
    handler(call) {
      const artwork = deps.views.printJob(call.params['id'] ?? '')?.artwork;
      if (artwork === 'test') throw new ProblemError(409, 'test-print-stays');
      return requeued(deps, call, artwork ? printerFor(deps.config, artwork, call.body.printer) : null);
    },
  }),
  route({
    method: 'post',
    path: '/print-jobs/:id/settle',
    tag: 'printing',
    summary: 'Take a job out of the line, or say what became of a doubtful one',
    access: ['registrar', 'technician'],
    body: settleBody,
    answers: { status: 200, description: 'The job', schema: printJobView },
    handler({ params: { id = '' }, body, by, remember }) {
      const row = deps.views.printJob(id);
      if (!row) throw new ProblemError(404, 'no-such', { values: { what: 'print job', id } });
      const answer = (time: string) => ok(printJobViewOf({ ...row, state: 'cancelled', changedAt: time }));
      const kept = remember((events) => answer(events[0]?.time ?? row.changedAt));
      const events = valueOf(settlePrintJob(deps, id, body.settled, by, kept));
      return answer(events[0]?.time ?? row.changedAt);
    },
  }),
];
