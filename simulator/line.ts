import type { SimClock } from './clock.ts';
import { LineFaults } from './faults.ts';
import { spoil } from './spoil.ts';
import type { Tape } from './tape.ts';
import { bytesOfHex, join } from './wire/hex.ts';
import { atWrongBaud, withSwappedWires } from './wire/uart.ts';

/** A device as its line sees it: bytes in, frames out, and what it would say unasked. */
export interface Firmware {
  /** Bytes from the host, in chunks of any size. */
  receive(bytes: Uint8Array): void;
  /** Whether a request is for this device rather than for another on the same line. */
  isMine?(request: Uint8Array): boolean;
  /** The channel a request is about, 0 for the whole device. */
  channelOf?(request: Uint8Array): number;
  /** The same frame as another board would send it; null where the protocol knows no addresses. */
  readdress?(frame: Uint8Array, address: number | undefined): Uint8Array | null;
  /** A well-formed frame the device might send unasked, to be glued to others. */
  report?(): Uint8Array | null;
}

interface Host {
  take(bytes: Uint8Array): void;
  /** Somebody else may be talking: what arrives, if anything does, is not this frame as it is. */
  contended(): boolean;
}

/** The line between a device and its host. Faults strike here, so neither side knows of them. */
export class Line {
  readonly id: string;
  readonly faults = new LineFaults();
  /** The device is off the line: it neither hears nor is heard. */
  cut = false;
  readonly #clock: SimClock;
  readonly #tape: Tape;
  readonly #changed: () => void;
  #device: Firmware | null = null;
  #host: Host = { take: () => undefined, contended: () => false };
  #asked = 0;
  #pushes = 0;
  #forNext: { frame: Uint8Array; channel: 'any' | 'same' | 'other'; asked: number; afterMs: number } | null =
    null;
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
  attachHost(take: Host['take'], contended: Host['contended'] = () => false): void {
    this.#host = { take, contended };
  }

  fromHost(bytes: Uint8Array): void {
    this.echo(bytes);
    this.hear(bytes);
  }

  /** Gives the host its own bytes back, if the line does so. */
  echo(bytes: Uint8Array): boolean {
    const echoes = this.faults.strike('echo') !== null;
    if (echoes) this.#cross(bytes, 'echo');
    return echoes;
  }

  isMine(request: Uint8Array): boolean {
    return this.#device?.isMine?.(request) ?? true;
  }

  /** Bytes meant for another device on the same line. */
  overhear(bytes: Uint8Array): void {
    if (!this.cut) this.#device?.receive(bytes);
  }

  /** Bytes for this device; `noted`: they are on the tape already. */
  hear(bytes: Uint8Array, noted = false): void {
    const note = (what: Uint8Array, why: string | null, crossed = true): void => {
      if (!noted) this.#note('in', what, why, crossed);
    };
    if (this.cut) return note(bytes, 'lost: no cable', false);
    if (this.faults.strike('silent', (fault) => fault.lose === 'request'))
      return note(bytes, 'lost: silent', false);
    if (this.faults.strike('swapped-ab')) {
      note(bytes, 'lost: swapped-ab', false);
      return this.#cross(withSwappedWires(bytes), 'swapped-ab');
    }
    const slow = this.faults.strike('wrong-baud', (fault) => fault.on === 'both');
    const flip = this.faults.strike('flipped-bit', (fault) => fault.on === 'request');
    const flipped = flip ? spoil.flipBit(bytes, flip) : bytes;
    const heard = slow ? atWrongBaud(flipped, 1 / slow.ratio) : flipped;
    note(heard, [slow, flip].map((each) => each?.name).find(Boolean) ?? null);
    this.#asked = this.#device?.channelOf?.(heard) ?? 0;
    this.#answerLast();
    this.#device?.receive(heard);
  }

  /** What was kept back from the last exchange comes now, if this request is the one it waited for. */
  #answerLast(): void {
    const kept = this.#forNext;
    if (!kept) return;
    const same = kept.asked === this.#asked;
    if (kept.channel !== 'any' && (kept.channel === 'same') !== same) return;
    this.#forNext = null;
    this.#clock.after(kept.afterMs, () => this.#gather(kept.frame, ['reply-in-next-exchange']));
  }

  /** One whole frame from the device; `unasked`: it is no answer. */
  fromDevice(frame: Uint8Array, unasked = false): void {
    const lost = this.#lost(unasked);
    if (lost) return this.#note('out', frame, `lost: ${lost}`, false);
    const next = this.faults.strike('reply-in-next-exchange', () => !unasked && this.#forNext === null);
    const late = this.faults.strike('late-reply');
    const notes: string[] = late ? ['late-reply'] : [];
    const spoilt = spoil.all(frame, this.faults, this.#device, notes);
    const send = (): void => this.#gather(spoilt, notes);
    if (next) {
      this.#forNext = { ...next, frame: spoilt, asked: this.#asked };
      this.#note('out', frame, 'kept: reply-in-next-exchange', false);
    } else if (late) this.#clock.after(late.delayMs, send);
    else send();
  }

  #lost(unasked: boolean): string | null {
    if (this.cut) return 'no cable';
    if (this.faults.strike('silent', (fault) => fault.lose === 'reply')) return 'silent';
    if (unasked && this.faults.strike('lost-push', ({ every }) => ++this.#pushes % every === 0))
      return 'lost-push';
    return null;
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
    const contended = this.#host.contended();
    this.#note(
      'out',
      bytes,
      contended ? [note, 'lost: others talk'].filter(Boolean).join(', ') : note,
      !contended,
    );
    if (bytes.length > 0) this.#host.take(bytes);
  }

  #note(direction: 'in' | 'out', bytes: Uint8Array, note: string | null, crossed: boolean): void {
    this.#tape.add(this.id, direction, bytes, note, crossed);
    this.#changed();
  }

  /** Forgets what is held back; nothing of it will arrive. */
  reset(): void {
    this.#releaseHeld?.();
    this.#releaseHeld = null;
    this.#held = [];
    this.#forNext = null;
  }
}
