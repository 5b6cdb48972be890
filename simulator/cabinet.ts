import type { SimClock } from './clock.ts';
import { Compartment, type CompartmentState, type Side } from './compartment.ts';
import type { Sheet } from './devices/bin.ts';
import type { Door } from './devices/door.ts';
import type { BeamName, Passage } from './devices/slot.ts';
import { History } from './history.ts';
import { SimProblem } from './problem.ts';
import type { SimSite } from './site.ts';

/** Which sheet: by its id, else the one with that docket. */
export interface WhichSheet {
  readonly sheet?: string | undefined;
  readonly docket?: string | undefined;
}

/** The steel: compartments with doors, slots and bins, the paper in them, and the paper in people's hands. */
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
        const compartment = new Compartment(spec, cabinet.id, clock, (moved) => {
          if (moved) this.history.note(spec.id, moved.side, moved.door);
          changed();
        });
        this.#compartments.set(spec.id, compartment);
      }
  }

  get compartments(): Iterable<Compartment> {
    return this.#compartments.values();
  }

  /** Throws `SimProblem` not-found. */
  at(id: string): Compartment {
    const found = this.#compartments.get(id);
    if (found) return found;
    const known = [...this.#compartments.keys()].join(', ');
    throw new SimProblem('not-found', `there is no compartment ${id}`, `use one of ${known}`);
  }

  /** Throws `SimProblem` not-found. */
  door(id: string, side: Side = 'front'): Door {
    return this.at(id).door(side);
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

  /** Takes the wanted sheet out of the hands, or fresh paper when none there has that docket. */
  #fromHands(what: WhichSheet): Sheet {
    const found = what.sheet
      ? this.#hands.get(what.sheet)
      : [...this.#hands.values()].find(({ docket }) => what.docket !== undefined && docket === what.docket);
    if (what.sheet && !found)
      throw new SimProblem('not-found', `sheet ${what.sheet} is not in the hands`, 'take it out first');
    const sheet = found ?? this.newSheet(what.docket ?? null);
    this.#hands.delete(sheet.id);
    return sheet;
  }

  /** Puts paper in through an open door. Throws `SimProblem` impossible when every door is shut. */
  putPaper(id: string, what: WhichSheet): Sheet {
    const { bin } = this.#withOpenDoor(id);
    const sheet = this.#fromHands(what);
    bin.put(sheet);
    this.#changed();
    return sheet;
  }

  /** Takes one sheet, or everything, out through an open door into the hands. */
  takePaper(id: string, what: WhichSheet): readonly Sheet[] {
    const { bin } = this.#withOpenDoor(id);
    const all = what.sheet === undefined && what.docket === undefined;
    const taken = bin.take((sheet) => all || isWanted(sheet, what));
    for (const sheet of taken) this.#hands.set(sheet.id, sheet);
    this.#changed();
    return taken;
  }

  /** Pushes paper in through the slot; with `turnsBack` it is pulled out again before it falls. */
  slideIn(id: string, what: WhichSheet, passage: Passage, turnsBack: boolean): Sheet {
    const { slot, bin } = this.#withFreeSlot(id);
    const sheet = this.#fromHands(what);
    if (turnsBack) slot.turnBack(passage, () => this.#hands.set(sheet.id, sheet));
    else
      slot.pass('in', passage, () => {
        bin.put(sheet);
        this.history.add(id, 'slid-in');
      });
    return sheet;
  }

  /** Fishes a sheet out through the slot: the wanted one, else the one on top. */
  slideOut(id: string, what: WhichSheet, passage: Passage): Sheet {
    const { slot, bin } = this.#withFreeSlot(id);
    const any = what.sheet === undefined && what.docket === undefined;
    const target = any ? bin.sheets.at(-1) : bin.sheets.find((sheet) => isWanted(sheet, what));
    if (!target)
      throw new SimProblem('impossible', `no such sheet lies in ${id}`, 'see its bin in the state');
    bin.take((sheet) => sheet === target);
    slot.pass('out', passage, () => {
      this.#hands.set(target.id, target);
      this.history.add(id, 'slid-out');
    });
    return target;
  }

  blockSlot(id: string, beam: BeamName | 'both'): void {
    this.at(id).slot.block(beam);
  }

  clearSlot(id: string): void {
    this.at(id).slot.clear();
  }

  stickBinSensor(
    id: string,
    at: 'occupied' | 'empty' | 'true',
    sensor: 'occupied' | 'full' = 'occupied',
  ): void {
    this.at(id).bin.stickSensor(at, sensor);
    this.#changed();
  }

  #withOpenDoor(id: string): Compartment {
    const compartment = this.at(id);
    if (compartment.hasOpenDoor) return compartment;
    throw new SimProblem(
      'impossible',
      `the door of ${id} is shut`,
      'have it opened first',
      `${id} 的门关着：先让系统打开`,
    );
  }

  #withFreeSlot(id: string): Compartment {
    const compartment = this.at(id);
    if (!compartment.slot.blocked) return compartment;
    throw new SimProblem(
      'impossible',
      `something hangs in the slot of ${id}`,
      'clear the slot first',
      `${id} 的投递口堵住了：先清理`,
    );
  }

  state(): { compartments: CompartmentState[]; hands: Sheet[] } {
    const compartments = [...this.#compartments.values()].map((each) => each.state());
    return { compartments, hands: [...this.#hands.values()] };
  }
}

const isWanted = (sheet: Sheet, what: WhichSheet): boolean =>
  sheet.id === what.sheet || sheet.docket === what.docket;
