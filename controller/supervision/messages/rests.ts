import type { MessageFault } from '../../domain/message.ts';

/** Rest of a message after its nth failure in a row, ms; the last one repeats. */
export const RESTS_MS: Readonly<Record<MessageFault, readonly number[]>> = {
  unreachable: [5_000, 15_000, 60_000, 120_000, 300_000],
  busy: [60_000, 300_000, 900_000, 1_800_000],
  refused: [10_000, 60_000, 300_000, 1_800_000],
};
/**
 * A message that is refused so often is a dead letter, and one that waited this long (ms) and was tried so often: a
 * clock that jumps ahead alone gives up nothing.
 */
export const MOST_REFUSALS = RESTS_MS.refused.length + 1;
export const GIVE_UP_AFTER_MS = 7 * 86_400_000;
export const LEAST_ATTEMPTS = 20;
/** A rest that ends later than this was made under another clock, ms. */
const LONGEST_REST_MS = 3_600_000;

/** Whether an instant at which a rest ends has come, also when the clock was put back meanwhile. */
export const isOver = (until: number, now: number): boolean => until <= now || until - now > LONGEST_REST_MS;

export const restAfter = (fault: MessageFault, attempts: number): number => {
  const rests = RESTS_MS[fault];
  return rests[Math.min(attempts, rests.length) - 1] ?? 0;
};

/**
 * Whether a channel as a whole is down: two different messages in a row did not get through. Then it rests, growing,
 * and one message at a time tries it; one message that nobody can take stops no other.
 */
export class ChannelHealth {
  readonly #failed = new Set<string>();
  #streak = 0;
  #until = 0;

  /** When the channel may be tried again, ms since 1970; 0 while nothing is wrong with it. */
  get until(): number {
    return this.#until;
  }

  failed(id: string, fault: MessageFault, now: number, afterMs: number | undefined): void {
    if (afterMs !== undefined) this.#until = Math.max(this.#until, now + afterMs);
    if (fault !== 'unreachable') return;
    this.#failed.add(id);
    this.#streak += 1;
    if (this.#failed.size > 1) this.#until = now + restAfter('unreachable', this.#streak);
  }

  /** Answers whether it had been down: what rested because of that need not rest any longer. */
  succeeded(): boolean {
    const wasDown = this.#failed.size > 1;
    this.#failed.clear();
    this.#streak = 0;
    this.#until = 0;
    return wasDown;
  }
}
