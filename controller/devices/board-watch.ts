import type { Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { Bins } from './bins.ts';
import type { BoardListener } from './board-lines.ts';
import type { BoardUnit } from './board-unit.ts';
import { lose, observe, type Recorder } from './doors.ts';
import type { Guard } from './guard.ts';
import type { LampKeeper } from './lamps.ts';
import type { Places } from './places.ts';
import type { Slots } from './slots.ts';
import type { Twins } from './twins.ts';

export interface BoardWatchParts {
  readonly clock: Clock;
  readonly desk: Desk;
  readonly guard: Guard;
  readonly recorder: Recorder;
  readonly places: Places;
  readonly bins: Bins;
  readonly slots: Slots;
  readonly twins: Twins;
  readonly lamps: () => LampKeeper;
  /** Somebody is at this compartment. */
  readonly isUrgent: (compartment: string) => boolean;
  readonly openWindowMs: number;
}
export interface BoardWatch extends BoardListener {
  /** Records what the doors of a board show now. */
  doors(unit: BoardUnit): void;
}

/** What a read of a board means for everything that hangs on it: beams first, then doors and bins into the ledger. */
export const watchBoards = (parts: BoardWatchParts): BoardWatch => {
  const { clock, desk, guard, recorder, places, bins, slots, twins, lamps, isUrgent } = parts;
  const doors = (unit: BoardUnit): void => {
    if (twins.distrust(unit.config.id) !== null) return;
    guard.once(() => observe(unit, places.of(unit.config.id), desk, recorder, clock, parts.openWindowMs));
  };
  return {
    doors,
    pace(unit) {
      const here = places.of(unit.config.id);
      if (here.some(({ compartment }) => isUrgent(compartment))) return 'fast';
      return here.some(({ is, channel }) => is === 'door' && unit.door(channel) === 'open')
        ? 'brisk'
        : 'idle';
    },
    online: ({ config }) => lamps().up(config.id),
    read(unit, inputs) {
      const { id } = unit.config;
      let believed = !twins.has(id);
      if (!believed) guard.once(() => void (believed = twins.believes(unit, inputs.raw)));
      if (!believed) return;
      slots.observe(id, inputs);
      doors(unit);
      guard.once(() => bins.observe(unit, places.of(id)));
    },
    lost(unit) {
      const { id } = unit.config;
      twins.lost(id);
      slots.lose(id);
      bins.lose(places.of(id));
      lamps().down(id);
      guard.once(() => lose(unit, places.of(id), desk, recorder));
    },
    faults: ({ config: { id } }) => [
      ...twins.faults(id),
      ...bins.faults(places.of(id)),
      ...slots.faults(id),
      ...lamps().faults(id),
    ],
  };
};
