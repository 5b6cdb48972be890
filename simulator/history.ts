import type { DoorState } from './devices/door.ts';

/** One thing a door did, whatever any wire said of it. Times are ms since 1970. */
export interface Move {
  readonly at: number;
  readonly compartment: string;
  readonly side: 'front' | 'rear';
  /**
   * `pulse`: current through the coil; `opened`, `shut`: the door; `says-…`: the feedback switch changed; `slid-…`:
   * a piece has gone through the slot.
   */
  readonly what: 'pulse' | 'opened' | 'shut' | 'says-open' | 'says-closed' | 'slid-in' | 'slid-out';
}

const KEPT = 5000;

/** The truth about the doors, in order: what a camera over the cabinet would have seen. */
export class History {
  readonly #now: () => number;
  readonly #last = new Map<string, DoorState>();
  readonly #moves: Move[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A door as it is after something about it changed. */
  note(compartment: string, side: Move['side'], state: DoorState): void {
    const before = this.#last.get(`${compartment}/${side}`);
    this.#last.set(`${compartment}/${side}`, state);
    const add = (what: Move['what']): void => this.add(compartment, what, side);
    if (state.pulses > (before?.pulses ?? 0)) add('pulse');
    if (state.door !== (before?.door ?? 'shut')) add(state.door === 'open' ? 'opened' : 'shut');
    if (state.switchSaysClosed !== (before?.switchSaysClosed ?? true))
      add(state.switchSaysClosed ? 'says-closed' : 'says-open');
  }

  add(compartment: string, what: Move['what'], side: Move['side'] = 'front'): void {
    this.#moves.push({ at: this.#now(), compartment, side, what });
    if (this.#moves.length > KEPT) this.#moves.shift();
  }

  moves(): readonly Move[] {
    return [...this.#moves];
  }
}
