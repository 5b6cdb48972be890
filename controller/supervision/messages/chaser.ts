import type { ChasingPolicy } from '../../config-schema.ts';
import { dayAt } from '../../domain/days.ts';
import type { MessageDetails } from '../../domain/message.ts';
import type { Cancel, Clock } from '../../ports/clock.ts';
import { LedgerUnavailable, type AnyStoredEvent, type Ledger } from '../../ports/ledger.ts';
import type { OpenClocks } from '../../ports/open-clocks.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { MOST_PIECES } from './deposit-notices.ts';
import { digestsFor, digestSlots } from './digests.ts';
import { chaseOneByOne } from './one-by-one.ts';
import type { Outbox } from './outbox.ts';
import type { ReadersFor } from './readers.ts';

export interface ChaserDeps {
  readonly ledger: Pick<Ledger, 'onAppended'>;
  readonly views: Pick<ReadModels, 'toldOf' | 'waitingFor'>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly clocks: OpenClocks;
  readonly timeZone: string;
  readonly policy: ChasingPolicy;
  readonly outbox: Pick<Outbox, 'decide'>;
  readonly readers: ReadersFor;
  readonly onTrouble: (error: unknown) => void;
}
/** How soon after a piece moved its clocks are looked at, ms. */
export const LOOK_AFTER_MS = 30_000;
/** Alarm clocks follow the wall clock, which may be set right meanwhile: none is trusted for longer, ms. */
const LONGEST_SLEEP_MS = 600_000;
const UNRECORDED_MS = 120_000;
const DIGEST = 'messages:digest';
const VISITS = 'messages:visits';
/** A half day that passed longer ago is nobody’s concern any more, ms. */
const KNOWN_FOR_MS = 3 * 86_400_000;

/**
 * Decides who is reminded of what, by rule. It keeps no list: what is due follows from the running clocks, what was
 * said from the ledger, so that restarts, outages and clocks that jump neither lose nor double anything.
 */
export class Chaser {
  readonly #deps: ChaserDeps;
  #unsubscribe: (() => void) | undefined;
  #cancel: Cancel | null = null;
  #slots: ({ readonly day: string } & ReturnType<typeof digestSlots>) | undefined;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(deps: ChaserDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#unsubscribe = this.#deps.ledger.onAppended((events) => this.#follow(events));
    this.#look();
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#cancel?.();
  }

  /** Messages about pieces move no clock. */
  #follow(events: readonly AnyStoredEvent[]): void {
    if (events.some(({ stream }) => !stream.startsWith('message:')))
      this.#sleepUntil(Math.min(this.#wakeAt, this.#deps.clock.now() + LOOK_AFTER_MS));
  }

  #sleepUntil(at: number): void {
    if (at === this.#wakeAt && this.#cancel) return;
    this.#cancel?.();
    this.#wakeAt = at;
    const ms = Math.max(0, at - this.#deps.clock.now());
    this.#cancel = this.#deps.clock.after(Math.min(ms, LONGEST_SLEEP_MS), () => this.#look());
  }

  #look(): void {
    const { clock, onTrouble } = this.#deps;
    this.#cancel = null;
    const now = clock.now();
    let next: number;
    try {
      next = Math.min(this.#oneByOne(now), this.#digests(now), now + LONGEST_SLEEP_MS);
      this.#visits(now);
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) onTrouble(error);
      next = now + UNRECORDED_MS;
    }
    this.#sleepUntil(next);
  }

  #oneByOne(now: number): number {
    const { messages, next } = chaseOneByOne(this.#deps, now);
    this.#deps.outbox.decide(messages);
    return next;
  }

  /** The slot is noted last: after a crash between, the same messages are decided under the same ids, once. */
  #digests(now: number): number {
    const { policy, clocks, timeZone, secrets, outbox } = this.#deps;
    const day = dayAt(now, timeZone);
    // Days off are looked up once a day, and when a digest was due.
    if (this.#slots?.day !== day || now >= this.#slots.next)
      this.#slots = { day, ...digestSlots(policy.digest, clocks, timeZone, now) };
    const { last, next } = this.#slots;
    const stored = secrets.get(DIGEST);
    if (last !== null && last !== stored) {
      // A new site starts with the next one.
      if (stored !== undefined)
        outbox.decide(digestsFor({ ...this.#deps, policy: policy.digest }, last, now));
      secrets.set(DIGEST, last);
    }
    return next;
  }

  #visits(now: number): void {
    const { secrets, outbox, readers, clocks, views } = this.#deps;
    const stored = secrets.get(VISITS);
    // The judgement comes some time after the half day: what is new is known by its event, not by its time.
    const range = { from: new Date(now - KNOWN_FOR_MS).toISOString(), to: new Date(now).toISOString() };
    const missed = clocks.missedVisits(range).filter(({ sequence }) => sequence > Number(stored ?? -1));
    if (stored !== undefined)
      outbox.decide(
        missed.flatMap(({ department, to: occasion, sequence }) => {
          const waiting = views.waitingFor([department]).slice(0, MOST_PIECES);
          const about = waiting.map(({ docket, document }) => ({
            ...{ docket, document, clock: null, due: null, since: sequence },
          }));
          if (about.length === 0) return [];
          return readers('visit', 'collector', department).map((reader): MessageDetails => ({
            ...{ ...reader, kind: 'visit', level: 'collector', department, occasion, about },
          }));
        }),
      );
    if (stored === undefined || missed.length > 0)
      secrets.set(VISITS, String(Math.max(0, ...missed.map(({ sequence }) => sequence))));
  }
}
