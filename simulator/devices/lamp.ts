import type { SimClock } from '../clock.ts';

export interface LampState {
  readonly lit: boolean;
  /** Lit by a board that flashes it, rather than by steady current. */
  readonly flashing: boolean;
}

/** A lamp at a compartment: steady while its output has current, or flashed by a board for a while. */
export class Lamp {
  readonly #clock: SimClock;
  readonly #changed: () => void;
  #current = false;
  #flashes = 0;

  constructor(clock: SimClock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  drive(on: boolean): void {
    this.#current = on;
    this.#changed();
  }

  flash(ms: number): void {
    this.#flashes += 1;
    this.#changed();
    this.#clock.after(ms, () => {
      this.#flashes -= 1;
      this.#changed();
    });
  }

  state(): LampState {
    return { lit: this.#current || this.#flashes > 0, flashing: this.#flashes > 0 };
  }
}
