import { createHash } from 'node:crypto';
import { message as decider, type MessageDetails } from '../../domain/message.ts';
import type { EventDraft } from '../../domain/events.ts';
import type { StreamId } from '../../domain/event.ts';
import type { Channel } from '../../ports/channel.ts';
import type { AnyStoredEvent, Ledger } from '../../ports/ledger.ts';
import { ChannelOutbox, type OutboxDeps } from './channel-outbox.ts';

export interface OutboxesDeps extends OutboxDeps {
  readonly ledger: Pick<Ledger, 'health' | 'onAppended'>;
  readonly site: string;
  readonly channels: readonly Channel[];
}
type Write = { readonly stream: StreamId; readonly events: readonly EventDraft[] };
/** Most messages decided in one append. */
const AT_ONCE = 100;

/**
 * Messages on their way. One is decided once (its id follows from what it says to whom), kept in the ledger, and sent
 * from there: a crash loses none, and one between the other side's taking it and our record of that repeats it under
 * the same id. Every attempt reads the state again; every outcome is an event.
 */
export class Outbox {
  readonly #deps: OutboxesDeps;
  readonly #channels: ReadonlyMap<string, ChannelOutbox>;
  #unsubscribe: (() => void) | undefined;

  constructor(deps: OutboxesDeps) {
    this.#deps = deps;
    this.#channels = new Map(deps.channels.map((channel) => [channel.id, new ChannelOutbox(deps, channel)]));
  }

  /** Takes up what was left over. Messages of channels that are not configured any more wait for them. */
  start(): void {
    this.#unsubscribe = this.#deps.ledger.onAppended((events) => this.#follow(events));
    for (const channel of this.#channels.values()) channel.resume();
  }

  /** Nothing is sent any more; what is under way fails and is sent again after the next start. */
  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await Promise.all([...this.#channels.values()].map((channel) => channel.stop()));
  }

  /** When a channel that is down is tried again, ms since 1970; null while it is not. */
  restsUntil(channel: string): number | null {
    return this.#channels.get(channel)?.restsUntil ?? null;
  }

  /** Decides these, durably; what was decided before is not decided again. Throws LedgerUnavailable. */
  decide(messages: readonly MessageDetails[]): void {
    const { desk, entropy, site } = this.#deps;
    const writes: Write[] = messages.flatMap((details) => {
      const id = messageId(site, details);
      const decision = decider.decide({ type: 'Decide', ...details }, desk.state(decider, id).state);
      return decision.ok && decision.events.length > 0
        ? [{ stream: `message:${id}`, events: decision.events }]
        : [];
    });
    for (let from = 0; from < writes.length; from += AT_ONCE)
      desk.append(writes.slice(from, from + AT_ONCE), {
        ...{ actor: 'system', station: null, cause: entropy.id() },
      });
  }

  #follow(events: readonly AnyStoredEvent[]): void {
    for (const { type, stream } of events) {
      if (type !== 'MessageDecided' && type !== 'MessageReplayed') continue;
      const row = this.#deps.views.message(stream.slice(stream.indexOf(':') + 1));
      if (row?.state === 'waiting') this.#channels.get(row.channel)?.take(row);
    }
  }
}

/**
 * The same for the same thing said to the same receiver over the same channel. A digest is said once in its period and a
 * missed visit once, whatever is open then.
 */
export const messageId = (site: string, details: MessageDetails): string => {
  const { channel, kind, level, department, person, occasion, about } = details;
  const pieces = about.map(({ docket, clock, due, since }) => [docket, clock, due, since].join('@')).sort();
  const what =
    kind === 'digest' ? [occasion] : [level, department, occasion, ...(occasion === '' ? pieces : [])];
  const mark = JSON.stringify([site, channel, kind, person, ...what]);
  return `msg_${createHash('sha256').update(mark).digest('base64url').slice(0, 27)}`;
};
