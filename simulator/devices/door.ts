import type { SimClock } from '../clock.ts';
import { SimProblem } from '../problem.ts';

/** The coil needs this long to draw the bolt, ms; the spring then pushes the door ajar. */
export const BOLT_TRAVEL_MS = 40;

/** A hand presses a door for this long, ms. */
const PRESS_MS = 500;

export interface DoorState {
  readonly door: 'shut' | 'open';
  readonly bolt: 'out' | 'drawn';
  readonly jammed: boolean;
  readonly feedback: 'true' | 'stuck-closed' | 'stuck-open';
  /** Pulses the coil has had, whether or not the bolt moved. */
  readonly pulses: number;
  /** What the feedback switch tells the board. */
  readonly switchSaysClosed: boolean;
}

/**
 * One door with a spring, a spring-loaded bolt drawn by a coil, and a feedback switch on the bolt's catch.
 * A pulse draws the bolt and the spring throws the door ajar; pushed shut, the bolt snaps back in by itself.
 */
export class Door {
  readonly #clock: SimClock;
  readonly #changed: () => void;
  #open = false;
  #drawn = false;
  #jam: 'free' | 'jammed' | number = 'free';
  #feedback: DoorState['feedback'] = 'true';
  #pulses = 0;
  #current = false;
  #pressedUntil = 0;

  constructor(clock: SimClock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get open(): boolean {
    return this.#open;
  }

  /** The switch sits on the catch: closed means shut with the bolt in. Stuck, it says the same whatever happens. */
  get switchSaysClosed(): boolean {
    if (this.#feedback !== 'true') return this.#feedback === 'stuck-closed';
    return !this.#open;
  }

  /** Current through the coil for `ms` milliseconds. A jammed bolt stays where it is. */
  pulse(ms: number): void {
    this.energise();
    this.#clock.after(ms, () => this.release());
  }

  /** Current on, until `release`. Shorter than the bolt travels, nothing moves. */
  energise(): void {
    this.#pulses += 1;
    const stuck = this.#jam !== 'free';
    if (typeof this.#jam === 'number') this.#jam = this.#jam > 1 ? this.#jam - 1 : 'free';
    this.#current = true;
    const pulse = this.#pulses;
    this.#changed();
    if (stuck) return;
    this.#clock.after(BOLT_TRAVEL_MS, () => {
      if (!this.#current || pulse !== this.#pulses) return;
      this.#drawn = true;
      this.#open = true;
      this.#changed();
    });
  }

  release(): void {
    this.#current = false;
    this.#drawn = false;
    this.#changed();
  }

  /** A person pushes the door shut. While the coil holds the bolt drawn, or the bolt is jammed out, it swings back. */
  push(): void {
    this.#pressedUntil = this.#clock.now() + PRESS_MS;
    if (!this.#open) return;
    if (this.#jam !== 'free')
      throw new SimProblem(
        'impossible',
        'the jammed bolt keeps the door from closing',
        'free the bolt first',
        '锁舌卡住了，门关不上：先松开锁舌',
      );
    if (this.#drawn)
      throw new SimProblem(
        'impossible',
        'the coil still holds the bolt',
        'push when the pulse is over',
        '锁还在吸合，门弹了回来：等一下再推',
      );
    this.#open = false;
    this.#changed();
  }

  /** A switch behind the door, closed while a hand presses it. */
  get pressed(): boolean {
    return this.#clock.now() < this.#pressedUntil;
  }

  /** A crowbar: the door is open although nobody sent a pulse. */
  force(): void {
    this.#open = true;
    this.#changed();
  }

  /** The bolt does not move, for good or for the next `pulses` pulses. */
  jam(pulses?: number): void {
    this.#jam = pulses ?? 'jammed';
    this.#changed();
  }

  free(): void {
    this.#jam = 'free';
    this.#changed();
  }

  stickFeedback(at: 'open' | 'closed'): void {
    this.#feedback = at === 'open' ? 'stuck-open' : 'stuck-closed';
    this.#changed();
  }

  freeFeedback(): void {
    this.#feedback = 'true';
    this.#changed();
  }

  state(): DoorState {
    return {
      door: this.#open ? 'open' : 'shut',
      bolt: this.#drawn ? 'drawn' : 'out',
      jammed: this.#jam !== 'free',
      feedback: this.#feedback,
      pulses: this.#pulses,
      switchSaysClosed: this.switchSaysClosed,
    };
  }
}
