import type { Firmware } from '../line.ts';
import { Mcu, type McuOptions, type McuState } from './mcu.ts';

/** A protocol as the board's main loop runs it. */
export interface Dialect {
  /** What the bytes since the last frame are: `noise` at their beginning, part of a request, or a whole, true one. */
  judge(bytes: readonly number[]): 'noise' | 'part' | 'whole';
  /** Acts on a whole request for this board. */
  obey(request: readonly number[]): void;
  /** Whether such a request is for this board. */
  isMine(request: readonly number[]): boolean;
  /** The channel a request is about, 0 for the whole board. */
  channelOf(request: readonly number[]): number;
  /** Some firmwares say unasked that an input changed; null: this one never does. */
  report(terminal: number, set: boolean): readonly number[] | null;
  /** A frame of this board as another would send it. */
  readdress(frame: readonly number[], address: number | undefined): readonly number[];
  /** Whether a request frees a board that hangs busy after an unlock. */
  frees?(request: readonly number[]): boolean;
}

/** A pause longer than this inside a request throws away what came before it, ms. */
export const SILENCE_MS = 50;
const RX_BUFFER = 64;

/**
 * A lock board: bytes drop into a receive buffer, the main loop takes them one by one and does one thing at a time.
 * What a family speaks is its dialect.
 */
export class LockBoard extends Mcu implements Firmware {
  /** Replies in the layout that another source describes, where there is one. */
  otherLayout = false;
  /** Channels whose switch it cannot read, and says so where its protocol has words for it. */
  readonly unreadable = new Set<number>();
  /** Whether it says unasked that an input changed; a family with two kinds of reports names one. */
  pushes: 'off' | 'on' | '81' | '82' = 'off';
  readonly #dialect: Dialect;
  #rx: { byte: number; at: number }[] = [];
  #frame: number[] = [];
  #lastByteAt = 0;
  #busy = false;
  #seen: boolean[] = [];

  constructor(dialect: (board: LockBoard) => Dialect, options: McuOptions) {
    super(options);
    this.#dialect = dialect(this);
  }

  receive(bytes: Uint8Array): void {
    if (this.deaf) return;
    const at = this.clock.now();
    for (const byte of bytes) if (this.#rx.length < RX_BUFFER) this.#rx.push({ byte, at });
    this.#loop();
  }

  #loop(): void {
    while (!this.#busy) {
      const next = this.#rx.shift();
      if (!next) return;
      if (next.at - this.#lastByteAt > SILENCE_MS) this.#frame = [];
      this.#lastByteAt = next.at;
      this.#frame.push(next.byte);
      this.#look();
    }
  }

  #look(): void {
    while (this.#frame.length > 0) {
      const seen = this.#dialect.judge(this.#frame);
      if (seen === 'part') return;
      if (seen === 'whole') {
        const request = this.#frame;
        this.#frame = [];
        this.#obey(request);
        return;
      }
      this.#frame.shift();
    }
  }

  #obey(request: readonly number[]): void {
    if (!this.#dialect.isMine(request)) return;
    if (this.hang === 'now') {
      if (!this.#dialect.frees?.(request)) return;
      this.hang = 'after-unlock';
    }
    this.#dialect.obey(request);
  }

  /** The main loop stands still for `ms`, then does `then` and goes on. */
  busy(ms: number, then: () => void): void {
    this.#busy = true;
    this.after(ms, () => {
      this.#busy = false;
      then();
      this.#loop();
    });
  }

  /** Current through the coils of `terminals` for `ms`, in the background. */
  pulse(terminals: readonly number[], ms: number): void {
    for (const terminal of terminals) this.drive(terminal, true);
    this.after(ms, () => {
      for (const terminal of terminals) this.drive(terminal, false);
    });
  }

  /** One coil after the other, the main loop standing still; `rest` ms after each. */
  pulseEach(terminals: readonly number[], ms: number, rest: number, then: () => void): void {
    const [first, ...others] = terminals;
    if (first === undefined) return then();
    this.pulse([first], ms);
    return this.busy(ms + rest, () => this.pulseEach(others, ms, rest, then));
  }

  setPushes(variant: LockBoard['pushes']): void {
    this.pushes = variant;
    this.#seen = this.all.map((terminal) => this.terminals.input(terminal));
  }

  /** The scan of the inputs may find a change to report. */
  inputsMayHaveChanged(): void {
    if (this.pushes === 'off') return;
    const before = this.#seen;
    this.#seen = this.all.map((terminal) => this.terminals.input(terminal));
    this.#seen.forEach((set, i) => {
      const frame = set === before[i] ? null : this.#dialect.report(i + 1, set);
      if (frame) this.sayUnasked(frame);
    });
  }

  report(): Uint8Array | null {
    const frame = this.#dialect.report(this.channels, this.terminals.input(this.channels));
    return frame && Uint8Array.from(frame);
  }

  readdress(frame: Uint8Array, address: number | undefined): Uint8Array {
    return Uint8Array.from(this.#dialect.readdress([...frame], address));
  }

  isMine(bytes: Uint8Array): boolean {
    return this.#dialect.isMine([...bytes]);
  }

  channelOf(bytes: Uint8Array): number {
    return this.#dialect.channelOf([...bytes]);
  }

  override state(): McuState & { readonly unreadable: readonly number[]; readonly pushes: string } {
    return { ...super.state(), unreadable: [...this.unreadable], pushes: this.pushes };
  }

  /** What was under way or half received is forgotten too. */
  override powerCycle(): void {
    super.powerCycle();
    this.#rx = [];
    this.#frame = [];
    this.#busy = false;
  }
}
