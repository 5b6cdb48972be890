import type { SimClock } from './clock.ts';
import type { RecordedFrame } from './recording.ts';
import { hexOf, join } from './wire/hex.ts';

/** Where a host did otherwise than on the tape. */
export interface Mismatch {
  /** Line of the tape that was to be next, or null at its end. */
  readonly line: number | null;
  readonly device: string;
  readonly expected: string | null;
  readonly got: string;
  /** Requests on the tape that were left out to go on, because what came next was equal to this one. */
  readonly skipped: number;
}
export interface ReplayState {
  readonly played: number;
  readonly of: number;
  readonly mismatches: readonly Mismatch[];
}

interface Step {
  readonly request: RecordedFrame | null;
  /** What the devices said after it, before the host spoke again. */
  readonly replies: readonly RecordedFrame[];
}

/** The frames of one line as questions, each with what followed it. */
const stepsOf = (frames: readonly RecordedFrame[]): Step[] => {
  const steps: { request: RecordedFrame | null; replies: RecordedFrame[] }[] = [
    { request: null, replies: [] },
  ];
  for (const frame of frames)
    if (frame.dir === 'in') steps.push({ request: frame, replies: [] });
    else if (!frame.lost) steps.at(-1)?.replies.push(frame);
  return steps;
};

/**
 * Plays one line of a tape: when the host sends what it sent then, in the same order, the devices say what they said
 * then, as long after. Anything else is a mismatch: noted with its place, and the tape goes on at the next request
 * that is equal, if there is one. What was said before the host first spoke counts from `start`.
 */
export class LinePlayer {
  readonly #steps: readonly Step[];
  readonly #device: string;
  readonly #clock: SimClock;
  readonly #toHost: (frame: RecordedFrame) => void;
  readonly #mismatches: Mismatch[] = [];
  #next = 1;
  #heard: Uint8Array = new Uint8Array();
  #played = 0;
  readonly #total: number;

  constructor(
    frames: readonly RecordedFrame[],
    device: string,
    clock: SimClock,
    toHost: (frame: RecordedFrame) => void,
  ) {
    this.#steps = stepsOf(frames);
    this.#device = device;
    this.#clock = clock;
    this.#toHost = toHost;
    this.#total = frames.filter(({ lost, dir }) => dir === 'in' || !lost).length;
  }

  /** Says what was said unasked before the host first spoke. */
  start(): void {
    this.#answer(this.#steps[0]?.replies ?? [], 0);
  }

  fromHost(bytes: Uint8Array): void {
    this.#heard = join(this.#heard, bytes);
    while (this.#heard.length > 0 && this.#step());
  }

  /** Whether the bytes heard so far led on. */
  #step(): boolean {
    const wanted = this.#steps[this.#next]?.request ?? null;
    if (wanted && begins(this.#heard, wanted.bytes)) {
      if (this.#heard.length < wanted.bytes.length) return false;
      this.#take(this.#next);
      return true;
    }
    const later = this.#steps.findIndex(
      ({ request }, i) => i > this.#next && request && isWhole(this.#heard, request.bytes),
    );
    this.#mismatches.push({
      ...{ line: wanted?.line ?? null, device: wanted?.device ?? this.#device },
      ...{ expected: wanted && hexOf(wanted.bytes), got: hexOf(this.#heard) },
      skipped: later < 0 ? 0 : later - this.#next,
    });
    if (later < 0) this.#heard = new Uint8Array();
    else this.#take(later);
    return later >= 0;
  }

  #take(index: number): void {
    const { request, replies } = this.#steps[index] ?? {};
    if (!request || !replies) return;
    this.#heard = this.#heard.slice(request.bytes.length);
    this.#next = index + 1;
    this.#played += 1;
    this.#answer(replies, request.ms);
  }

  #answer(replies: readonly RecordedFrame[], since: number): void {
    for (const frame of replies)
      this.#clock.after(frame.ms - since, () => {
        this.#played += 1;
        this.#toHost(frame);
      });
  }

  state(): ReplayState {
    return { played: this.#played, of: this.#total, mismatches: [...this.#mismatches] };
  }
}

/** Whether the shorter of the two is the beginning of the longer. */
const begins = (one: Uint8Array, other: Uint8Array): boolean => {
  const length = Math.min(one.length, other.length);
  return one.subarray(0, length).every((byte, i) => byte === other[i]);
};
const isWhole = (heard: Uint8Array, wanted: Uint8Array): boolean =>
  heard.length >= wanted.length && begins(heard, wanted);
