import type { ChasingPolicy } from '../../config-schema.ts';
import { dayAt } from '../../domain/days.ts';
import type { MessageDetails } from '../../domain/message.ts';
import type { Cancel, Clock } from '../../ports/clock.ts';
import { LedgerUnavailable, type AnyStoredEvent, type Ledger } from '../../ports/ledger.ts';
import type { OpenClocks } from '../../ports/open-clocks.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { ChaseList } from './chase-list.ts';
import { MOST_PIECES } from './deposit-notices.ts';
import { digestsFor, digestSlots } from './digests.ts';
import { chaseOneByOne } from './one-by-one.ts';
import type { Outbox } from './outbox.ts';
import { readersMoveAfter, type ReadersFor } from './readers.ts';

export interface ChaserDeps {
  readonly ledger: Pick<Ledger, 'onAppended'>;
  readonly views: Pick<ReadModels, 'toldOf' | 'waitingFor' | 'message' | 'standIns'>;
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
const instant = (at: number): string => new Date(at).toISOString();
const DIGEST = 'messages:digest';
const VISITS = 'messages:visits';
/** A half day that passed longer ago is nobody’s concern any more, ms. */
const KNOWN_FOR_MS = 3 * 86_400_000;

/**
 * Decides who is reminded of what, by rule. What is due follows from the running clocks, what was said from the ledger,
 * so that restarts, outages and clocks that jump neither lose nor double anything; the list only says where to look.
 */
export class Chaser {
  readonly #deps: ChaserDeps;
  #unsubscribe: (() => void) | undefined;
  #cancel: Cancel | null = null;
  #slots: ({ readonly day: string } & ReturnType<typeof digestSlots>) | undefined;
  #wakeAt = Number.POSITIVE_INFINITY;
  readonly #list: ChaseList;
  /** When a stand-in comes or goes, ms since 1970. */
  #readersMoveAt = Number.POSITIVE_INFINITY;
  #missed = true;

  constructor(deps: ChaserDeps) {
    this.#deps = deps;
    this.#list = new ChaseList(deps.clocks, deps.views);
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
    for (const event of events) {
      this.#list.follow(event);
      if (event.type === 'VisitMissed') this.#missed = true;
    }
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
      if (this.#missed) this.#visits(now);
      this.#missed = false;
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) onTrouble(error);
      next = now + UNRECORDED_MS;
    }
    this.#sleepUntil(next);
  }

  #oneByOne(now: number): number {
    if (now >= this.#readersMoveAt) this.#list.forget();
    const { messages, next } = chaseOneByOne(this.#deps, this.#list.due(now), now);
    this.#deps.outbox.decide(messages);
    this.#list.looked(now, next);
    this.#readersMoveAt = readersMoveAfter(this.#deps.views.standIns(), now);
    return Math.min(this.#list.next(now), this.#readersMoveAt);
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
      // A new site starts with the next one; a clock that was put back is at one that was said already.
      if (stored !== undefined && last > stored)
        outbox.decide(digestsFor({ ...this.#deps, policy: policy.digest }, last, now));
      secrets.set(DIGEST, last);
    }
    return next;
  }

  #visits(now: number): void {
    const { secrets, outbox, readers, clocks, views } = this.#deps;
    const stored = secrets.get(VISITS);
    // The judgement comes some time after the half day: what is new is known by its event, not by its time.
    // One that seems to lie ahead was judged before the clock was put back.
    const range = { from: instant(now - KNOWN_FOR_MS), to: instant(now + KNOWN_FOR_MS) };
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
