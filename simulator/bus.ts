import type { SimClock } from './clock.ts';
import type { Line } from './line.ts';
import type { ExposedAt, Outlet } from './outlets/outlet.ts';
import type { Tape } from './tape.ts';
import { join } from './wire/hex.ts';

/** What several say within this time on one line, they say at once, ms. */
const AT_ONCE_MS = 3;

/** Where a bus comes out for programs to attach to. */
export interface Port {
  readonly outlet: Outlet;
  readonly at: ExposedAt;
  /** Bytes for the host, at the speed of the port. */
  send(bytes: Uint8Array): void;
  /** The wires it leads to. */
  bus: Bus;
}

/** The two wires that one or several devices share, and the port they lead to. Each device has its line to it. */
export class Bus {
  /** The link of the configuration, without its settings. */
  readonly link: string;
  readonly #clock: SimClock;
  readonly #tape: Tape;
  readonly #lines: Line[] = [];
  #toHost: (bytes: Uint8Array) => void = () => undefined;
  #several = false;
  #player: ((bytes: Uint8Array) => void) | null = null;
  #talking: { line: Line; bytes: Uint8Array }[] = [];
  #port: Port | null = null;

  constructor(link: string, clock: SimClock, tape: Tape) {
    this.link = link;
    this.#clock = clock;
    this.#tape = tape;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  attach(line: Line): void {
    this.#lines.push(line);
    line.attachHost(
      (bytes) => this.#take(line, bytes),
      () => this.#several,
    );
  }

  detach(line: Line): void {
    this.#lines.splice(this.#lines.indexOf(line), 1);
    this.#several = false;
  }

  get port(): Port | null {
    return this.#port;
  }

  /** Leads to this port from now on. */
  lead(port: Port | null): void {
    this.#port = port;
    this.#toHost = (bytes) => port?.send(bytes);
    if (port) port.bus = this;
  }

  /** From now on a tape answers in place of the devices. */
  play(player: (bytes: Uint8Array) => void): void {
    this.#player = player;
  }

  /** What a tape has a device say. */
  sayAs(device: string, bytes: Uint8Array): void {
    this.#tape.add(device, 'out', bytes, 'replayed');
    this.#toHost(bytes);
  }

  /** Bytes from the host: every device on the wires hears them, those meant obey. */
  fromHost(bytes: Uint8Array): void {
    if (this.#player) {
      this.#tape.add(
        this.#lines.find((line) => line.isMine(bytes))?.id ?? this.link,
        'in',
        bytes,
        'replayed',
      );
      return this.#player(bytes);
    }
    this.#several = false;
    this.#lines.some((line) => line.echo(bytes));
    const meant = this.#lines.filter((line) => line.isMine(bytes));
    const first = meant[0] ?? this.#lines[0];
    this.#several = meant.length > 1 && this.#lines.length > 1;
    for (const line of this.#lines)
      if (line === first) line.hear(bytes);
      else if (meant.includes(line)) line.hear(bytes, true);
      else line.overhear(bytes);
  }

  #take(line: Line, bytes: Uint8Array): void {
    if (!this.#several) return this.#toHost(bytes);
    if (this.#talking.length === 0) this.#clock.after(AT_ONCE_MS, () => this.#settle());
    this.#talking.push({ line, bytes });
    return undefined;
  }

  #settle(): void {
    const frames = this.#talking;
    this.#talking = [];
    const [first] = frames;
    if (!first) return;
    const clash = new Set(frames.map(({ line }) => line)).size > 1;
    const heard = clash
      ? overlaid(frames.map(({ bytes }) => bytes))
      : join(...frames.map(({ bytes }) => bytes));
    this.#tape.add(first.line.id, 'out', heard, clash ? 'collision' : null);
    this.#toHost(heard);
  }
}

/** Two drivers on one pair of wires: a low level wins, bit for bit. */
const overlaid = (frames: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from({ length: Math.max(...frames.map((frame) => frame.length)) }, (_, i) =>
    frames.reduce((sum, frame) => sum & (frame[i] ?? 0xff), 0xff),
  );
