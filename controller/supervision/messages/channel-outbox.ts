import { message as decider, type MessageCommand } from '../../domain/message.ts';
import type { Channel, SendOutcome } from '../../ports/channel.ts';
import { instantOf, type Cancel, type Clock } from '../../ports/clock.ts';
import type { Desk } from '../../ports/desk.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { LedgerUnavailable, type Ledger } from '../../ports/ledger.ts';
import type { MessageRow } from '../../ports/messages.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { Composed } from './compose.ts';
import { DocumentOrder } from './document-order.ts';
import {
  ChannelHealth,
  GIVE_UP_AFTER_MS,
  isOver,
  LEAST_ATTEMPTS,
  MOST_REFUSALS,
  restAfter,
} from './rests.ts';
import { TokenBucket } from './token-bucket.ts';

/** Rest when an outcome could not be recorded, ms. */
const UNRECORDED_MS = 120_000;
/** Alarm clocks follow the wall clock, which may be set right meanwhile: none is trusted for longer, ms. */
const LONGEST_SLEEP_MS = 600_000;

export interface OutboxDeps {
  readonly ledger: Pick<Ledger, 'health'>;
  readonly desk: Desk;
  readonly views: Pick<ReadModels, 'waitingMessages' | 'message'>;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** What is true of a message now: read again before every attempt. */
  readonly compose: (message: MessageRow, personal: Channel['personal']) => Composed;
  /** Told of every attempt that failed: channel, message, attempt, why. No titles, no addresses. */
  readonly onFailure?: (failure: Readonly<Record<string, string | number>>) => void;
}
interface Waiting {
  readonly row: MessageRow;
  readonly documents: readonly string[];
  readonly since: number;
  attempts: number;
  refusals: number;
  /** ms since 1970. */
  until: number;
  fault: 'unreachable' | 'busy' | 'refused' | null;
}

/** Sends what waits for one channel, one at a time; see `Outbox`. */
export class ChannelOutbox {
  readonly #deps: OutboxDeps;
  readonly #channel: Channel;
  readonly #waiting = new Map<string, Waiting>();
  readonly #order = new DocumentOrder();
  readonly #health = new ChannelHealth();
  readonly #bucket: TokenBucket | null;
  #sending: Promise<void> | null = null;
  #unrecordedUntil = 0;
  #cancel: Cancel | null = null;
  #stopped = false;

  constructor(deps: OutboxDeps, channel: Channel) {
    this.#deps = deps;
    this.#channel = channel;
    const { perMinute } = channel;
    this.#bucket = perMinute === null ? null : new TokenBucket(perMinute, deps.clock.now());
  }

  get id(): string {
    return this.#channel.id;
  }
  /** When a channel that is down is tried again, ms since 1970; null while it is not. */
  get restsUntil(): number | null {
    return this.#health.until > this.#deps.clock.now() ? this.#health.until : null;
  }

  /** Takes up what was left over from before the start. */
  resume(): void {
    for (const row of this.#deps.views.waitingMessages(this.#channel.id)) this.#add(row);
    this.#pump();
  }

  /** A message was decided, or put back. */
  take(row: MessageRow): void {
    this.#add(row);
    this.#pump();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    this.#channel.close();
    await this.#sending;
  }

  #add(row: MessageRow): void {
    if (this.#waiting.has(row.id)) return;
    const documents = [...new Set(row.about.map(({ document }) => document))];
    this.#order.add(row.id, documents);
    this.#waiting.set(row.id, {
      ...{ row, documents, since: Date.parse(row.waitingSince), attempts: row.attempts },
      ...{ refusals: 0, until: 0, fault: null },
    });
  }

  #done({ row, documents }: Waiting): void {
    this.#waiting.delete(row.id);
    this.#order.remove(row.id, documents);
  }

  #pump(): void {
    if (this.#stopped || this.#sending) return;
    this.#cancel?.();
    this.#cancel = null;
    const now = this.#deps.clock.now();
    const held = [this.#health.until, this.#unrecordedUntil].filter((until) => !isOver(until, now));
    const next = held.length === 0 ? this.#next(now) : undefined;
    const tokens = next && this.#bucket ? this.#bucket.wait(now) : 0;
    if (next && tokens === 0) {
      this.#sending = this.#attempt(next).finally(() => {
        this.#sending = null;
        this.#pump();
      });
      return;
    }
    const rests = [...this.#waiting.values()].flatMap(({ until }) => (isOver(until, now) ? [] : [until]));
    const wake = held.length > 0 ? Math.max(...held) : next ? now + tokens : Math.min(...rests);
    if (this.#waiting.size === 0 || !Number.isFinite(wake)) return;
    this.#cancel = this.#deps.clock.after(Math.min(wake - now, LONGEST_SLEEP_MS), () => this.#pump());
  }

  /** Of those that may go now, the one with the fewest attempts, then the oldest. */
  #next(now: number): Waiting | undefined {
    let best: Waiting | undefined;
    for (const one of this.#waiting.values())
      if (
        isOver(one.until, now) &&
        (best === undefined || one.attempts < best.attempts) &&
        this.#order.isFirst(one.row.id, one.documents)
      )
        best = one;
    return best;
  }

  async #attempt(waiting: Waiting): Promise<void> {
    const { clock, compose, ledger } = this.#deps;
    try {
      // What could not be recorded must not be said.
      if (!ledger.health().ok) throw new LedgerUnavailable('the ledger cannot be written');
      const composed = compose(waiting.row, this.#channel.personal);
      if ('drop' in composed) return this.#settle(waiting, { type: 'Drop', why: composed.drop });
      if ('dead' in composed)
        return this.#settle(waiting, { type: 'Fail', fault: 'refused', why: composed.dead, last: true });
      this.#bucket?.take(clock.now());
      const { dockets, ...content } = composed.content;
      const outcome = await this.#channel.send({
        ...content,
        ...{ id: waiting.row.id, attempt: waiting.attempts + 1, time: instantOf(clock) },
      });
      // What was under way at the stop is unknown: the next start sends it again, under its id.
      if (this.#stopped && !outcome.ok) return;
      this.#outcome(waiting, outcome, dockets);
    } catch (error) {
      // The outcome could not be recorded: the same message goes out again, under the same id.
      const why = error instanceof LedgerUnavailable ? error.code : `fault: ${String(error)}`;
      this.#tell(waiting, why);
      this.#unrecordedUntil = clock.now() + UNRECORDED_MS;
    }
  }

  #outcome(waiting: Waiting, outcome: SendOutcome, dockets: readonly string[]): void {
    const now = this.#deps.clock.now();
    if (outcome.ok) {
      if (this.#health.succeeded())
        for (const one of this.#waiting.values()) if (one.fault === 'unreachable') one.until = 0;
      return this.#settle(waiting, { type: 'Deliver', dockets });
    }
    const { fault, afterMs } = outcome;
    const why = outcome.why.slice(0, 200);
    this.#tell(waiting, why);
    const refusals = waiting.refusals + (fault === 'refused' ? 1 : 0);
    const old = now - waiting.since >= GIVE_UP_AFTER_MS && waiting.attempts + 1 >= LEAST_ATTEMPTS;
    const last = refusals >= MOST_REFUSALS || old;
    this.#settle(waiting, { type: 'Fail', fault, why, last });
    waiting.attempts += 1;
    waiting.refusals = refusals;
    waiting.fault = fault;
    waiting.until = now + (afterMs ?? restAfter(fault, fault === 'refused' ? refusals : waiting.attempts));
    this.#health.failed(waiting.row.id, fault, now, afterMs);
  }

  /** Records an outcome; the message leaves unless it is to be tried again. */
  #settle(waiting: Waiting, command: MessageCommand): void {
    const { desk, entropy } = this.#deps;
    const by = { actor: 'system', station: null, cause: entropy.id() };
    const decided = desk.decide(decider, waiting.row.id, command, by);
    if (!decided.ok) throw new Error(`message ${waiting.row.id}: ${decided.refusal.code}`);
    if (command.type !== 'Fail' || command.last) this.#done(waiting);
  }

  #tell({ row, attempts }: Waiting, why: string): void {
    this.#deps.onFailure?.({ channel: this.#channel.id, message: row.id, attempt: attempts + 1, why });
  }
}
