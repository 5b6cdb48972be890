import type { SimClock } from '../clock.ts';

/** What the board's terminals are wired to. Terminals count from 1. */
export interface Terminals {
  /** Current on or off at an output. */
  drive(terminal: number, on: boolean): void;
  /** The raw input, true when set. */
  input(terminal: number): boolean;
  /** The item sensor some boards have beside each lock, true when something lies there. */
  item(terminal: number): boolean;
  /** The push switch some boards have beside each lock, true while the door is pressed. */
  pressed(terminal: number): boolean;
  /** The board's own lamp of a channel flashes for `ms` milliseconds. */
  flash(terminal: number, ms: number): void;
}

export interface McuOptions {
  readonly address: number;
  readonly channels: number;
  readonly clock: SimClock;
  readonly terminals: Terminals;
  /** `unasked`: a report nobody asked for. */
  readonly send: (frame: Uint8Array, unasked: boolean) => void;
}

/** A board is deaf for this long after its power came back, ms. */
export const BOOT_MS = 800;

/** The micro-controller of a board: timers that die with its power, outputs, inputs, a line to talk on. */
export class Mcu {
  address: number;
  readonly channels: number;
  readonly terminals: Terminals;
  protected readonly clock: SimClock;
  readonly #send: McuOptions['send'];
  /** Answers no unlock, as some boards do. */
  mute = false;
  /** Its supply is weak: it reboots when two coils draw at once. */
  rebootsOnDip = false;
  /** Whether it hears nothing more after the next unlock, until its power is switched or a request frees it. */
  protected hang: 'never' | 'after-unlock' | 'now' = 'never';
  readonly #on = new Set<number>();
  #life = 0;
  #bootedAt = -Infinity;

  constructor({ address, channels, clock, terminals, send }: McuOptions) {
    this.address = address;
    this.channels = channels;
    this.clock = clock;
    this.terminals = terminals;
    this.#send = send;
  }

  get deaf(): boolean {
    return this.clock.now() < this.#bootedAt;
  }

  /** Terminals with current on them. */
  get outputs(): readonly number[] {
    return [...this.#on].sort((a, b) => a - b);
  }

  /** A timer of the board: fires unless the power was lost in between. The returned function calls it off. */
  after(ms: number, then: () => void): () => void {
    const life = this.#life;
    return this.clock.after(ms, () => {
      if (life === this.#life) then();
    });
  }

  drive(terminal: number, on: boolean): void {
    if (on) this.#on.add(terminal);
    else if (this.#on.delete(terminal) && this.hang === 'after-unlock') this.hang = 'now';
    this.terminals.drive(terminal, on);
  }

  setHangs(on: boolean): void {
    this.hang = on ? 'after-unlock' : 'never';
  }

  say(...frame: readonly number[]): void {
    this.#send(Uint8Array.from(frame), false);
  }

  protected sayUnasked(frame: readonly number[]): void {
    this.#send(Uint8Array.from(frame), true);
  }

  /** All terminals, 1 to the last. */
  get all(): readonly number[] {
    return Array.from({ length: this.channels }, (_, i) => i + 1);
  }

  has(channel: number): boolean {
    return channel >= 1 && channel <= this.channels;
  }

  /** One bit a terminal, terminal 1 in bit 0 of the first byte. */
  bits(groups: number, of: 'input' | 'item' | 'pressed'): number[] {
    return packed(
      groups,
      this.all.filter((terminal) => this.terminals[of](terminal)),
    );
  }

  /** Power gone and back: outputs drop, timers die, and the board boots. */
  powerCycle(): void {
    this.#life += 1;
    for (const terminal of this.outputs) this.drive(terminal, false);
    if (this.hang === 'now') this.hang = 'after-unlock';
    this.#bootedAt = this.clock.now() + BOOT_MS;
  }

  state(): McuState {
    const { address, outputs, deaf, mute, hang } = this;
    return { address, outputs, deaf, mute, hangs: hang };
  }
}

export interface McuState {
  readonly address: number;
  /** Terminals with current on them. */
  readonly outputs: readonly number[];
  /** Booting. */
  readonly deaf: boolean;
  readonly mute: boolean;
  readonly hangs: 'never' | 'after-unlock' | 'now';
}

/** One bit a number, 1 in bit 0 of the first of `groups` bytes. */
export const packed = (groups: number, set: readonly number[]): number[] => {
  const bytes = Array.from({ length: groups }, () => 0);
  for (const each of set) {
    const group = (each - 1) >> 3;
    if (group < groups) bytes[group] = (bytes[group] ?? 0) | (1 << ((each - 1) & 7));
  }
  return bytes;
};
