import { consignment } from '#controller/domain/consignment.ts';
import { printJob } from '#controller/domain/print-job.ts';
import type { PrintJobCommand } from '#controller/domain/print-job.ts';
import type { Refusal } from '#controller/domain/decider.ts';
import type { StreamId } from '#controller/domain/event.ts';
import type { EventDraft, PayloadOf } from '#controller/domain/events.ts';
import type { Desk } from '#controller/ports/desk.ts';
import type { AnswerOf, AppendContext } from '#controller/ports/ledger.ts';

export type By = Omit<AppendContext, 'time'>;
type Write = { readonly stream: StreamId; readonly events: readonly EventDraft[] };
export type Recorded =
  { readonly ok: true; readonly newJob: string | null } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Carries out one command on a print job, durably, with what follows from it in the same append: a label that was
 * printed for the first time labels its consignment; a job that a person says did not print is queued again as
 * `newJob`. Throws LedgerUnavailable.
 */
export const recordJob = (
  desk: Desk,
  id: string,
  command: PrintJobCommand,
  by: By,
  newJob: string | null = null,
  answer?: AnswerOf,
): Recorded => {
  const { state } = desk.state(printJob, id);
  const decision = printJob.decide(command, state);
  if (!decision.ok) return decision;
  const writes: Write[] = [{ stream: `print-job:${id}`, events: decision.events }];
  const printed =
    command.type === 'Print' || (command.type === 'Settle' && command.settled === 'was-printed');
  if (printed && state.job?.artwork === 'label') writes.push(...labelled(desk, state.job.subject, id));
  const again = command.type === 'Settle' && command.settled === 'was-not-printed' ? newJob : null;
  if (again !== null && state.job) writes.push(queued(again, { ...state.job, reprintOf: id }));
  desk.append(writes, by, answer);
  return { ok: true, newJob: again };
};

/** The same thing once more, because a person asked: a new job that names the old one. Its id, or why not. */
export const reprintJob = (
  desk: Desk,
  id: string,
  newJob: string,
  by: By,
  printer?: string,
  answer?: AnswerOf,
): Recorded => {
  const { job } = desk.state(printJob, id).state;
  if (!job) return { ok: false, refusal: { code: 'no-such-job', values: {} } };
  desk.append([queued(newJob, { ...job, printer: printer ?? job.printer, reprintOf: id })], by, answer);
  return { ok: true, newJob };
};

const queued = (id: string, job: PayloadOf<'PrintJobQueued'>): Write => ({
  stream: `print-job:${id}`,
  events: [{ type: 'PrintJobQueued', payload: job }],
});

const labelled = (desk: Desk, docket: string, job: string): Write[] => {
  const decision = consignment.decide({ type: 'Label', job }, desk.state(consignment, docket).state);
  return decision.ok && decision.events.length > 0
    ? [{ stream: `consignment:${docket}`, events: decision.events }]
    : [];
};
