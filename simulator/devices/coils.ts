import type { SimClock } from '../clock.ts';
import type { BoardSpec } from '../site.ts';

/** Longer with current on, a coil gets hot, ms. */
export const LONGEST_PULSE_MS = 1000;
/** Two pulses are called too close only beyond this: what the host timed reaches us with a jitter, ms. */
const JITTER_MS = 100;
const MINUTE_MS = 60_000;

/** What a coil or its supply had to bear and should not have. Times are ms since 1970. */
export interface Strain {
  readonly at: number;
  readonly device: string;
  readonly terminal: number;
  readonly supply: string;
  /**
   * `too-long`: current for more than a second. `too-often`: sooner after the last pulse than the coil must rest.
   * `too-many`: more pulses in a minute than it bears. `two-on-supply`: another coil of the supply drew at that moment.
   * `disabled-terminal`: current on a terminal the site calls dead.
   */
  readonly what: 'too-long' | 'too-often' | 'too-many' | 'two-on-supply' | 'disabled-terminal';
}
export interface SupplyState {
  readonly id: string;
  /** Coils that draw current now. */
  readonly drawing: number;
  /** How often two drew at once. */
  readonly dips: number;
}

interface Coil {
  pulses: number[];
  cancelTooLong: (() => void) | null;
}

/** Every coil of the site and what feeds it: notes what wears them out. */
export class Coils {
  readonly #clock: SimClock;
  readonly #dipped: (supply: string) => void;
  readonly #coils = new Map<string, Coil>();
  readonly #supplies = new Map<string, { drawing: Set<string>; dips: number }>();
  readonly #strains: Strain[] = [];

  /** `dipped` is told when two coils of a supply draw at once. */
  constructor(clock: SimClock, dipped: (supply: string) => void) {
    this.#clock = clock;
    this.#dipped = dipped;
  }

  /** Current on at a coil. */
  on(board: BoardSpec, terminal: number): void {
    const now = this.#clock.now();
    const name = `${board.id}/${terminal}`;
    const coil = this.#coils.get(name) ?? { pulses: [], cancelTooLong: null };
    this.#coils.set(name, coil);
    if (coil.cancelTooLong) return;
    const note = (what: Strain['what']): void => this.note(board, terminal, what);
    const last = coil.pulses.at(-1);
    if (last !== undefined && now - last < board.restMs - JITTER_MS) note('too-often');
    coil.pulses = [...coil.pulses.filter((at) => at > now - MINUTE_MS + JITTER_MS), now];
    if (coil.pulses.length > board.pulsesPerMinute) note('too-many');
    coil.cancelTooLong = this.#clock.after(LONGEST_PULSE_MS + 1, () => note('too-long'));
    const supply = this.#supply(board.supply);
    supply.drawing.add(name);
    if (supply.drawing.size < 2) return;
    note('two-on-supply');
    supply.dips += 1;
    this.#dipped(board.supply);
  }

  off(board: BoardSpec, terminal: number): void {
    const name = `${board.id}/${terminal}`;
    const coil = this.#coils.get(name);
    coil?.cancelTooLong?.();
    if (coil) coil.cancelTooLong = null;
    this.#supply(board.supply).drawing.delete(name);
  }

  note({ id: device, supply }: BoardSpec, terminal: number, what: Strain['what']): void {
    this.#strains.push({ at: this.#clock.now(), device, terminal, supply, what });
  }

  #supply(id: string): { drawing: Set<string>; dips: number } {
    const supply = this.#supplies.get(id) ?? { drawing: new Set(), dips: 0 };
    this.#supplies.set(id, supply);
    return supply;
  }

  strains(): readonly Strain[] {
    return [...this.#strains];
  }

  supplies(): readonly SupplyState[] {
    return [...this.#supplies].map(([id, { drawing, dips }]) => ({ id, drawing: drawing.size, dips }));
  }
}
