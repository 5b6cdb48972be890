import { z } from 'zod';
import { defineEvent, instant, key } from '../event.ts';

export const standInNamed = defineEvent(
  'person',
  'StandInNamed',
  'While the person is away somebody else is told in their place and may collect for their departments.',
  z.object({
    /** Number of who stands in. */
    standIn: key,
    /** From this instant on … */
    from: instant,
    /** … up to this one. */
    until: instant,
  }),
);
export const standInEnded = defineEvent(
  'person',
  'StandInEnded',
  'The person is back, or goes without a stand-in.',
  z.object({}),
);
export const contactChanged = defineEvent(
  'person',
  'ContactChanged',
  'An address of the person was set or forgotten; the address itself is never in the ledger.',
  z.object({
    /** Which address. */
    kind: z.enum(['email', 'phone']),
    /** Whether there is one now. */
    set: z.boolean(),
  }),
);
export const departmentHeadNamed = defineEvent(
  'department',
  'DepartmentHeadNamed',
  'The department got another head, or none: whom to tell of what is overdue there.',
  z.object({
    /** Number of the head; null for none. */
    person: key.nullable(),
  }),
);
