import type { SimClock } from './clock.ts';
import { Bin, type BinState, type Sheet } from './devices/bin.ts';
import { Door, type DoorState } from './devices/door.ts';
import { History } from './history.ts';
import { SimProblem } from './problem.ts';
import type { BoardSpec, CompartmentSpec, SimSite } from './site.ts';

export type Side = 'front' | 'rear';

export interface CompartmentState {
  readonly id: string;
  readonly cabinet: string;
  readonly number: number;
  readonly usage: string;
  readonly department: string | null;
  readonly doors: { readonly front: DoorState; readonly rear?: DoorState };
  readonly bin: BinState;
}

interface Compartment {
  readonly spec: CompartmentSpec;
  readonly cabinet: string;
  readonly doors: Map<Side, Door>;
  readonly bin: Bin;
}

/** The steel: compartments with doors and bins, the paper in them, and the paper in people's hands. */
export class Cabinet {
  readonly history: History;
  readonly #compartments = new Map<string, Compartment>();
  readonly #hands = new Map<string, Sheet>();
  readonly #changed: () => void;
  #nextSheet = 1;

  constructor(site: SimSite, clock: SimClock, changed: () => void) {
    this.#changed = changed;
    this.history = new History(() => clock.now());
    for (const cabinet of site.cabinets)
      for (const spec of cabinet.compartments) {
        const sides: Side[] = spec.lock.rear ? ['front', 'rear'] : ['front'];
        const doors = new Map<Side, Door>();
        for (const side of sides) {
          const door: Door = new Door(clock, () => {
            this.history.note(spec.id, side, door.state());
            changed();
          });
          doors.set(side, door);
        }
        this.#compartments.set(spec.id, { spec, cabinet: cabinet.id, doors, bin: new Bin() });
      }
  }

  #at(id: string): Compartment {
    const found = this.#compartments.get(id);
    if (found) return found;
    const known = [...this.#compartments.keys()].join(', ');
    throw new SimProblem('not-found', `there is no compartment ${id}`, `use one of ${known}`);
  }

  /** Throws `SimProblem` not-found. */
  door(id: string, side: Side = 'front'): Door {
    const door = this.#at(id).doors.get(side);
    if (door) return door;
    throw new SimProblem('not-found', `compartment ${id} has no ${side} door`, 'use its front door');
  }

  /** The door whose coil is wired to this channel, if any. */
  doorOn(device: string, channel: number): Door | undefined {
    for (const { spec, doors } of this.#compartments.values())
      for (const [side, door] of doors) {
        const lock = spec.lock[side];
        if (lock?.device === device && lock.channel === channel) return door;
      }
    return undefined;
  }

  /**
   * What one input of a board reads: the feedback switch of a lock, or a bin's sensor wired to a spare input.
   * An input with nothing on it reads as not set.
   */
  input(board: BoardSpec, channel: number): boolean {
    const door = this.doorOn(board.id, channel);
    if (door) return door.switchSaysClosed === (board.feedback === 'closed_when_set');
    for (const { spec, bin } of this.#compartments.values())
      if (spec.occupied?.device === board.id && spec.occupied.channel === channel)
        return bin.sensorSaysOccupied === (spec.occupied.polarity === 'occupied_when_set');
    return false;
  }

  /** A new sheet in people's hands. */
  newSheet(docket: string | null, label: number | null = null): Sheet {
    const sheet: Sheet = { id: `s${this.#nextSheet++}`, docket, label };
    this.#hands.set(sheet.id, sheet);
    this.#changed();
    return sheet;
  }

  /** The label of a sheet, wherever it is, turns out to say this. */
  learnDocket(sheetId: string, docket: string): void {
    const sheet = this.#hands.get(sheetId);
    for (const { bin } of this.#compartments.values()) bin.learnDocket(sheetId, docket);
    if (sheet) this.#hands.set(sheetId, { ...sheet, docket });
    this.#changed();
  }

  dropSheet(sheetId: string): void {
    this.#hands.delete(sheetId);
    this.#changed();
  }

  /**
   * Puts paper in through an open door: the sheet of that id, else the one in the hands with that docket, else
   * fresh paper. Throws `SimProblem` impossible when every door is shut.
   */
  putPaper(id: string, what: { sheet?: string | undefined; docket?: string | undefined }): Sheet {
    const { bin } = this.#withOpenDoor(id);
    const inHands = [...this.#hands.values()];
    const found = what.sheet
      ? this.#hands.get(what.sheet)
      : inHands.find((sheet) => what.docket !== undefined && sheet.docket === what.docket);
    if (what.sheet && !found)
      throw new SimProblem('not-found', `sheet ${what.sheet} is not in the hands`, 'take it out first');
    const sheet = found ?? this.newSheet(what.docket ?? null);
    this.#hands.delete(sheet.id);
    bin.put(sheet);
    this.#changed();
    return sheet;
  }

  /** Takes one sheet, or everything, out through an open door into the hands. */
  takePaper(id: string, what: { sheet?: string | undefined; docket?: string | undefined }): readonly Sheet[] {
    const { bin } = this.#withOpenDoor(id);
    const all = what.sheet === undefined && what.docket === undefined;
    const taken = bin.take((sheet) => all || sheet.id === what.sheet || sheet.docket === what.docket);
    for (const sheet of taken) this.#hands.set(sheet.id, sheet);
    this.#changed();
    return taken;
  }

  stickBinSensor(id: string, at: 'occupied' | 'empty' | 'true'): void {
    this.#at(id).bin.stickSensor(at);
    this.#changed();
  }

  #withOpenDoor(id: string): Compartment {
    const compartment = this.#at(id);
    if ([...compartment.doors.values()].some((door) => door.open)) return compartment;
    throw new SimProblem(
      'impossible',
      `the door of ${id} is shut`,
      'have it opened first',
      `${id} 的门关着：先让系统打开`,
    );
  }

  state(): { compartments: CompartmentState[]; hands: Sheet[] } {
    const compartments = [...this.#compartments.values()].map(({ spec, cabinet, doors, bin }) => {
      const rear = doors.get('rear')?.state();
      return {
        id: spec.id,
        cabinet,
        number: spec.number,
        usage: spec.usage,
        department: spec.department,
        doors: { front: this.door(spec.id).state(), ...(rear ? { rear } : {}) },
        bin: bin.state(),
      };
    });
    return { compartments, hands: [...this.#hands.values()] };
  }
}
