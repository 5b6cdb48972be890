import type { SiteConfig } from '../config-schema.ts';
import type { DoorSide } from '../ports/actuator.ts';

/** What hangs on an input of a board. */
export type Place =
  | { readonly is: 'door'; readonly compartment: string; readonly door: DoorSide; readonly channel: number }
  | {
      readonly is: 'bin';
      readonly compartment: string;
      readonly channel: number;
      readonly occupiedWhenSet: boolean;
    };
export interface Spot {
  readonly device: string;
  readonly channel: number;
}

export interface Places {
  /** Everything on one device. */
  of(device: string): readonly Place[];
  /** The lock of a door, and its feedback. */
  lock(compartment: string, door: DoorSide): Spot | undefined;
  readonly compartments: readonly string[];
}

/** Which lock and sensor is on which channel, from the configuration. */
export const placesOf = ({ cabinets }: Pick<SiteConfig, 'cabinets'>): Places => {
  const byDevice = new Map<string, Place[]>();
  const locks = new Map<string, Spot>();
  const compartments = cabinets.flatMap((cabinet) => cabinet.compartments);
  const add = (device: string, place: Place): void => {
    byDevice.set(device, [...(byDevice.get(device) ?? []), place]);
  };
  for (const { id, lock, occupied } of compartments) {
    for (const door of ['front', 'rear'] as const) {
      const spot = lock[door];
      if (!spot) continue;
      locks.set(`${id}/${door}`, spot);
      add(spot.device, { is: 'door', compartment: id, door, channel: spot.channel });
    }
    if (occupied) {
      const occupiedWhenSet = occupied.polarity === 'occupied_when_set';
      add(occupied.device, { is: 'bin', compartment: id, channel: occupied.channel, occupiedWhenSet });
    }
  }
  return {
    of: (device) => byDevice.get(device) ?? [],
    lock: (compartment, door) => locks.get(`${compartment}/${door}`),
    compartments: compartments.map(({ id }) => id),
  };
};
