import { z } from 'zod';
import { defineEvent, text } from '../event.ts';

const sequence = z.int().min(0);

export const webhookSubscribed = defineEvent(
  'webhook',
  'WebhookSubscribed',
  'A program asked to be told of what happens to papers; the signing secret is not in the ledger.',
  z.object({
    /** Where each event is posted to. */
    url: text(500),
    /** Names of the events that are sent; empty for all of documents and consignments. */
    events: z.array(text(60)).max(60),
    /** What it is for, in the words of whoever made it. */
    description: text(200),
    /** The first event sent is the next after this sequence. */
    after: sequence,
  }),
);
export const webhookReplayed = defineEvent(
  'webhook',
  'WebhookReplayed',
  'A program asked for what was sent before once more.',
  z.object({
    /** The first event sent again is the next after this sequence. */
    after: sequence,
  }),
);
export const webhookDisabled = defineEvent(
  'webhook',
  'WebhookDisabled',
  'Nothing is sent any more: a person wished so, or nothing was taken for days.',
  z.object({ reason: text(300) }),
);
export const webhookEnabled = defineEvent(
  'webhook',
  'WebhookEnabled',
  'It is sent again, from where it stood.',
  z.object({}),
);
export const webhookTestAsked = defineEvent(
  'webhook',
  'WebhookTestAsked',
  'A person asked for one message that only shows whether the program takes anything.',
  z.object({}),
);
export const webhookRemoved = defineEvent(
  'webhook',
  'WebhookRemoved',
  'The subscription ended; its secret is void.',
  z.object({}),
);
