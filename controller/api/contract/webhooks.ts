import { z } from 'zod';
import { line, someLine } from './text.ts';

export const subscribeBody = z.strictObject({
  /** `http` or `https`; its origin must stand in `webhooks.allow` of the site configuration. */
  url: line(500),
  /** Names of events as `GET /api/v1/events` has them; left out: all of documents and consignments. */
  events: z.array(line(60)).max(60).default([]),
  description: someLine(200).default(''),
  /** Begin after this sequence; left out: with what comes. */
  after: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
});
export const replayBody = z.strictObject({ after: z.int().min(0).max(Number.MAX_SAFE_INTEGER) });
export const disableBody = z.strictObject({ reason: line(200) });

const instant = z.iso.datetime({ precision: 3 });
export const webhookView = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  description: z.string(),
  state: z.enum(['active', 'disabled']),
  /** Why it is disabled. */
  reason: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
  /** Null while nothing is sent. */
  progress: z
    .object({
      delivered: z.int(),
      waiting: z.int(),
      lastDeliveredAt: instant.nullable(),
      failing: z.object({ since: instant, attempts: z.int(), why: z.string() }).nullable(),
      /** The last attempt that was not taken, since the controller started; it may have been taken since. */
      lastFailure: z.object({ at: instant, why: z.string() }).nullable(),
    })
    .nullable(),
  /** The last test that was asked for since the controller started. */
  test: z
    .object({
      at: instant,
      state: z.enum(['under-way', 'taken', 'not-taken']),
      why: z.string().nullable(),
    })
    .nullable(),
  /** The signing secret, `whsec_…`: told once, in the answer that makes the subscription; else null. */
  secret: z.string().nullable(),
});
/** What a subscription may name. */
export const webhookChoices = z.object({
  /** Origins to which this site may post: `webhooks.allow` of its configuration. */
  origins: z.array(z.string()),
  /** Names of events of documents and consignments. */
  events: z.array(z.string()),
  /** The sequence of the last event: a subscription begins behind it unless it says otherwise. */
  head: z.int(),
});
export type WebhookChoices = z.output<typeof webhookChoices>;
export type WebhookView = z.output<typeof webhookView>;
