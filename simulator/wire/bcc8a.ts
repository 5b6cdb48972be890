import type { SimClock } from '../clock.ts';
import type { Firmware } from '../line.ts';

/** Coil time of one pulse, ms; fixed by the board. */
export const PULSE_MS = 300;
/** From the end of the pulse until the input is read and the reply goes out, ms. */
export const SETTLE_MS = 30;
/** From the last byte of a read request to the first of the reply, ms. */
export const READ_MS = 5;
/** A pause longer than this between two bytes throws away what came before it, ms. */
export const SILENCE_MS = 50;
const RX_BUFFER = 64;

/** What the board's terminals are wired to. Channels count from 1. */
export interface BoardWiring {
  pulse(channel: number, ms: number): void;
  /** The raw input, true when set. */
  input(channel: number): boolean;
}

/**
 * Firmware of a lock board of the 8A family, as a small micro-controller would do it: bytes drop into a receive
 * buffer, the main loop takes them one by one, and while a coil is energised nothing else happens. Requests are five
 * bytes, `8A AA CC 11 XOR` to open and `80 AA CC 33 XOR` to read; channel 00 stands for all of them.
 */
export class Bcc8aBoard implements Firmware {
  readonly #address: number;
  readonly #channels: number;
  readonly #clock: SimClock;
  readonly #wiring: BoardWiring;
  readonly #send: (frame: Uint8Array) => void;
  #rx: { byte: number; at: number }[] = [];
  #frame: number[] = [];
  #lastByteAt = 0;
  #busy = false;
  #pushes: 'off' | '81' | '82' = 'off';
  #seen: boolean[] = [];

  constructor(
    spec: { address: number; channels: number },
    clock: SimClock,
    wiring: BoardWiring,
    send: (frame: Uint8Array) => void,
  ) {
    this.#address = spec.address;
    this.#channels = spec.channels;
    this.#clock = clock;
    this.#wiring = wiring;
    this.#send = send;
  }

  receive(bytes: Uint8Array): void {
    const at = this.#clock.now();
    for (const byte of bytes) if (this.#rx.length < RX_BUFFER) this.#rx.push({ byte, at });
    this.#loop();
  }

  #loop(): void {
    while (!this.#busy) {
      const next = this.#rx.shift();
      if (!next) return;
      if (next.at - this.#lastByteAt > SILENCE_MS) this.#frame = [];
      this.#lastByteAt = next.at;
      if (this.#frame.length === 0 && next.byte !== 0x8a && next.byte !== 0x80) continue;
      this.#frame.push(next.byte);
      if (this.#frame.length === 5) {
        const [head = 0, address = 0, channel = 0, command = 0, check] = this.#frame;
        this.#frame = [];
        if ((head ^ address ^ channel ^ command) !== check) continue;
        if (address !== this.#address || channel > this.#channels) continue;
        if (head === 0x8a && command === 0x11) this.#open(channel);
        if (head === 0x80 && command === 0x33) this.#read(channel);
      }
    }
  }

  #open(channel: number): void {
    this.#busy = true;
    if (channel !== 0) {
      this.#pulse(channel, () => {
        this.#say(0x8a, channel, this.#status(channel));
        this.#idle();
      });
      return;
    }
    const next = (each: number): void => {
      if (each > this.#channels) {
        const allSet = this.#inputs().every((set) => set);
        this.#say(0x8a, 0, allSet ? 0x11 : 0x00);
        this.#idle();
      } else this.#pulse(each, () => next(each + 1));
    };
    next(1);
  }

  #pulse(channel: number, done: () => void): void {
    this.#wiring.pulse(channel, PULSE_MS);
    this.#clock.after(PULSE_MS + SETTLE_MS, done);
  }

  #read(channel: number): void {
    this.#busy = true;
    this.#clock.after(READ_MS, () => {
      if (channel === 0) this.#sayAll();
      else this.#say(0x80, channel, this.#status(channel));
      this.#idle();
    });
  }

  #idle(): void {
    this.#busy = false;
    this.#loop();
  }

  #status(channel: number): number {
    return this.#wiring.input(channel) ? 0x11 : 0x00;
  }

  #inputs(): boolean[] {
    return Array.from({ length: this.#channels }, (_, i) => this.#wiring.input(i + 1));
  }

  #say(head: number, channel: number, status: number): void {
    const frame = [head, this.#address, channel, status];
    this.#send(Uint8Array.of(...frame, xor(frame)));
  }

  /** Highest group of eight first, channels 1 to 8 last; even a small board sends three groups. */
  #sayAll(): void {
    const inputs = this.#inputs();
    const groups = Math.max(3, Math.ceil(this.#channels / 8));
    const frame = [0x80, this.#address];
    for (let group = groups - 1; group >= 0; group--) {
      let byte = 0;
      for (let bit = 0; bit < 8; bit++) if (inputs[group * 8 + bit]) byte |= 1 << bit;
      frame.push(byte);
    }
    frame.push(0x33);
    this.#send(Uint8Array.of(...frame, xor(frame)));
  }

  /** Some firmwares report a changed input unasked, as 81 or 82 frames; this one does when told to. */
  setPushes(variant: 'off' | '81' | '82'): void {
    this.#pushes = variant;
    this.#seen = this.#inputs();
  }

  /** Something in the cabinet moved: the scan of the inputs may find a change to report. */
  inputsMayHaveChanged(): void {
    if (this.#pushes === 'off') return;
    const now = this.#inputs();
    now.forEach((set, i) => {
      if (set !== this.#seen[i]) this.#say(this.#pushes === '81' ? 0x81 : 0x82, i + 1, set ? 0x11 : 0x00);
    });
    this.#seen = now;
  }

  report(): Uint8Array {
    const frame = [0x81, this.#address, this.#channels, this.#status(this.#channels)];
    return Uint8Array.of(...frame, xor(frame));
  }

  readdress(frame: Uint8Array, address: number | undefined): Uint8Array {
    const body = [...frame.subarray(0, -1)];
    body[1] = address ?? (this.#address % 31) + 1;
    return Uint8Array.of(...body, xor(body));
  }

  /** Power gone and back: what was half received is forgotten. A running pulse ends by itself. */
  powerCycle(): void {
    this.#rx = [];
    this.#frame = [];
  }
}

const xor = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum ^ byte, 0);
