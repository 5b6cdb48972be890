import { rateLimit, type Store } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import type { Clock } from '../../ports/clock.ts';
import { ProblemError } from './problem.ts';

const MOST_ADDRESSES = 10_000;

/** Counts per address in a fixed window, on the clock port; the oldest address is forgotten beyond ten thousand. */
class ClockStore implements Store {
  readonly localKeys = true;
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #hits = new Map<string, { count: number; until: number }>();

  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  increment(key: string): { totalHits: number; resetTime: Date } {
    const now = this.#clock.now();
    const held = this.#hits.get(key);
    const current = held && held.until > now ? held : { count: 0, until: now + this.#windowMs };
    current.count += 1;
    this.#hits.delete(key);
    this.#hits.set(key, current);
    const oldest = this.#hits.size > MOST_ADDRESSES ? this.#hits.keys().next().value : undefined;
    if (oldest !== undefined) this.#hits.delete(oldest);
    return { totalHits: current.count, resetTime: new Date(current.until) };
  }

  decrement(key: string): void {
    const held = this.#hits.get(key);
    if (held && held.count > 0) held.count -= 1;
  }

  resetKey(key: string): void {
    this.#hits.delete(key);
  }
}

/** At most `tries` requests a minute from one address; more throw `too-many-requests` (429). */
export const limitTries = (clock: Clock, tries: number): RequestHandler => {
  const windowMs = 60_000;
  return rateLimit({
    windowMs,
    limit: tries,
    store: new ClockStore(clock, windowMs),
    standardHeaders: false,
    legacyHeaders: false,
    handler: (_request, _response, next) =>
      next(
        new ProblemError(429, 'too-many-requests', {
          values: { seconds: windowMs / 1000 },
          headers: { 'Retry-After': String(windowMs / 1000) },
        }),
      ),
  });
};
