import type { Parts, Surroundings, Unit } from './builders/parts.ts';
import { build } from './builders/table.ts';
import { Bus, type Port } from './bus.ts';
import { Cabinet } from './cabinet.ts';
import type { SimClock } from './clock.ts';
import { Coils, type Strain } from './devices/coils.ts';
import type { SimPrinter } from './devices/printer.ts';
import type { PhysicalFault, WireFault } from './faults.ts';
import type { Move } from './history.ts';
import { Line } from './line.ts';
import { applyPhysicalFault } from './physical-faults.ts';
import { Printouts } from './printouts.ts';
import type { RecordedFrame } from './recording.ts';
import { Replay } from './replay.ts';
import { SimProblem } from './problem.ts';
import type { SimDevice, SimPerson, SimSite } from './site.ts';
import { stateOf, type SimState } from './state.ts';
import { Tape, type TapeEntry } from './tape.ts';
import { LockBoard } from './wire/lock-board.ts';
import type { Scanned } from './wire/scanner.ts';
import { Wiring } from './wiring.ts';

export interface Simulated extends Parts {
  readonly spec: SimDevice;
  readonly line: Line;
  /** The wires it shares with the devices of the same link. */
  readonly bus: Bus;
  /** False: known to the site, played by something else. */
  readonly played: boolean;
}

export interface SimOptions {
  readonly site: SimSite;
  readonly people?: readonly SimPerson[];
  readonly clock: SimClock;
  /** Folder that keeps what was printed, one PNG a label. */
  readonly out: string;
}

/** The whole simulated site: cabinet, devices on their lines, people and paper. Verbs are what hands can do. */
export class Simulator {
  readonly site: SimSite;
  readonly people: readonly SimPerson[];
  readonly cabinet: Cabinet;
  readonly coils: Coils;
  readonly wiring: Wiring;
  readonly printouts: Printouts;
  readonly tape: Tape;
  readonly #clock: SimClock;
  readonly #devices = new Map<string, Simulated>();
  readonly #buses = new Map<string, Bus>();
  readonly #twins = new Map<string, Line>();
  #replay: Replay | null = null;
  readonly #watchers = new Set<() => void>();

  constructor({ site, people = [], clock, out }: SimOptions) {
    this.site = site;
    this.people = people;
    this.#clock = clock;
    this.tape = new Tape(clock);
    const changed = (): void => this.changed();
    this.cabinet = new Cabinet(site, clock, () => {
      for (const { board } of this.#devices.values()) board?.inputsMayHaveChanged();
      changed();
    });
    this.coils = new Coils(clock, (supply) => this.#dip(supply));
    this.wiring = new Wiring(site, this.cabinet.compartments);
    this.printouts = new Printouts(out, clock, this.cabinet, changed);
    for (const spec of site.devices) this.#devices.set(spec.id, this.#build(spec));
  }

  #build(spec: SimDevice): Simulated {
    const line = this.#newLine(spec.id);
    const { wiring, coils, printouts } = this;
    const parts = build(spec, { clock: this.#clock, wiring, coils, printouts, line, send: sender(line) });
    const bus = this.#bus(spec.link);
    bus.attach(line);
    return { spec, line, bus, ...parts, played: parts !== null };
  }

  #newLine(id: string): Line {
    return new Line(id, this.#clock, this.tape, () => this.changed());
  }

  /** Devices whose links differ only in their settings share one pair of wires. */
  #bus(link: string): Bus {
    const place = link.replace(/\?.*$/, '');
    const bus = this.#buses.get(place) ?? new Bus(place, this.#clock, this.tape);
    this.#buses.set(place, bus);
    return bus;
  }

  /** Throws `SimProblem` not-found. */
  device(id: string): Simulated {
    const found = this.#devices.get(id);
    if (found) return found;
    const known = [...this.#devices.keys()].join(', ');
    throw new SimProblem('not-found', `there is no device ${id}`, `use one of ${known}`);
  }

  get devices(): readonly Simulated[] {
    return [...this.#devices.values()];
  }

  board(id: string): Unit {
    return this.device(id).board ?? wrongKind(id, 'lock board');
  }

  /** A board that speaks a protocol of its own, rather than Modbus. */
  lockBoard(id: string): LockBoard {
    const { board } = this.device(id);
    return board instanceof LockBoard ? board : wrongKind(id, 'lock board that reports or has layouts');
  }

  printer(id: string): SimPrinter {
    return this.device(id).printer ?? wrongKind(id, 'printer');
  }

  /** Holds a code under a scanner: its text or hex, or the label of a sheet in the hands. */
  scan(id: string, scanned: Scanned): void {
    (this.device(id).scanner ?? wrongKind(id, 'scanner')).scan(scanned);
  }

  /** Holds a card, named by the digits of its number in hexadecimal, to a reader. */
  swipe(id: string, uid: string, holdMs: number): void {
    (this.device(id).reader ?? wrongKind(id, 'card reader')).hold(uid, holdMs);
  }

  setWireFault(id: string, fault: WireFault): void {
    this.device(id).line.faults.set(fault);
    this.changed();
  }

  /** Faults of things rather than of wires; `on: false` mends them. */
  async setPhysicalFault(id: string, fault: PhysicalFault, on: boolean): Promise<void> {
    await applyPhysicalFault(this, id, fault, on);
    this.changed();
  }

  /** Another board at the address of this one, or none any more. */
  setTwin(id: string, on: boolean): void {
    const { twin, bus } = this.device(id);
    if (!twin) return wrongKind(id, 'lock board');
    const before = this.#twins.get(id);
    if (before) bus.detach(before);
    this.#twins.delete(id);
    if (!on) return undefined;
    const line = this.#newLine(`${id}/twin`);
    line.attachDevice(twin(sender(line)));
    bus.attach(line);
    this.#twins.set(id, line);
    return undefined;
  }

  hasTwin(id: string): boolean {
    return this.#twins.has(id);
  }

  /** Every board on the supply loses its power for a moment. */
  dipSupply(supply: string): void {
    for (const { spec, board } of this.devices)
      if ('supply' in spec && spec.supply === supply) board?.powerCycle();
    this.changed();
  }

  #dip(supply: string): void {
    for (const { spec, board } of this.devices)
      if ('supply' in spec && spec.supply === supply && board?.rebootsOnDip) board.powerCycle();
  }

  /** The cable of one device; of the whole line where it is alone on it, or when the `adapter` is meant. */
  async pullCable(id: string, adapter = false): Promise<void> {
    const { bus, line } = this.device(id);
    line.reset();
    if (!adapter && bus.lines.length > 1) line.cut = true;
    else await bus.port?.outlet.unplug();
    this.changed();
  }

  async plugCable(id: string): Promise<void> {
    const { bus, line } = this.device(id);
    line.cut = false;
    await bus.port?.outlet.plug();
    this.changed();
  }

  /** Exchanges the ports of two devices, as names of USB ports do: both go away and come back as the other. */
  async swapCables(one: string, other: string): Promise<void> {
    const [a, b] = [this.device(one).bus, this.device(other).bus];
    const ports: [Port | null, Port | null] = [a.port, b.port];
    for (const port of ports) await port?.outlet.unplug();
    a.lead(ports[1]);
    b.lead(ports[0]);
    for (const port of ports) await port?.outlet.plug();
    this.changed();
  }

  /** Calls back after anything changed. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  /** From now on a tape answers in place of the devices. */
  replay(frames: readonly RecordedFrame[]): void {
    this.#replay = new Replay(frames, this.buses, this.#clock);
  }

  state(): SimState {
    return { ...stateOf(this), replay: this.#replay?.state() ?? null };
  }

  /** What the doors did, what coils had to bear, what crossed the wires: all, or the last few thousand of each. */
  history(): {
    readonly moves: readonly Move[];
    readonly strains: readonly Strain[];
    readonly tape: readonly TapeEntry[];
  } {
    return { moves: this.cabinet.history.moves(), strains: this.coils.strains(), tape: this.tape.all() };
  }

  async close(): Promise<void> {
    for (const bus of this.#buses.values()) await bus.port?.outlet.close();
  }

  get buses(): readonly Bus[] {
    return [...this.#buses.values()];
  }
}

const sender =
  (line: Line): Surroundings['send'] =>
  (frame, unasked = false) =>
    line.fromDevice(frame, unasked);

const wrongKind = (id: string, wanted: string): never => {
  throw new SimProblem('bad-request', `${id} is not a ${wanted}`, `name a ${wanted}`);
};
