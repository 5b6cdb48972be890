import { z } from 'zod';
import { defineEvent, key, text } from '../event.ts';

export const collectionSigned = defineEvent(
  'consignment',
  'CollectionSigned',
  'A person of the department signed electronically, on a page, for a piece that had been collected.',
  z.object({
    /** The department in whose name the person signed. */
    department: key,
    /** `stand-in`: the person belongs to another department and stands in for this one; signed as themselves. */
    as: z.enum(['member', 'stand-in']),
    /** What the page said it was opened on. */
    device: z.enum(['phone', 'desk']),
  }),
);
export const instructionNoted = defineEvent(
  'consignment',
  'InstructionNoted',
  'The department wrote down what its leader instructed for this piece; replaces what stood there.',
  z.object({
    /** Null takes it out. */
    instruction: text(500).nullable(),
  }),
);
export const signingRefused = defineEvent(
  'person',
  'SigningRefused',
  'The person tried to sign for pieces of a department that is not theirs; nothing was signed.',
  z.object({
    /** The pieces that are not theirs. */
    dockets: z.array(key).min(1).max(100),
    device: z.enum(['phone', 'desk']),
  }),
);
