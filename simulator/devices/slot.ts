import type { SimClock } from '../clock.ts';

export type BeamName = 'outer' | 'inner';
export interface BeamState {
  /** What the receiver tells the board. */
  readonly broken: boolean;
  readonly stuck: 'true' | 'stuck-broken' | 'stuck-clear';
}
export interface SlotState {
  readonly outer: BeamState;
  readonly inner: BeamState;
  /** Something hangs in the slot. */
  readonly blocked: boolean;
  /** Pieces on their way through. */
  readonly passing: number;
}
/** How a piece goes through: each beam is broken for `beamMs`, the second `offsetMs` after the first. */
export interface Passage {
  readonly beamMs: number;
  readonly offsetMs: number;
}

class Beam {
  pieces = 0;
  blocked = false;
  stuck: BeamState['stuck'] = 'true';

  get broken(): boolean {
    if (this.stuck !== 'true') return this.stuck === 'stuck-broken';
    return this.blocked || this.pieces > 0;
  }

  state(): BeamState {
    return { broken: this.broken, stuck: this.stuck };
  }
}

/** A slot with two light beams, one behind the other: which is broken first gives the direction. */
export class Slot {
  readonly #clock: SimClock;
  readonly #changed: () => void;
  readonly #beams = { outer: new Beam(), inner: new Beam() };
  #passing = 0;

  constructor(clock: SimClock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  broken(beam: BeamName): boolean {
    return this.#beams[beam].broken;
  }

  get blocked(): boolean {
    return this.#beams.outer.blocked || this.#beams.inner.blocked;
  }

  /** A piece goes through, inwards or outwards; `done` when its end has left the second beam. */
  pass(way: 'in' | 'out', { beamMs, offsetMs }: Passage, done: () => void): void {
    const [first, second] = way === 'in' ? this.#inwards() : this.#inwards().reverse();
    this.#run(
      [
        [0, first, 1],
        [offsetMs, second, 1],
        [beamMs, first, -1],
        [beamMs + offsetMs, second, -1],
      ],
      done,
    );
  }

  /** A piece is pushed in until it has broken both beams, and pulled out again. */
  turnBack({ beamMs, offsetMs }: Passage, done: () => void): void {
    const [outer, inner] = this.#inwards();
    this.#run(
      [
        [0, outer, 1],
        [offsetMs, inner, 1],
        [offsetMs + beamMs, inner, -1],
        [2 * offsetMs + beamMs, outer, -1],
      ],
      done,
    );
  }

  #inwards(): [Beam, Beam] {
    return [this.#beams.outer, this.#beams.inner];
  }

  #run(steps: readonly (readonly [number, Beam | undefined, number])[], done: () => void): void {
    this.#passing += 1;
    let left = steps.length;
    for (const [at, beam, change] of steps) {
      const step = (): void => {
        if (beam) beam.pieces += change;
        left -= 1;
        if (left === 0) {
          this.#passing -= 1;
          done();
        }
        this.#changed();
      };
      if (at === 0) step();
      else this.#clock.after(at, step);
    }
  }

  /** Something hangs in the slot and keeps a beam, or both, broken. */
  block(beam: BeamName | 'both'): void {
    for (const name of ['outer', 'inner'] as const)
      if (beam === 'both' || beam === name) this.#beams[name].blocked = true;
    this.#changed();
  }

  clear(): void {
    for (const name of ['outer', 'inner'] as const) this.#beams[name].blocked = false;
    this.#changed();
  }

  /** A receiver that says the same whatever passes: dirt, a broken wire. */
  stick(beam: BeamName, at: 'broken' | 'clear' | 'true'): void {
    this.#beams[beam].stuck = at === 'true' ? 'true' : `stuck-${at}`;
    this.#changed();
  }

  state(): SlotState {
    const { outer, inner } = this.#beams;
    return {
      outer: outer.state(),
      inner: inner.state(),
      blocked: this.blocked,
      passing: this.#passing,
    };
  }
}
