import { z } from 'zod';

const minutes = (fallback: number) => z.int().min(0).max(43_200).default(fallback);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Minutes after a deadline; `quiet`: nobody is chased twice for one thing within it. */
const rule = (headAfter: number, supervisorAfter: number, quiet: number) =>
  z
    .strictObject({
      headAfter: minutes(headAfter),
      supervisorAfter: minutes(supervisorAfter),
      quiet: minutes(quiet),
    })
    .prefault({});
const HOUR = 60;

/** Urgent papers are chased one by one, by urgency; all others in digests. docs/messages.md */
export const chasing = z.strictObject({
  signFor: z
    .strictObject({ teti: rule(10, 20, 5), teji: rule(15, 30, 10), jiaji: rule(60, 240, 60) })
    .prefault({}),
  handling: z
    .strictObject({
      teti: rule(4 * HOUR, 24 * HOUR, 4 * HOUR),
      teji: rule(8 * HOUR, 24 * HOUR, 4 * HOUR),
      jiaji: rule(24 * HOUR, 72 * HOUR, 4 * HOUR),
    })
    .prefault({}),
  digest: z
    .strictObject({
      every: z.enum(['week', 'day']).default('week'),
      /** Of a weekly digest, 1 Monday to 7 Sunday; on a day off it comes on the next working day. */
      weekday: z.int().min(1).max(7).default(1),
      at: time.default('09:00'),
      /** How long overdue a paper is before heads and supervisors find it in theirs, hours. */
      headAfter: z.int().min(0).max(720).default(24),
      supervisorAfter: z.int().min(0).max(720).default(72),
    })
    .prefault({}),
});
export type ChasingPolicy = z.output<typeof chasing>;
