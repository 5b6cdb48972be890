import { webhook as decider } from '../../domain/webhook.ts';
import type { Cancel, Clock } from '../../ports/clock.ts';
import type { Desk } from '../../ports/desk.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { AnyStoredEvent, Ledger } from '../../ports/ledger.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { SignedSender, WebhookProgress } from '../../ports/webhooks.ts';
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

  stop(): void {
    this.#unsubscribe?.();
    this.#soon?.();
    for (const id of [...this.#feeds.keys()]) this.#end(id);
    this.#deps.sender.close();
  }

  #appended(events: readonly AnyStoredEvent[]): void {
    for (const { type, stream, sequence } of events) {
      if (!stream.startsWith('webhook:')) continue;
      const id = stream.slice('webhook:'.length);
      this.#end(id);
      if (type === 'WebhookRemoved') this.#deps.secrets.delete(placeName(id));
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
