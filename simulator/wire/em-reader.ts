import type { SimClock } from '../clock.ts';
import { SimProblem } from '../problem.ts';

/** While a card is held the module repeats its frame about every so many ms. */
export const REPEAT_MS = 50;

/**
 * Frame of a 125 kHz reader module (RDM6300 and its kin): STX, the ten hexadecimal digits of version byte and
 * four identity bytes as ASCII, the XOR of those five bytes as two digits, ETX.
 */
export const emFrame = (uid: string): Uint8Array => {
  const digits = uid.toUpperCase();
  if (!/^[0-9A-F]{10}$/.test(digits))
    throw new SimProblem('bad-request', `card ${uid} is not an EM card`, 'give ten hexadecimal digits');
  let check = 0;
  for (let i = 0; i < 10; i += 2) check ^= parseInt(digits.slice(i, i + 2), 16);
  const text = digits + check.toString(16).toUpperCase().padStart(2, '0');
  return Uint8Array.of(0x02, ...Buffer.from(text, 'latin1'), 0x03);
};

/** The reader: a card in its field makes it talk until the card is gone. */
export class EmReader {
  readonly #clock: SimClock;
  readonly #send: (frame: Uint8Array) => void;
  #holding: { frame: Uint8Array; until: number } | null = null;

  constructor(clock: SimClock, send: (frame: Uint8Array) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Holds a card to the reader for `holdMs` milliseconds; another card takes its place. */
  hold(uid: string, holdMs: number): void {
    const frame = emFrame(uid);
    const wasTalking = this.#holding !== null;
    this.#holding = { frame, until: this.#clock.now() + holdMs };
    if (!wasTalking) this.#talk();
  }

  #talk(): void {
    if (!this.#holding) return;
    this.#send(this.#holding.frame);
    if (this.#clock.now() + REPEAT_MS > this.#holding.until) this.#holding = null;
    else this.#clock.after(REPEAT_MS, () => this.#talk());
  }
}
