import { z } from 'zod';
import { defineEvent, instant, key, text } from '../event.ts';

/** Whom a message is for: those who collect, the head of their department, supervisors. */
export const messageLevel = z.enum(['collector', 'head', 'supervisor']);
export const messageKind = z.enum([
  'deposited',
  'reminder',
  'overdue',
  'escalation',
  'digest',
  'visit',
  'test',
]);

/** One thing a message tells of. */
const subject = z.object({
  /** Docket code. */
  docket: key,
  /** Messages about one document leave in the order in which they were decided. */
  document: key,
  /** The clock that is running out; null when the message is not about one. */
  clock: z.enum(['sign-for', 'handling']).nullable(),
  /** The deadline the message was decided for. */
  due: instant.nullable(),
  /** Sequence of the event that it follows from: the deposit, the pickup. */
  since: z.int().min(0),
});

export const messageDecided = defineEvent(
  'message',
  'MessageDecided',
  'It was decided to tell somebody something over one channel; the stream key is the id that every attempt carries.',
  z.object({
    channel: key,
    /** What it is: paper came, a deadline nears, has passed, passed long ago, many at once, nobody came, a test. */
    kind: messageKind,
    /** For collectors, the head of their department, or supervisors. */
    level: messageLevel,
    /** Code of the department whose papers it is about; null when they are of several. */
    department: key.nullable(),
    /** Number of the person it is for; null when it goes to a group or a program. */
    person: key.nullable(),
    /** Of a digest its period, of a reminder to come the day and the check; empty otherwise. */
    occasion: text(40),
    /** What it tells of. */
    about: z.array(subject).max(500),
  }),
);
export const messageDelivered = defineEvent(
  'message',
  'MessageDelivered',
  'The other side took the message; the dockets are those that were still true when it was sent.',
  z.object({
    /** From 1, since it was decided or put back. */
    attempt: z.int().min(1),
    /** Docket codes. */
    dockets: z.array(key).max(500),
  }),
);
export const messageAttemptFailed = defineEvent(
  'message',
  'MessageAttemptFailed',
  'The message was not taken, or nobody knows whether it was; it is tried again under the same id.',
  z.object({
    /** From 1, since it was decided or put back. */
    attempt: z.int().min(1),
    /** `unreachable`: nobody got through, or nobody knows; `busy`: later; `refused`: not like this. */
    fault: z.enum(['unreachable', 'busy', 'refused']),
    /** One line, without secrets and addresses. */
    why: text(200),
  }),
);
export const messageDropped = defineEvent(
  'message',
  'MessageDropped',
  'Nothing of the message was true or needed any more when it was to be sent.',
  z.object({
    /** It is done; a later message says it; the person may no longer sign in. */
    why: z.enum(['settled', 'superseded', 'no-reader']),
  }),
);
export const messageGivenUp = defineEvent(
  'message',
  'MessageGivenUp',
  'The message is a dead letter: it is sent again only when a person says so.',
  z.object({
    /** How many there were. */
    attempts: z.int().min(0),
    /** Why the last one failed, without secrets and addresses. */
    why: text(200),
  }),
);
export const messageReplayed = defineEvent(
  'message',
  'MessageReplayed',
  'A person put a dead letter back into the outbox; it keeps its id.',
  z.object({}),
);
