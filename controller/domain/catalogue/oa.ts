import { z } from 'zod';
import { defineEvent, key, text } from '../event.ts';

export const openingAnswered = defineEvent(
  'station',
  'OpeningAnswered',
  'The OA was asked whether doors may open, and answered or was silent.',
  z.object({
    session: key,
    person: key,
    /** What the doors were to open for. */
    flow: z.enum(['drop', 'pickup', 'send', 'fetch']),
    compartments: z.array(key).min(1).max(200),
    /** Docket codes of the pieces it is about. */
    dockets: z.array(key).max(500),
    /** What it said, if anything in time. */
    answer: z.enum(['allowed', 'refused', 'silent']),
    /** Whether the doors were permitted to open then. */
    followed: z.enum(['allow', 'refuse']),
    /** How long it took, ms. */
    ms: z.int().min(0),
    /** Why there was no answer; null when there was one. */
    detail: text(200).nullable(),
  }),
);
