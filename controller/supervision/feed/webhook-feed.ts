import { feedEvents } from '../../domain/webhook.ts';
import { instantOf, type Cancel, type Clock } from '../../ports/clock.ts';
import type { AnyStoredEvent, Ledger } from '../../ports/ledger.ts';
import type { ReadModels, WebhookRow } from '../../ports/read-models.ts';
import type { SignedSender, WebhookProgress } from '../../ports/webhooks.ts';
import { documentOf, feedBody, messageId } from './feed-body.ts';

/** Rest after each failed attempt at the same message, ms; the last one is repeated. */
export const REST_MS: readonly number[] = [
  ...[1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000],
];
/** After so long without the failing message being taken the subscription is disabled, ms. */
export const GIVE_UP_MS = 5 * 86_400_000;
/** Documents that are told of at the same time. */
const PARALLEL = 4;
/** Most events read ahead of what was taken. */
const AHEAD = 500;
const PAGE = 200;
/** How often at most the place is written down, ms: a crash repeats at most so much, under the same ids. */
const NOTE_MS = 1_000;

export interface FeedDeps {
  readonly ledger: Pick<Ledger, 'read'>;
  readonly views: Pick<ReadModels, 'consignment' | 'document'>;
  readonly clock: Clock;
  readonly sender: SignedSender;
  /** Writes down that everything up to a sequence was taken. */
  readonly note: (delivered: number) => void;
  /** Nothing was taken for too long. */
  readonly giveUp: (reason: string) => void;
}
interface Lane {
  readonly events: AnyStoredEvent[];
  sending: boolean;
  attempts: number;
  failingSince: number | null;
  why: string;
  rest: Cancel | null;
}

/**
 * One subscription: its events one after another for each document, of several documents at once. What is not taken
 * is tried again until it is; what belongs to the same document waits for it, nothing is skipped.
 */
export class WebhookFeed {
  readonly #deps: FeedDeps;
  readonly #row: Pick<WebhookRow, 'url' | 'events'>;
  readonly #key: Uint8Array;
  readonly #lanes = new Map<string, Lane>();
  #read: number;
  #noted: number;
  #noting: Cancel | null = null;
  #sending = 0;
  #lastDeliveredAt: string | null = null;
  #lastFailure: WebhookProgress['lastFailure'] = null;
  #stopped = false;

  constructor(deps: FeedDeps, row: Pick<WebhookRow, 'url' | 'events'>, key: Uint8Array, after: number) {
    this.#deps = deps;
    this.#row = row;
    this.#key = key;
    this.#read = after;
    this.#noted = after;
  }

  progress(): WebhookProgress {
    const lanes = [...this.#lanes.values()];
    const failing = lanes
      .filter((lane) => lane.failingSince !== null)
      .sort((a, b) => (a.failingSince ?? 0) - (b.failingSince ?? 0))[0];
    return {
      delivered: this.#delivered(),
      waiting: lanes.reduce((sum, { events }) => sum + events.length, 0),
      lastDeliveredAt: this.#lastDeliveredAt,
      lastFailure: this.#lastFailure,
      failing: failing
        ? {
            since: new Date(failing.failingSince ?? 0).toISOString(),
            attempts: failing.attempts,
            why: failing.why,
          }
        : null,
    };
  }

  /** Reads on and sends what may be sent now. */
  pump(): void {
    if (this.#stopped) return;
    this.#readAhead();
    for (const [document, lane] of this.#lanes) {
      if (this.#sending >= PARALLEL) return;
      if (!lane.sending && lane.rest === null) void this.#send(document, lane);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const lane of this.#lanes.values()) lane.rest?.();
    this.#noting?.();
    this.#writeDown();
  }

  #readAhead(): void {
    const waiting = () => [...this.#lanes.values()].reduce((sum, { events }) => sum + events.length, 0);
    for (let ahead = waiting(); ahead < AHEAD;) {
      const events = this.#deps.ledger.read(this.#read, PAGE);
      if (events.length === 0) break;
      for (const event of events) if (this.#wants(event)) ahead += this.#enqueue(event);
      this.#read = events.at(-1)?.sequence ?? this.#read;
    }
    if (this.#lanes.size === 0) this.#noteSoon();
  }

  #wants({ type }: AnyStoredEvent): boolean {
    return this.#row.events.length === 0 ? feedEvents.has(type) : this.#row.events.includes(type);
  }

  #enqueue(event: AnyStoredEvent): number {
    const document = documentOf(event, this.#deps.views);
    const lane = this.#lanes.get(document);
    if (lane) return lane.events.push(event) && 1;
    const fresh = { sending: false, attempts: 0, failingSince: null, why: '', rest: null };
    this.#lanes.set(document, { ...fresh, events: [event] });
    return 1;
  }

  async #send(document: string, lane: Lane): Promise<void> {
    const [event] = lane.events;
    if (!event) return;
    lane.sending = true;
    this.#sending += 1;
    const body = feedBody(event, this.#deps.views);
    const outcome = await this.#deps.sender.send({
      ...{ url: this.#row.url, id: messageId(event), body, key: this.#key },
    });
    lane.sending = false;
    this.#sending -= 1;
    if (this.#stopped) return;
    if (outcome.ok) this.#taken(document, lane);
    else this.#failed(lane, outcome.why);
    this.pump();
  }

  #taken(document: string, lane: Lane): void {
    lane.events.shift();
    lane.attempts = 0;
    lane.failingSince = null;
    // Last in line again, so that every document has its turn.
    this.#lanes.delete(document);
    if (lane.events.length > 0) this.#lanes.set(document, lane);
    this.#lastDeliveredAt = instantOf(this.#deps.clock);
    this.#noteSoon();
  }

  #failed(lane: Lane, why: string): void {
    const now = this.#deps.clock.now();
    lane.failingSince ??= now;
    lane.attempts += 1;
    lane.why = why;
    this.#lastFailure = { at: instantOf(this.#deps.clock), why };
    if (now - lane.failingSince >= GIVE_UP_MS) {
      const since = new Date(lane.failingSince).toISOString();
      return this.#deps.giveUp(`${why}; ${lane.attempts} attempts since ${since}`);
    }
    const rest = REST_MS[Math.min(lane.attempts, REST_MS.length) - 1] ?? 0;
    lane.rest = this.#deps.clock.after(rest, () => {
      lane.rest = null;
      this.pump();
    });
  }

  /** Everything up to here was taken. */
  #delivered(): number {
    const first = [...this.#lanes.values()].map(({ events }) => events[0]?.sequence ?? Infinity);
    return Math.min(this.#read, ...first.map((sequence) => sequence - 1));
  }
  #noteSoon(): void {
    this.#noting ??= this.#deps.clock.after(NOTE_MS, () => {
      this.#noting = null;
      this.#writeDown();
    });
  }
  #writeDown(): void {
    const delivered = this.#delivered();
    if (delivered === this.#noted) return;
    this.#noted = delivered;
    this.#deps.note(delivered);
  }
}
