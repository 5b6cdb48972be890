import type { EventDraft } from '../domain/events.ts';
import type { StreamId } from '../domain/event.ts';
import type { Entropy } from '../ports/entropy.ts';

interface Write {
  readonly stream: StreamId;
  readonly events: readonly EventDraft[];
}
export interface LabelBatch {
  readonly document: string;
  readonly printer: string;
  /** In the order in which they are printed; `reprintOf` names the job that each repeats. */
  readonly labels: readonly { readonly docket: string; readonly reprintOf: string | null }[];
  readonly reprintOf?: { readonly batch: string; readonly from: number; readonly to: number } | null;
  readonly reason?: string | null;
}

/** Writes that put the labels of a document in line as one batch: the batch first, then its jobs in their order. */
export const batchWrites = (
  { document, printer, labels, reprintOf = null, reason = null }: LabelBatch,
  entropy: Entropy,
): Write[] => {
  const id = entropy.id();
  return [
    {
      stream: `print-batch:${id}`,
      events: [
        {
          type: 'PrintBatchQueued',
          payload: { document, printer, pieces: labels.length, reprintOf, reason },
        },
      ],
    },
    ...labels.map((label, index): Write => ({
      stream: `print-job:${entropy.id()}`,
      events: [
        {
          type: 'PrintJobQueued',
          payload: {
            ...{ printer, artwork: 'label', subject: label.docket, reprintOf: label.reprintOf },
            ...(reason === null ? {} : { reason }),
            batch: { id, position: index + 1 },
          },
        },
      ],
    })),
  ];
};
