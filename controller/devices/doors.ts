import { compartment as decider, type CompartmentCommand } from '../domain/compartment.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { BinSeen, DoorSeen, OpenOutcome } from '../ports/actuator.ts';
import { instantOf, type Clock } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { BoardUnit } from './board-unit.ts';
import type { Place } from './places.ts';
import { signal, type Signal } from './signal.ts';

/** Puts facts about compartments into the ledger, then tells whoever listens. */
export interface Recorder {
  readonly door: Signal<DoorSeen>;
  readonly bin: Signal<BinSeen>;
  readonly outcome: Signal<OpenOutcome>;
  /** False when the decider refused it: nothing was recorded. Throws what the ledger throws. */
  record(compartment: string, command: CompartmentCommand, cause: string): boolean;
}

const outcomes = {
  OpenAcknowledged: 'acknowledged',
  OpenUnanswered: 'unanswered',
  OpenFailed: 'failed',
} as const;

export const recorder = (desk: Desk): Recorder => {
  const [door, bin, outcome] = [signal<DoorSeen>(), signal<BinSeen>(), signal<OpenOutcome>()];
  const tell = (compartment: string, event: AnyStoredEvent): void => {
    switch (event.type) {
      case 'OpenAcknowledged':
      case 'OpenUnanswered':
      case 'OpenFailed': {
        const { intent, attempt, door: side } = event.payload;
        const why = 'why' in event.payload ? event.payload.why : null;
        const kind = outcomes[event.type];
        return outcome.emit({ compartment, door: side, intent, attempt, outcome: kind, why });
      }
      case 'DoorSeenOpen':
      case 'DoorSeenClosed': {
        const { forced } = desk.state(decider, compartment).state[event.payload.door];
        const seen = event.type === 'DoorSeenOpen' ? 'open' : 'closed';
        return door.emit({ compartment, ...event.payload, seen, forced });
      }
      case 'DoorLost':
        return door.emit({ compartment, ...event.payload, seen: 'unknown', intent: null, forced: false });
      case 'BinSeenOccupied':
      case 'BinSeenEmpty':
        return bin.emit({ compartment, seen: event.type === 'BinSeenEmpty' ? 'empty' : 'occupied' });
      default:
        return;
    }
  };
  return {
    ...{ door, bin, outcome },
    record(compartment, command, cause) {
      const by = { actor: 'system', station: null, cause };
      const result = desk.decide(decider, compartment, command, by);
      if (result.ok) result.events.forEach((event) => tell(compartment, event));
      return result.ok;
    },
  };
};

/** Compares what a board's doors settled on with what the ledger knows, and records the difference. */
export const observe = (
  unit: BoardUnit,
  places: readonly Place[],
  desk: Desk,
  { record }: Recorder,
  clock: Clock,
  openWindowMs: number,
): void => {
  for (const place of places) {
    if (place.is !== 'door' || unit.held(place.channel)) continue;
    const { compartment, door } = place;
    const reading = unit.door(place.channel);
    if (reading === 'unknown' || reading === desk.state(decider, compartment).state[door].seen) continue;
    const at = instantOf(clock);
    const command = { type: 'ObserveDoor', door, reading, at, openWindowMs } as const;
    record(compartment, command, `device:${unit.config.id}`);
  }
};

/** The board is gone: none of its doors can be seen any more. */
export const lose = (unit: BoardUnit, places: readonly Place[], desk: Desk, { record }: Recorder): void => {
  for (const place of places) {
    if (place.is !== 'door') continue;
    const { seen } = desk.state(decider, place.compartment).state[place.door];
    if (seen === 'unknown') continue;
    record(place.compartment, { type: 'LoseDoor', door: place.door }, `device:${unit.config.id}`);
  }
};
