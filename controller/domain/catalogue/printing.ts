import { z } from 'zod';
import { defineEvent, key, text } from '../event.ts';

export const printJobRequeued = defineEvent(
  'print-job',
  'PrintJobRequeued',
  'A person put a job that certainly did not print in line again, here or at another printer.',
  z.object({ printer: key }),
);

export const printBatchQueued = defineEvent(
  'print-batch',
  'PrintBatchQueued',
  'The labels of one document were put in line together, as jobs numbered from 1.',
  z.object({
    document: key,
    printer: key,
    pieces: z.int().min(1),
    /** The batch of which these positions are printed again. */
    reprintOf: z.object({ batch: key, from: z.int().min(1), to: z.int().min(1) }).nullable(),
    reason: text(200).nullable(),
  }),
);
export const printBatchPaused = defineEvent(
  'print-batch',
  'PrintBatchPaused',
  'A person stopped a batch; what waits stays in line.',
  z.object({}),
);
export const printBatchResumed = defineEvent(
  'print-batch',
  'PrintBatchResumed',
  'A person let a paused batch go on.',
  z.object({}),
);
export const printBatchCancelled = defineEvent(
  'print-batch',
  'PrintBatchCancelled',
  'A person ended a batch; so many labels that waited were taken out of the line.',
  z.object({
    /** How many labels were taken out of the line. */
    waiting: z.int().min(0),
  }),
);
