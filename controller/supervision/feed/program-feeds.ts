import { webhook as decider } from '../../domain/webhook.ts';
import type { Cancel, Clock } from '../../ports/clock.ts';
import type { Desk } from '../../ports/desk.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { AnyStoredEvent, Ledger } from '../../ports/ledger.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { SignedSender, WebhookProgress, WebhookTest } from '../../ports/webhooks.ts';
import { messageId } from './feed-body.ts';
import { WebhookFeed } from './webhook-feed.ts';

export interface ProgramFeedsDeps {
  readonly ledger: Pick<Ledger, 'read' | 'onAppended'>;
  readonly desk: Desk;
  readonly views: Pick<ReadModels, 'consignment' | 'document' | 'webhook' | 'webhooks'>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly sender: SignedSender;
  /** Bytes that sign what goes to a subscription. */
  readonly keyOf: (id: string) => Uint8Array;
  /** Whether the site still allows an address. */
  readonly allowed: (url: string) => boolean;
  readonly onError: (error: unknown, where: string) => void;
}

const placeName = (id: string): string => `webhook-place:${id}`;

/**
 * Tells programs what happens to papers. What is to be sent follows from the ledger alone: the events after each
 * subscription's place, which is written down beside the ledger. A crash repeats at most what was taken just before.
 */
export class ProgramFeeds {
  readonly #deps: ProgramFeedsDeps;
  readonly #feeds = new Map<string, WebhookFeed>();
  readonly #tests = new Map<string, WebhookTest>();
  #unsubscribe: (() => void) | null = null;
  #soon: Cancel | null = null;

  constructor(deps: ProgramFeedsDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#unsubscribe = this.#deps.ledger.onAppended((events) => this.#appended(events));
    for (const { id } of this.#deps.views.webhooks()) this.#begin(id);
    this.#pumpSoon();
  }

  /** Undefined for a subscription that is not running. */
  progress(id: string): WebhookProgress | undefined {
    return this.#feeds.get(id)?.progress();
  }

  /** Undefined when none was asked for since the start. */
  test(id: string): WebhookTest | undefined {
    return this.#tests.get(id);
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#soon?.();
    for (const id of [...this.#feeds.keys()]) this.#end(id);
    this.#deps.sender.close();
  }

  #appended(events: readonly AnyStoredEvent[]): void {
    for (const event of events) {
      const { type, stream, sequence } = event;
      if (!stream.startsWith('webhook:')) continue;
      const id = stream.slice('webhook:'.length);
      if (type === 'WebhookTestAsked') {
        // Not from within an append.
        this.#deps.clock.after(0, () => void this.#sendTest(id, event));
        continue;
      }
      this.#end(id);
      if (type === 'WebhookRemoved') {
        this.#deps.secrets.delete(placeName(id));
        this.#tests.delete(id);
      }
      if (type === 'WebhookSubscribed' || type === 'WebhookReplayed')
        this.#deps.secrets.set(placeName(id), String(this.#deps.views.webhook(id)?.from ?? sequence));
      this.#begin(id);
    }
    if (this.#feeds.size > 0) this.#pumpSoon();
  }

  #begin(id: string): void {
    const { views, secrets, keyOf, allowed } = this.#deps;
    const row = views.webhook(id);
    if (row?.state !== 'active') return;
    if (!allowed(row.url)) return this.#disable(id, `${new URL(row.url).origin} is not in webhooks.allow`);
    const place = secrets.get(placeName(id));
    const after = place === undefined ? row.from : Number(place);
    const deps = {
      ...this.#deps,
      note: (delivered: number) => secrets.set(placeName(id), String(delivered)),
      giveUp: (reason: string) => this.#disable(id, reason),
    };
    this.#feeds.set(id, new WebhookFeed(deps, row, keyOf(id), after));
  }

  #end(id: string): void {
    this.#feeds.get(id)?.stop();
    this.#feeds.delete(id);
  }

  /** Once, out of line: a test waits for nothing and nothing waits for it. A restart forgets one that is under way. */
  async #sendTest(id: string, { time: at, site, sequence }: AnyStoredEvent): Promise<void> {
    const { views, sender, keyOf, allowed } = this.#deps;
    if (this.#unsubscribe === null) return;
    const url = views.webhook(id)?.url;
    if (url === undefined) return;
    if (!allowed(url)) {
      const why = `${new URL(url).origin} is not in webhooks.allow`;
      this.#tests.set(id, { at, state: 'not-taken', why });
      return;
    }
    this.#tests.set(id, { at, state: 'under-way', why: null });
    const body = JSON.stringify({
      type: 'webhook.test',
      timestamp: at,
      data: { sequence, subscription: id },
    });
    const outcome = await sender.send({ url, id: messageId({ site, sequence }), body, key: keyOf(id) });
    // A later test has taken its place, or the subscription is gone.
    if (this.#tests.get(id)?.at !== at) return;
    this.#tests.set(id, {
      at,
      ...(outcome.ok ? { state: 'taken', why: null } : { state: 'not-taken', why: outcome.why }),
    });
  }

  #disable(id: string, reason: string): void {
    const { desk, entropy, clock, onError } = this.#deps;
    // Not from within an append.
    clock.after(0, () => {
      try {
        const by = { actor: 'system', station: null, cause: entropy.id() };
        desk.decide(decider, id, { type: 'Disable', reason: reason.slice(0, 300) }, by);
      } catch (error) {
        onError(error, `webhook ${id}`);
      }
    });
  }

  /** After the append is done with: a program never slows a door. */
  #pumpSoon(): void {
    this.#soon ??= this.#deps.clock.after(0, () => {
      this.#soon = null;
      for (const [id, feed] of this.#feeds)
        try {
          feed.pump();
        } catch (error) {
          this.#deps.onError(error, `webhook ${id}`);
        }
    });
  }
}
