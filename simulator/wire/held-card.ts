import type { SimClock } from '../clock.ts';

/** A card in a reader's field makes it talk again and again until the card is gone. */
export class HeldCard {
  readonly #clock: SimClock;
  readonly #frameOf: (uid: string) => Uint8Array;
  readonly #send: (frame: Uint8Array) => void;
  readonly #everyMs: number;
  #holding: { frame: Uint8Array; until: number } | null = null;

  constructor(
    clock: SimClock,
    everyMs: number,
    frameOf: (uid: string) => Uint8Array,
    send: (frame: Uint8Array) => void,
  ) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#frameOf = frameOf;
    this.#send = send;
  }

  /** Holds a card to the reader for `holdMs` milliseconds; another card takes its place. */
  hold(uid: string, holdMs: number): void {
    const frame = this.#frameOf(uid);
    const wasTalking = this.#holding !== null;
    this.#holding = { frame, until: this.#clock.now() + holdMs };
    if (!wasTalking) this.#talk();
  }

  #talk(): void {
    if (!this.#holding) return;
    this.#send(this.#holding.frame);
    if (this.#clock.now() + this.#everyMs > this.#holding.until) this.#holding = null;
    else this.#clock.after(this.#everyMs, () => this.#talk());
  }
}
