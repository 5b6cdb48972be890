import { webhook as decider, feedEvents, type WebhookCommand } from '../domain/webhook.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { keyedHash } from './keyed-hash.ts';
import { done, refused, type Outcome } from './outcome.ts';

interface Deps {
  readonly desk: Desk;
  readonly views: Pick<ReadModels, 'webhook' | 'webhooks'>;
  readonly entropy: Entropy;
  /** Origins (`https://oa.example:8443`) to which anything may be posted; none unless the site says so. */
  readonly allow: readonly string[];
}
/** Subscriptions of one site: each costs a reading of the ledger. */
export const MOST_WEBHOOKS = 20;

/** Bytes that sign what is sent to a subscription. Made anew from the site's key whenever needed: kept nowhere. */
export const webhookKey = (siteKey: Uint8Array, id: string): Uint8Array => keyedHash(siteKey, 'webhook', id);
/** The same as the receiver is given it. */
export const webhookSecretText = (siteKey: Uint8Array, id: string): string =>
  `whsec_${Buffer.from(webhookKey(siteKey, id)).toString('base64')}`;

/** Why nothing may be posted to an address; undefined when it may. */
export const addressProblem = (url: string, allow: readonly string[]): string | undefined => {
  if (!URL.canParse(url)) return 'no address';
  const { protocol, origin, username, password, hash } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return 'only http and https';
  if (username !== '' || password !== '' || hash !== '') return 'no user, password or fragment';
  return allow.includes(origin) ? undefined : `${origin} is not in webhooks.allow`;
};

/** Refused: `address-not-allowed`, `no-such-event`, `too-many-webhooks`. */
export const subscribe = (
  deps: Deps,
  subscription: PayloadOf<'WebhookSubscribed'>,
  by: By,
  answer?: (id: string) => AnswerOf,
): Outcome<string> => {
  const why = addressProblem(subscription.url, deps.allow);
  if (why !== undefined) return refused('address-not-allowed', { why });
  const unknown = subscription.events.find((name) => !feedEvents.has(name));
  if (unknown !== undefined) return refused('no-such-event', { event: unknown });
  if (deps.views.webhooks().length >= MOST_WEBHOOKS)
    return refused('too-many-webhooks', { limit: MOST_WEBHOOKS });
  const id = deps.entropy.id();
  const judged = judge(deps.desk, decider, id, { type: 'Subscribe', ...subscription });
  const written = writeAll(deps.desk, [judged], by, answer?.(id));
  return written.ok ? done(id) : written;
};

/** Refused: `no-such`, `address-not-allowed` when the site allows it no more. */
export const changeWebhook = (
  { desk, views, allow }: Omit<Deps, 'entropy'>,
  id: string,
  command: Exclude<WebhookCommand, { type: 'Subscribe' }>,
  by: By,
  answer?: AnswerOf,
): Outcome<readonly AnyStoredEvent[]> => {
  const row = views.webhook(id);
  if (!row) return refused('no-such', { what: 'webhook', id });
  const why = command.type === 'Enable' ? addressProblem(row.url, allow) : undefined;
  if (why !== undefined) return refused('address-not-allowed', { why });
  return writeAll(desk, [judge(desk, decider, id, command)], by, answer);
};
