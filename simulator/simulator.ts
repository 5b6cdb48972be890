import type { Parts, SimBoard } from './builders/parts.ts';
import { build } from './builders/table.ts';
import { Cabinet, type CompartmentState } from './cabinet.ts';
import type { SimClock } from './clock.ts';
import type { Sheet } from './devices/bin.ts';
import type { PrinterState, SimPrinter } from './devices/printer.ts';
import type { PhysicalFault, WireFault } from './faults.ts';
import { Line } from './line.ts';
import type { ExposedAt, Outlet } from './outlets/outlet.ts';
import type { Move } from './history.ts';
import { Printouts, type Printout } from './printouts.ts';
import { SimProblem } from './problem.ts';
import type { SimDevice, SimPerson, SimSite } from './site.ts';
import { Tape, type TapeEntry } from './tape.ts';
import type { Scanned } from './wire/scanner.ts';

export interface DeviceState {
  readonly id: string;
  readonly kind: SimDevice['kind'];
  readonly at: ExposedAt | null;
  readonly cable: 'plugged' | 'pulled';
  readonly faults: readonly (WireFault & { left: number | null })[];
  readonly printer?: PrinterState;
}
export interface SimState {
  readonly site: { readonly id: string; readonly name: string };
  readonly cabinets: readonly {
    id: string;
    name: string;
    stations: SimSite['cabinets'][number]['stations'];
  }[];
  readonly compartments: readonly CompartmentState[];
  /** Paper in people's hands. */
  readonly hands: readonly Sheet[];
  readonly devices: readonly DeviceState[];
  readonly people: readonly SimPerson[];
  readonly printed: readonly Printout[];
  readonly tape: readonly TapeEntry[];
}

interface Simulated extends Parts {
  readonly spec: SimDevice;
  readonly line: Line;
  /** False: known to the site, played by something else. */
  readonly played: boolean;
  outlet: Outlet | null;
  at: ExposedAt | null;
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
  readonly cabinet: Cabinet;
  readonly printouts: Printouts;
  readonly #site: SimSite;
  readonly #people: readonly SimPerson[];
  readonly #tape: Tape;
  readonly #devices = new Map<string, Simulated>();
  readonly #watchers = new Set<() => void>();

  constructor({ site, people = [], clock, out }: SimOptions) {
    this.#site = site;
    this.#people = people;
    this.#tape = new Tape(clock);
    const changed = (): void => this.#changed();
    this.cabinet = new Cabinet(site, clock, () => {
      for (const { board } of this.#devices.values()) board?.inputsMayHaveChanged();
      changed();
    });
    this.printouts = new Printouts(out, clock, this.cabinet, changed);
    for (const spec of site.devices) this.#devices.set(spec.id, this.#build(spec, clock));
  }

  #build(spec: SimDevice, clock: SimClock): Simulated {
    const line = new Line(spec.id, clock, this.#tape, () => this.#changed());
    const send = (frame: Uint8Array): void => line.fromDevice(frame);
    const parts = build(spec, { clock, cabinet: this.cabinet, printouts: this.printouts, line, send });
    return { spec, line, ...parts, played: parts !== null, outlet: null, at: null };
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

  board(id: string): SimBoard {
    return this.device(id).board ?? wrongKind(id, 'lock board');
  }

  printer(id: string): SimPrinter {
    return this.device(id).printer ?? wrongKind(id, 'printer');
  }

  /** Holds a code under a scanner: its text or hex, or the label of a sheet in the hands. */
  scan(id: string, scanned: Scanned): void {
    (this.device(id).scanner ?? wrongKind(id, 'scanner')).scan(scanned);
  }

  swipe(id: string, uid: string, holdMs: number): void {
    (this.device(id).reader ?? wrongKind(id, 'card reader')).hold(uid, holdMs);
  }

  setWireFault(id: string, fault: WireFault): void {
    this.device(id).line.faults.set(fault);
    this.#changed();
  }

  /** Faults of things rather than of wires; `on: false` mends them. */
  async setPhysicalFault(id: string, fault: PhysicalFault, on: boolean): Promise<void> {
    switch (fault.name) {
      case 'jammed-bolt': {
        const door = this.cabinet.door(fault.compartment, fault.side);
        if (on) door.jam(fault.count);
        else door.free();
        break;
      }
      case 'stuck-feedback': {
        const door = this.cabinet.door(fault.compartment, fault.side);
        if (on) door.stickFeedback(fault.at);
        else door.freeFeedback();
        break;
      }
      case 'pulled-cable':
        await (on ? this.pullCable(id) : this.plugCable(id));
        break;
      case 'paper-out':
        if (on) this.printer(id).endRoll(fault.afterLabels);
        else this.printer(id).loadPaper();
        break;
      default:
        this.printer(id).set(fault.name, on);
    }
    this.#changed();
  }

  async pullCable(id: string): Promise<void> {
    const { outlet, line } = this.device(id);
    line.reset();
    await outlet?.unplug();
    this.#changed();
  }

  async plugCable(id: string): Promise<void> {
    await this.device(id).outlet?.plug();
    this.#changed();
  }

  /** Calls back after anything changed. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  changedByHand(): void {
    this.#changed();
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  state(): SimState {
    const { site, cabinets } = this.#site;
    return {
      site,
      cabinets: cabinets.map(({ id, name, stations }) => ({ id, name, stations })),
      ...this.cabinet.state(),
      devices: this.devices.map(({ spec, line, printer, outlet, at }) => ({
        id: spec.id,
        kind: spec.kind,
        at,
        cable: outlet && !outlet.plugged ? 'pulled' : 'plugged',
        faults: line.faults.list(),
        ...(printer ? { printer: printer.state() } : {}),
      })),
      people: this.#people,
      printed: this.printouts.list(),
      tape: this.#tape.last(),
    };
  }

  /** What the doors did and what crossed the wires, from the start or the last few thousand of each. */
  history(): { readonly moves: readonly Move[]; readonly tape: readonly TapeEntry[] } {
    return { moves: this.cabinet.history.moves(), tape: this.#tape.all() };
  }

  async close(): Promise<void> {
    for (const { outlet } of this.#devices.values()) await outlet?.close();
  }
}

const wrongKind = (id: string, wanted: string): never => {
  throw new SimProblem('bad-request', `${id} is not a ${wanted}`, `name a ${wanted}`);
};
