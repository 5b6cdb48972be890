import type { AnyStoredEvent } from '../ports/ledger.ts';

type Listener = (events: readonly AnyStoredEvent[]) => void;

/**
 * Delivers appended events to every listener in the order of the ledger. A listener may append itself: what that
 * adds is delivered after the events at hand have reached everybody.
 */
export class Listeners {
  readonly #listeners = new Set<Listener>();
  readonly #waiting: (readonly AnyStoredEvent[])[] = [];
  readonly #onError: (error: unknown) => void;
  #delivering = false;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  add(listener: Listener): () => void {
    const own: Listener = (events) => listener(events);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  deliver(events: readonly AnyStoredEvent[]): void {
    if (events.length > 0) this.#waiting.push(events);
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift())
        for (const listener of this.#listeners) this.#tell(listener, next);
    } finally {
      this.#delivering = false;
    }
  }

  #tell(listener: Listener, events: readonly AnyStoredEvent[]): void {
    try {
      listener(events);
    } catch (error) {
      this.#onError(error);
    }
  }
}
