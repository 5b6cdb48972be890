import { z } from 'zod';

/** A signed checkpoint of the ledger that was handed out. */
export const checkpointView = z.object({
  /** Of the event that records it. */
  sequence: z.int(),
  origin: z.string(),
  /** Events it covers. */
  size: z.int(),
  /** Merkle root over them, hex. */
  root: z.string(),
  /** The signed note (C2SP tlog-checkpoint): keep this text as it is. */
  note: z.string(),
  purpose: z.enum(['asked', 'daily-sheet']),
  issuedAt: z.iso.datetime({ precision: 3 }),
  issuedBy: z.string(),
});
