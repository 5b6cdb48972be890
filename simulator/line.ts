import type { SimClock } from './clock.ts';
import { LineFaults, type WireFault } from './faults.ts';
import type { Tape } from './tape.ts';
import { bytesOfHex, join } from './wire/hex.ts';

/** A device as its line sees it: bytes in, frames out, and what it would say unasked. */
export interface Firmware {
  /** Bytes from the host, in chunks of any size. */
  receive(bytes: Uint8Array): void;
  /** The same frame as another board would send it; null where the protocol knows no addresses. */
  readdress?(frame: Uint8Array, address: number | undefined): Uint8Array | null;
  /** A well-formed frame the device might send unasked, to be glued to others. */
  report?(): Uint8Array | null;
}

/** The line between a device and its host. Faults strike here, so neither side knows of them. */
export class Line {
  readonly id: string;
  readonly faults = new LineFaults();
  readonly #clock: SimClock;
  readonly #tape: Tape;
  readonly #changed: () => void;
  #device: Firmware | null = null;
  #toHost: (bytes: Uint8Array) => void = () => {};
  #held: Uint8Array[] = [];
  #releaseHeld: (() => void) | null = null;

  constructor(id: string, clock: SimClock, tape: Tape, changed: () => void) {
    this.id = id;
    this.#clock = clock;
    this.#tape = tape;
    this.#changed = changed;
  }

  attachDevice(device: Firmware): void {
    this.#device = device;
  }

  /** Where bytes for the host go: a pseudo-terminal, a socket, a test. */
  attachHost(toHost: (bytes: Uint8Array) => void): void {
    this.#toHost = toHost;
  }

  fromHost(bytes: Uint8Array): void {
    if (this.faults.strike('echo')) this.#cross(bytes, 'echo');
    if (this.faults.strike('silent', (fault) => fault.lose === 'request')) {
      this.#note('in', bytes, 'lost: silent');
      return;
    }
    const flip = this.faults.strike('flipped-bit', (fault) => fault.on === 'request');
    const heard = flip ? flipBit(bytes, flip) : bytes;
    this.#note('in', heard, flip ? 'flipped-bit' : null);
    this.#device?.receive(heard);
  }

  /** One whole frame from the device. */
  fromDevice(frame: Uint8Array): void {
    if (this.faults.strike('silent', (fault) => fault.lose === 'reply')) {
      this.#note('out', frame, 'lost: silent');
      return;
    }
    const late = this.faults.strike('late-reply');
    const notes: string[] = late ? ['late-reply'] : [];
    const spoilt = this.#spoil(frame, notes);
    const send = (): void => this.#gather(spoilt, notes);
    if (late) this.#clock.after(late.delayMs, send);
    else send();
  }

  #spoil(frame: Uint8Array, notes: string[]): Uint8Array {
    let bytes = frame;
    const foreign = this.faults.strike('foreign-address');
    const other = foreign ? (this.#device?.readdress?.(bytes, foreign.address) ?? null) : null;
    if (foreign && other) bytes = placed(foreign.where, bytes, other);
    const flip = this.faults.strike('flipped-bit', (fault) => fault.on === 'reply');
    if (flip) bytes = flipBit(bytes, flip);
    const cut = this.faults.strike('truncated');
    if (cut) bytes = bytes.subarray(0, cut.bytes);
    const noise = this.faults.strike('garbage');
    if (noise) bytes = placed(noise.where, bytes, bytesOfHex(noise.hex) ?? new Uint8Array());
    for (const struck of [foreign, flip, cut, noise]) if (struck) notes.push(struck.name);
    return bytes;
  }

  #gather(bytes: Uint8Array, notes: string[]): void {
    const merged = this.faults.strike('merged');
    if (!merged && this.#held.length === 0) {
      this.#deliver(bytes, notes);
      return;
    }
    if (merged && this.#held.length === 0) {
      const unasked = merged.withHex ? bytesOfHex(merged.withHex) : this.#device?.report?.();
      if (unasked) this.#held.push(unasked);
      this.#releaseHeld = this.#clock.after(merged.windowMs, () => this.#release());
    }
    this.#held.push(bytes);
  }

  #release(): void {
    const glued = join(...this.#held);
    this.#held = [];
    this.#releaseHeld = null;
    this.#deliver(glued, ['merged']);
  }

  #deliver(bytes: Uint8Array, notes: string[]): void {
    const split = this.faults.strike('split');
    if (!split) {
      this.#cross(bytes, notes.join(', ') || null);
      return;
    }
    for (let at = 0, delay = 0; at < bytes.length; at += split.size, delay += split.gapMs) {
      const piece = bytes.subarray(at, at + split.size);
      if (delay === 0) this.#cross(piece, 'split');
      else this.#clock.after(delay, () => this.#cross(piece, 'split'));
    }
  }

  #cross(bytes: Uint8Array, note: string | null): void {
    this.#note('out', bytes, note);
    if (bytes.length > 0) this.#toHost(bytes);
  }

  #note(direction: 'in' | 'out', bytes: Uint8Array, note: string | null): void {
    this.#tape.add(this.id, direction, bytes, note);
    this.#changed();
  }

  /** Forgets what is held back; nothing of it will arrive. */
  reset(): void {
    this.#releaseHeld?.();
    this.#releaseHeld = null;
    this.#held = [];
  }
}

const placed = (where: 'instead' | 'before' | 'after', bytes: Uint8Array, other: Uint8Array): Uint8Array => {
  if (where === 'instead') return other;
  return where === 'before' ? join(other, bytes) : join(bytes, other);
};

const flipBit = (bytes: Uint8Array, flip: Extract<WireFault, { name: 'flipped-bit' }>): Uint8Array => {
  const at = flip.byte < 0 ? bytes.length + flip.byte : flip.byte;
  const flipped = Uint8Array.from(bytes);
  const before = flipped[at];
  if (before !== undefined) flipped[at] = before ^ (1 << flip.bit);
  return flipped;
};
