import type { SimClock } from './clock.ts';
import type { Recording } from './recording.ts';
import { hexOf } from './wire/hex.ts';

export interface TapeEntry {
  readonly at: number;
  readonly device: string;
  /** `in`: from the host to the device. */
  readonly direction: 'in' | 'out';
  readonly hex: string;
  /** Bytes in all; long prints are cut short in `hex`. */
  readonly length: number;
  /** What was done to it on the way. */
  readonly note: string | null;
  /** False: it was lost on the way. */
  readonly crossed: boolean;
}

const SHOWN_BYTES = 96;
const KEPT = 5000;
const LAST = 120;

/** The last frames that crossed each line, or should have. */
export class Tape {
  readonly #clock: SimClock;
  #entries: TapeEntry[] = [];
  #recording: Recording | null = null;

  constructor(clock: SimClock) {
    this.#clock = clock;
  }

  /** Writes every frame from now on to a file as well, whole. */
  record(recording: Recording): void {
    this.#recording = recording;
  }

  add(
    device: string,
    direction: TapeEntry['direction'],
    bytes: Uint8Array,
    note: string | null = null,
    crossed = true,
  ): void {
    this.#entries.push({
      at: this.#clock.now(),
      device,
      direction,
      hex: hexOf(bytes.subarray(0, SHOWN_BYTES)),
      length: bytes.length,
      note,
      crossed,
    });
    this.#recording?.add(this.#clock.now(), device, direction, bytes, note, crossed);
    if (this.#entries.length > KEPT) this.#entries.shift();
  }

  last(): readonly TapeEntry[] {
    return this.#entries.slice(-LAST);
  }

  all(): readonly TapeEntry[] {
    return [...this.#entries];
  }
}
