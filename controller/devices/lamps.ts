import type { Cancel, Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/health.ts';
import type { Lamps, Lights } from '../ports/lamps.ts';
import type { BoardUnit } from './board-unit.ts';
import type { LampSpot, Places } from './places.ts';

/** A channel's own lamp shines for a moment only: it is refreshed so often, ms. */
export const refreshMs = 2000;
/** Pause while doors are being opened, and after a board refused, ms. */
export const lampRest = { busy: 250, refused: 5000 } as const;

export interface LampParts {
  readonly clock: Clock;
  readonly places: Places;
  readonly unit: (device: string) => BoardUnit | undefined;
  /** Doors are being opened: no lamp may be in their way. */
  readonly busy: () => boolean;
}
export interface LampKeeper extends Lamps {
  /** The board answers (again): what its lamps show now is not known. */
  up(device: string): void;
  down(device: string): void;
  faults(device: string): readonly Fault[];
  /** Puts out what is lit, then never sends anything again. */
  stop(): Promise<void>;
}

/** The lamps of one device, one conversation at a time. */
interface Rack {
  readonly spots: readonly LampSpot[];
  /** What each channel shows; missing: nobody knows. */
  readonly lit: Map<number, boolean>;
  cancel: Cancel | null;
  /** The conversation under way. */
  work: Promise<void> | null;
}

/**
 * Lights lamps through `lamp` (an output that stays as it is switched) or `flash` (a channel's own lamp, again and
 * again). An output with a lock on it is never switched, whatever the configuration says: a coil would burn.
 */
export const createLamps = ({ clock, places, unit, busy }: LampParts): LampKeeper => {
  const wanted = new Map<string, Lights>();
  let stopping = false;
  const refusal = (spot: LampSpot): Fault | null => {
    const { device, channel, compartment, shows } = spot;
    const driver = unit(device)?.locks?.driver;
    if (!driver) return null;
    if (driver.lamp && places.isLock(spot))
      return {
        ...{ code: 'lamp-on-lock', values: { compartment, channel } },
        what: `the ${shows} lamp of ${compartment} is on channel ${channel} of ${device}, where a lock is`,
        fix: 'write the channel the lamp is wired to: an output of a lock is never switched on',
      };
    return driver.lamp || driver.flash
      ? null
      : {
          ...{ code: 'no-lamp', values: { compartment } },
          what: `${device} cannot light the ${shows} lamp of ${compartment}`,
          fix: 'hang it on a relay',
        };
  };
  const racks = new Map<string, Rack>();
  for (const [device, spots] of Map.groupBy(places.lamps, (spot) => spot.device))
    racks.set(device, { spots, lit: new Map(), cancel: null, work: null });

  /** Lamps that share a channel are one lamp. */
  const isWanted = ({ spots }: Rack, { channel }: LampSpot): boolean =>
    spots.some((spot) => spot.channel === channel && wanted.get(spot.compartment)?.[spot.shows] === true);
  const later = (device: string, rack: Rack, ms: number, forget: readonly LampSpot[] = []): void => {
    rack.cancel?.();
    rack.cancel = clock.after(ms, () => {
      rack.cancel = null;
      for (const { channel } of forget) rack.lit.delete(channel);
      go(device);
    });
  };
  /** Switches or flashes one lamp; false: the board did not take it. */
  const shine = async (board: BoardUnit, rack: Rack, spot: LampSpot, on: boolean): Promise<boolean> => {
    const driver = board.locks?.driver;
    const { channel } = spot;
    if (!driver || !board.online || refusal(spot) !== null) return false;
    const took = driver.lamp
      ? await driver.lamp(channel, on)
      : !on || (await driver.flash?.(channel)) === true;
    if (took) rack.lit.set(channel, on);
    else rack.lit.delete(channel);
    return took;
  };
  const go = (device: string): void => {
    const rack = racks.get(device);
    const board = unit(device);
    if (stopping || !rack || !board?.online || rack.work) return;
    const usable = rack.spots.filter((spot) => refusal(spot) === null);
    const next = usable.find((spot) => rack.lit.get(spot.channel) !== isWanted(rack, spot));
    if (!next) {
      // What was flashed goes out by itself: it is flashed again.
      const flashed = usable.filter((spot) => !board.locks?.driver.lamp && isWanted(rack, spot));
      if (flashed.length > 0) later(device, rack, refreshMs, flashed);
      return;
    }
    if (busy()) return later(device, rack, lampRest.busy);
    rack.work = shine(board, rack, next, isWanted(rack, next)).then((took) => {
      rack.work = null;
      if (stopping) return;
      if (!took) return later(device, rack, lampRest.refused);
      go(device);
    });
  };
  return {
    compartments: [...new Set(places.lamps.map(({ compartment }) => compartment))],
    show(compartment, lights) {
      wanted.set(compartment, lights);
      for (const [device, rack] of racks)
        if (rack.cancel === null && rack.spots.some((spot) => spot.compartment === compartment)) go(device);
    },
    up(device) {
      const rack = racks.get(device);
      if (!rack) return;
      rack.lit.clear();
      go(device);
    },
    down(device) {
      const rack = racks.get(device);
      rack?.cancel?.();
      if (rack) rack.cancel = null;
      rack?.lit.clear();
    },
    faults: (device) => (racks.get(device)?.spots ?? []).flatMap((spot) => refusal(spot) ?? []),
    async stop() {
      stopping = true;
      for (const [device, rack] of racks) {
        rack.cancel?.();
        rack.cancel = null;
        await rack.work;
        const board = unit(device);
        if (!board?.locks?.driver.lamp) continue;
        for (const spot of rack.spots)
          if (rack.lit.get(spot.channel) !== false) await shine(board, rack, spot, false);
      }
    },
  };
};
