import { consignment } from '#controller/domain/consignment.ts';
import { printJob } from '#controller/domain/print-job.ts';
import type { PrintJobCommand } from '#controller/domain/print-job.ts';
import type { StreamId } from '#controller/domain/event.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import type { Desk } from '#controller/ports/desk.ts';

type Write = { readonly stream: StreamId; readonly events: readonly EventDraft[] };
/** What the spooler may say of a job; the rest is for people. */
export type SpoolerCommand = Extract<PrintJobCommand, { type: 'Start' | 'Print' | 'Fail' | 'Doubt' }>;

/**
 * Records durably what became of a job; a label printed for the first time labels its piece in the same append. False
 * when the job is not in a state for it: it was cancelled in the meantime. Throws LedgerUnavailable.
 */
export const recordJob = (desk: Desk, id: string, command: SpoolerCommand): boolean => {
  const { state } = desk.state(printJob, id);
  const decision = printJob.decide(command, state);
  if (!decision.ok) return false;
  const writes: Write[] = [{ stream: `print-job:${id}`, events: decision.events }];
  if (command.type === 'Print' && state.job?.artwork === 'label')
    writes.push(...labelled(desk, state.job.subject, id));
  desk.append(writes, { actor: 'system', station: null, cause: id });
  return true;
};

const labelled = (desk: Desk, docket: string, job: string): Write[] => {
  const decision = consignment.decide({ type: 'Label', job }, desk.state(consignment, docket).state);
  return decision.ok && decision.events.length > 0
    ? [{ stream: `consignment:${docket}`, events: decision.events }]
    : [];
};
