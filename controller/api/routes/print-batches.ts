import {
  cancelBatch,
  holdBatch,
  moveBatch,
  printDocument,
  reprintRange,
} from '../../commands/print-batches.ts';
import type { Outcome } from '../../commands/outcome.ts';
import type { AnswerOf, AnyStoredEvent } from '../../ports/ledger.ts';
import { keyOf } from '../../views/page.ts';
import { listOf, printBatchView, printJobView } from '../answers.ts';
import { moveJobs, printBatchOrder, reprintRange as rangeBody } from '../contract/office.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ProblemError } from '../http/problem.ts';
import { created, ok, route, type Answer, type Call, type Route } from '../http/route.ts';
import { printBatchViewOf, printJobViewOf } from '../views-of.ts';
import { listOfPage, pageOf, pageQuery, valueOf } from './listing.ts';
import { printerFor } from './printer-choice.ts';

type Command = (answer: AnswerOf) => Outcome<readonly AnyStoredEvent[]>;
const WHAT = 'print batch';

export const printBatchRoutes = (deps: ApiDeps): Route[] => {
  const { views, config } = deps;
  const viewOf = (id: string) => {
    const row = views.printBatch(id);
    if (!row) throw new ProblemError(404, 'no-such', { values: { what: WHAT, id } });
    return printBatchViewOf(row, views);
  };
  const queued = (events: readonly AnyStoredEvent[]): Answer => {
    const batch = events.find((event) => event.type === 'PrintBatchQueued');
    return created(viewOf(batch ? keyOf(batch.stream) : ''));
  };
  /** Follows a command that makes a batch. The views know it before the answer is stored. */
  const making = (call: Pick<Call, 'remember'>, command: Command): Answer =>
    queued(valueOf(command(call.remember(queued))));
  /** Follows a command on a batch. */
  const changing = (call: Pick<Call, 'params' | 'remember'>, command: Command): Answer => {
    const answer = () => ok(viewOf(call.params['id'] ?? ''));
    valueOf(command(call.remember(answer)));
    return answer();
  };
  const batch = { tag: 'printing', access: ['registrar'] } as const;
  const changed = { status: 200, description: 'The batch', schema: printBatchView } as const;
  const made = { ...changed, status: 201, description: 'The new batch' } as const;
  const labels = (wanted: string | null): string => printerFor(config, 'label', wanted);
  const hold = (path: 'pause' | 'resume', what: 'Pause' | 'Resume', summary: string) =>
    route({
      ...{ ...batch, method: 'post', path: `/print-batches/:id/${path}`, summary, answers: changed },
      access: ['registrar', 'technician'],
      handler: (call) =>
        changing(call, (answer) => holdBatch(deps, call.params['id'] ?? '', what, call.by, answer)),
    });
  return [
    route({
      ...batch,
      method: 'get',
      path: '/print-batches',
      summary: 'Batches of labels with their progress, newest first',
      access: ['registrar', 'technician', 'auditor'],
      query: pageQuery,
      answers: { status: 200, description: 'One page', schema: listOf(printBatchView) },
      handler: ({ query }) =>
        ok(listOfPage(views.printBatches(pageOf(query)), (row) => printBatchViewOf(row, views))),
    }),
    route({
      ...batch,
      method: 'post',
      path: '/print-batches',
      summary: 'Print the labels of a document that were never printed, as one batch',
      body: printBatchOrder,
      answers: made,
      handler: (call) =>
        making(call, (answer) =>
          printDocument(deps, { ...call.body, printer: labels(call.body.printer) }, call.by, answer),
        ),
    }),
    route({
      ...batch,
      method: 'get',
      path: '/print-batches/:id/jobs',
      summary: 'Every label of a batch with its state, by position; `cursor` is the last position seen',
      access: ['registrar', 'technician', 'auditor'],
      query: pageQuery,
      answers: { status: 200, description: 'One page', schema: listOf(printJobView) },
      handler({ params: { id = '' }, query: { cursor = '0', limit } }) {
        const { pieces } = viewOf(id);
        const last = Math.min(pieces, Number(cursor) + limit);
        const jobs = views.printBatchJobs(id, Number(cursor) + 1, last);
        return ok({ items: jobs.map(printJobViewOf), next: last < pieces ? String(last) : null });
      },
    }),
    hold('pause', 'Pause', 'Stop what waits; the label being printed is finished'),
    hold('resume', 'Resume', 'Let a paused batch go on'),
    route({
      ...batch,
      method: 'post',
      path: '/print-batches/:id/cancel',
      summary: 'Take everything that waits out of the line',
      answers: changed,
      handler: (call) =>
        changing(call, (answer) => cancelBatch(deps, call.params['id'] ?? '', call.by, answer)),
    }),
    route({
      ...batch,
      method: 'post',
      path: '/print-batches/:id/move',
      summary: 'Move everything that waits to another printer',
      body: moveJobs,
      answers: changed,
      handler: (call) =>
        changing(call, (answer) =>
          moveBatch(deps, call.params['id'] ?? '', labels(call.body.printer), call.by, answer),
        ),
    }),
    route({
      ...batch,
      method: 'post',
      path: '/print-batches/:id/reprint',
      summary: 'Print positions of a batch once more, with the reason',
      body: rangeBody,
      answers: made,
      handler: (call) =>
        making(call, (answer) => {
          const id = call.params['id'] ?? '';
          const printer = labels(call.body.printer ?? viewOf(id).printer);
          return reprintRange(deps, id, { ...call.body, printer }, call.by, answer);
        }),
    }),
  ];
};
