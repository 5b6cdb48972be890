import { z } from 'zod';
import { defineEvent, text } from '../event.ts';

export const checkpointIssued = defineEvent(
  'site',
  'CheckpointIssued',
  'A signed checkpoint of the ledger was handed out; the ledger must begin so for ever.',
  z.object({
    /** First line of the note: which ledger it is of. */
    origin: text(100),
    /** Events it covers: all before this one. */
    size: z.int().min(0),
    /** Merkle root over them, hex. */
    root: text(64),
    /** The signed note as it was handed out (C2SP tlog-checkpoint). */
    note: text(1000),
    /** Who it was made for: somebody who asked, or the daily sheet. */
    purpose: z.enum(['asked', 'daily-sheet']),
  }),
);
