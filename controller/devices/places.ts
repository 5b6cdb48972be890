import type { SiteConfig } from '../config-schema.ts';
import type { DoorSide } from '../ports/actuator.ts';
import type { LampKind } from '../ports/lamps.ts';

/** Where something hangs: the channel as the configuration has it; `map` and `disabled` are the driver's. */
export interface Spot {
  readonly device: string;
  readonly channel: number;
}
/** What hangs on a channel of a board and is read. */
export type Place = { readonly compartment: string; readonly channel: number } & (
  | { readonly is: 'door'; readonly door: DoorSide }
  /** A bin sensor; `full`: the one at the height where the bin counts as full. */
  | {
      readonly is: 'bin' | 'full';
      /** `item`: the board's own item sensor of that channel. */
      readonly input: 'input' | 'item';
      readonly occupiedWhenSet: boolean;
    }
  | { readonly is: 'beam'; readonly beam: 'outer' | 'inner'; readonly brokenWhenSet: boolean }
);
export interface LampSpot extends Spot {
  readonly compartment: string;
  readonly shows: LampKind;
}

export interface Places {
  /** Everything on one device that is read. */
  of(device: string): readonly Place[];
  /** The lock of a door, and its feedback. */
  lock(compartment: string, door: DoorSide): Spot | undefined;
  /** Whether a lock hangs on this output: nothing but a pulse may ever be sent to it. */
  isLock(spot: Spot): boolean;
  /** Whether a lamp hangs on this output: a pulse there would open nothing and prove nothing. */
  isLamp(spot: Spot): boolean;
  readonly lamps: readonly LampSpot[];
  readonly compartments: readonly string[];
}
const nameOf = ({ device, channel }: Spot): string => `${device}/${channel}`;

/** Which lock, sensor and lamp is on which channel, from the configuration. */
export const placesOf = ({ cabinets, devices }: Pick<SiteConfig, 'cabinets' | 'devices'>): Places => {
  const byDevice = new Map<string, Place[]>();
  const locks = new Map<string, Spot>();
  const lamps: LampSpot[] = [];
  const compartments = cabinets.flatMap((cabinet) => cabinet.compartments);
  const add = (device: string, place: Place): void => {
    const known = byDevice.get(device);
    if (known) known.push(place);
    else byDevice.set(device, [place]);
  };
  for (const { id: compartment, lock, occupied, full, slot, lamps: lit } of compartments) {
    for (const door of ['front', 'rear'] as const) {
      const spot = lock[door];
      if (!spot) continue;
      locks.set(`${compartment}/${door}`, spot);
      add(spot.device, { is: 'door', compartment, door, channel: spot.channel });
    }
    for (const [is, sensor] of [['bin', occupied] as const, ['full', full] as const]) {
      if (!sensor) continue;
      const { device, channel, input, polarity } = sensor;
      add(device, { is, compartment, channel, input, occupiedWhenSet: polarity === 'occupied_when_set' });
    }
    for (const beam of ['outer', 'inner'] as const) {
      if (!slot) continue;
      const { device, channel, polarity } = slot[beam];
      add(device, { is: 'beam', compartment, beam, channel, brokenWhenSet: polarity === 'broken_when_set' });
    }
    for (const shows of ['documents', 'urgent', 'error'] as const) {
      const spot = lit?.[shows];
      if (spot) lamps.push({ compartment, shows, device: spot.device, channel: spot.channel });
    }
  }
  const coils = new Set([...locks.values()].map(nameOf));
  // The lamps of a relay are outputs like those of locks; other boards have little lamps beside their coils.
  const relays = new Set(devices.flatMap(({ id, kind }) => (kind === 'lock-board/modbus-relay' ? [id] : [])));
  const outputs = new Set(lamps.filter(({ device }) => relays.has(device)).map(nameOf));
  return {
    of: (device) => byDevice.get(device) ?? [],
    lock: (compartment, door) => locks.get(`${compartment}/${door}`),
    isLock: (spot) => coils.has(nameOf(spot)),
    isLamp: (spot) => outputs.has(nameOf(spot)),
    lamps,
    compartments: compartments.map(({ id }) => id),
  };
};
