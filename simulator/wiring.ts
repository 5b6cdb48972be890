import type { Compartment } from './compartment.ts';
import type { Coils } from './devices/coils.ts';
import type { Door } from './devices/door.ts';
import type { Lamp } from './devices/lamp.ts';
import type { BoardSpec, SimDevice, SimSite } from './site.ts';
import type { Terminals } from './wire/mcu.ts';

interface ChannelAt {
  readonly device: string;
  readonly channel: number;
}

/** Which terminal of which device leads to what. Terminals are where the wire is, after the site's `map`. */
export class Wiring {
  readonly #maps = new Map<string, Readonly<Record<string, number>>>();
  readonly #doors = new Map<string, Door>();
  readonly #lamps = new Map<string, Lamp>();
  readonly #inputs = new Map<string, () => boolean>();
  readonly #items = new Map<string, () => boolean>();
  readonly #dead = new Set<string>();

  constructor(site: SimSite, compartments: Iterable<Compartment>) {
    const boards = new Map<string, BoardSpec>();
    for (const device of site.devices)
      if (isBoard(device)) {
        boards.set(device.id, device);
        this.#maps.set(device.id, device.map);
      }
    for (const compartment of compartments) {
      this.#wireLocks(compartment, boards);
      this.#wireSensors(compartment);
    }
  }

  #at({ device, channel }: ChannelAt): string {
    return `${device}/${this.#maps.get(device)?.[channel] ?? channel}`;
  }

  #wireLocks({ spec, doors, lamps }: Compartment, boards: ReadonlyMap<string, BoardSpec>): void {
    for (const [side, door] of doors) {
      const lock = spec.lock[side];
      if (!lock) continue;
      const closedIsSet = boards.get(lock.device)?.feedback !== 'open_when_set';
      this.#doors.set(this.#at(lock), door);
      this.#inputs.set(this.#at(lock), () => door.switchSaysClosed === closedIsSet);
    }
    for (const [name, lamp] of lamps) {
      const at = spec.lamps?.[name];
      if (at) this.#lamps.set(this.#at(at), lamp);
    }
  }

  #wireSensors(compartment: Compartment): void {
    const { spec, bin } = compartment;
    for (const which of ['occupied', 'full'] as const) {
      const sensor = spec[which];
      if (!sensor) continue;
      const inputs = sensor.input === 'item' ? this.#items : this.#inputs;
      inputs.set(this.#at(sensor), () => bin.says(which) === (sensor.polarity === 'occupied_when_set'));
    }
    for (const beam of ['outer', 'inner'] as const) {
      const at = spec.slot?.[beam];
      if (at)
        this.#inputs.set(
          this.#at(at),
          () => compartment.slot.broken(beam) === (at.polarity === 'broken_when_set'),
        );
    }
  }

  /** The door whose coil is at this terminal. */
  door(device: string, terminal: number): Door | undefined {
    return this.#doors.get(`${device}/${terminal}`);
  }

  /** What one input reads. An input with nothing on it reads as not set. */
  input(device: string, terminal: number): boolean {
    return this.#inputs.get(`${device}/${terminal}`)?.() ?? false;
  }

  /** Nothing this terminal's output does has an effect any more. */
  setDead(device: string, terminal: number, dead: boolean): void {
    if (dead) this.#dead.add(`${device}/${terminal}`);
    else this.#dead.delete(`${device}/${terminal}`);
  }

  dead(device: string): readonly number[] {
    return [...this.#dead]
      .filter((name) => name.startsWith(`${device}/`))
      .map((name) => Number(name.slice(device.length + 1)));
  }

  /** The terminals of one board, for its firmware. */
  terminals(board: BoardSpec, coils: Coils): Terminals {
    const at = (terminal: number): string => `${board.id}/${terminal}`;
    return {
      drive: (terminal, on) => {
        if (on && board.disabled.includes(terminal)) coils.note(board, terminal, 'disabled-terminal');
        if (on && this.#dead.has(at(terminal))) return;
        this.#lamps.get(at(terminal))?.drive(on);
        const door = this.#doors.get(at(terminal));
        if (!door) return;
        if (on) {
          coils.on(board, terminal);
          door.energise();
        } else {
          coils.off(board, terminal);
          door.release();
        }
      },
      input: (terminal) => this.input(board.id, terminal),
      item: (terminal) => this.#items.get(at(terminal))?.() ?? false,
      pressed: (terminal) => this.#doors.get(at(terminal))?.pressed ?? false,
      flash: (terminal, ms) => this.#lamps.get(at(terminal))?.flash(ms),
    };
  }
}

export const isBoard = (device: SimDevice): device is BoardSpec => device.kind.startsWith('lock-board/');
