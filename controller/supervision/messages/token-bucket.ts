/**
 * At most `perMinute` in any minute, also across a restart: half of them at once and the other half spread over the
 * minute, starting with none.
 */
export class TokenBucket {
  readonly #burst: number;
  readonly #msEach: number;
  #tokens = 0;
  #at: number;

  constructor(perMinute: number, now: number) {
    this.#burst = Math.floor(perMinute / 2);
    this.#msEach = 60_000 / this.#burst;
    this.#at = now;
  }

  /** How long until there is a token, ms; 0 when there is one. */
  wait(now: number): number {
    this.#fill(now);
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) * this.#msEach);
  }

  take(now: number): void {
    this.#fill(now);
    this.#tokens -= 1;
  }

  /** A clock that was put back fills nothing. */
  #fill(now: number): void {
    const passed = Math.max(0, now - this.#at);
    this.#at = now;
    this.#tokens = Math.min(this.#burst, this.#tokens + passed / this.#msEach);
  }
}
