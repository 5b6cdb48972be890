import type { SimClock } from './clock.ts';
import { Bin, type BinState } from './devices/bin.ts';
import { Door, type DoorState } from './devices/door.ts';
import { Lamp, type LampState } from './devices/lamp.ts';
import { Slot, type SlotState } from './devices/slot.ts';
import { SimProblem } from './problem.ts';
import type { CompartmentSpec } from './site.ts';

export type Side = 'front' | 'rear';
export type LampName = 'documents' | 'urgent' | 'error';
export const lampNames = ['documents', 'urgent', 'error'] as const;

export interface CompartmentState {
  readonly id: string;
  readonly cabinet: string;
  readonly number: number;
  readonly usage: string;
  readonly department: string | null;
  readonly doors: { readonly front: DoorState; readonly rear?: DoorState };
  readonly bin: BinState;
  readonly slot?: SlotState;
  readonly lamps: Readonly<Partial<Record<LampName, LampState>>>;
  /** Which sensors are there at all. */
  readonly sensors: { readonly occupied: boolean; readonly full: boolean };
}

/** One compartment: its doors, what lies inside, and what else the site has there. */
export class Compartment {
  readonly spec: CompartmentSpec;
  readonly bin: Bin;
  readonly doors = new Map<Side, Door>();
  readonly lamps = new Map<LampName, Lamp>();
  readonly #cabinet: string;
  readonly #slot: Slot | null;

  constructor(
    spec: CompartmentSpec,
    cabinet: string,
    clock: SimClock,
    changed: (moved?: { side: Side; door: DoorState }) => void,
  ) {
    this.spec = spec;
    this.#cabinet = cabinet;
    this.bin = new Bin(spec.capacity);
    const sides: Side[] = spec.lock.rear ? ['front', 'rear'] : ['front'];
    for (const side of sides) {
      const door: Door = new Door(clock, () => changed({ side, door: door.state() }));
      this.doors.set(side, door);
    }
    this.#slot = spec.slot ? new Slot(clock, () => changed()) : null;
    for (const name of lampNames)
      if (spec.lamps?.[name]) this.lamps.set(name, new Lamp(clock, () => changed()));
  }

  /** Throws `SimProblem` not-found. */
  door(side: Side): Door {
    const door = this.doors.get(side);
    if (door) return door;
    throw new SimProblem(
      'not-found',
      `compartment ${this.spec.id} has no ${side} door`,
      'use its front door',
    );
  }

  /** Throws `SimProblem` impossible. */
  get slot(): Slot {
    if (this.#slot) return this.#slot;
    throw new SimProblem(
      'impossible',
      `compartment ${this.spec.id} has no slot`,
      'give it a `slot` in the configuration, or use a door',
      `${this.spec.id} 没有投递口：请用门`,
    );
  }

  get hasOpenDoor(): boolean {
    return [...this.doors.values()].some((door) => door.open);
  }

  state(): CompartmentState {
    const { id, number, usage, department, occupied, full } = this.spec;
    const rear = this.doors.get('rear')?.state();
    return {
      ...{ id, cabinet: this.#cabinet, number, usage, department },
      doors: { front: this.door('front').state(), ...(rear ? { rear } : {}) },
      bin: this.bin.state(),
      ...(this.#slot ? { slot: this.#slot.state() } : {}),
      lamps: Object.fromEntries([...this.lamps].map(([name, lamp]) => [name, lamp.state()])),
      sensors: { occupied: occupied !== undefined, full: full !== undefined },
    };
  }
}
