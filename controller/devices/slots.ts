import type { SiteConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/health.ts';
import type { SlotCount, SlotCounter } from '../ports/slot-counter.ts';
import type { Inputs } from './board-unit.ts';
import type { Place } from './places.ts';
import { signal } from './signal.ts';
import {
  initialSlot,
  nextSlot,
  slotFault,
  slotLimits,
  type SlotLimits,
  type SlotState,
} from './slot-beams.ts';

type BeamPlace = Extract<Place, { is: 'beam' }>;
interface Slot {
  readonly compartment: string;
  readonly device: string;
  readonly outer: BeamPlace;
  readonly inner: BeamPlace;
  state: SlotState;
  online: boolean;
}
export interface Slots {
  readonly counter: SlotCounter;
  /** Takes a board's read as it came: a beam is faster than two agreeing reads. */
  observe(device: string, inputs: Inputs): void;
  /** The board no longer answers. */
  lose(device: string): void;
  faults(device: string): readonly Fault[];
}

/** The slot beams of every compartment: both beams of a slot hang on one device, so that one read sees both. */
export const createSlots = (
  { cabinets }: Pick<SiteConfig, 'cabinets'>,
  placesOf: (device: string) => readonly Place[],
  clock: Clock,
  slotItemSeconds: number,
  /** Whether somebody's visit counts on this slot: only then is it read fast enough for a gap to mean anything. */
  watched: (compartment: string) => boolean,
): Slots => {
  const limits: SlotLimits = { ...slotLimits, blockedMs: slotItemSeconds * 1000 };
  const byCompartment = new Map<string, Slot>();
  for (const { id: compartment, slot } of cabinets.flatMap((cabinet) => cabinet.compartments)) {
    if (!slot) continue;
    const device = slot.outer.device;
    const beams = placesOf(device).filter(
      (place) => place.is === 'beam' && place.compartment === compartment,
    );
    const [outer, inner] = (['outer', 'inner'] as const).map((which) =>
      beams.find((place): place is BeamPlace => place.is === 'beam' && place.beam === which),
    );
    if (outer && inner)
      byCompartment.set(compartment, {
        compartment,
        device,
        outer,
        inner,
        state: initialSlot,
        online: false,
      });
  }
  const byDevice = Map.groupBy(byCompartment.values(), ({ device }) => device);
  const piece = signal<SlotCount>();
  const doubt = signal<{ readonly compartment: string }>();
  const blocked = signal<{ readonly compartment: string }>();

  const take = (slot: Slot, { inputs, unknown = [] }: Inputs): void => {
    // Not a look at both beams: the next one comes after a gap.
    if ([slot.outer, slot.inner].some(({ channel }) => unknown.includes(channel))) return;
    const broken = ({ channel, brokenWhenSet }: BeamPlace): boolean =>
      (inputs[channel - 1] ?? !brokenWhenSet) === brokenWhenSet;
    const sample = { at: clock.now(), outer: broken(slot.outer), inner: broken(slot.inner) };
    const [state, outcomes] = nextSlot(slot.state, sample, limits);
    const { compartment } = slot;
    slot.state = state;
    slot.online = true;
    for (const outcome of outcomes) {
      if (outcome.is === 'piece') piece.emit({ compartment, direction: outcome.direction });
      else if (outcome.is === 'blocked') blocked.emit({ compartment });
      else if (watched(compartment)) doubt.emit({ compartment });
    }
  };
  const faultOf = ({ compartment, state }: Slot): Fault[] => {
    const fault = slotFault(state, limits);
    if (!fault) return [];
    return [
      fault.is === 'stuck'
        ? {
            ...{ code: `${fault.beam}-beam-stuck`, values: { compartment } },
            what: `the ${fault.beam} slot beam of ${compartment} stays broken`,
            fix: 'take out what sticks in the slot, clean the lenses, and check the polarity and the plug',
          }
        : {
            ...{ code: `${fault.beam}-beam-blind`, values: { compartment } },
            what: `the ${fault.beam} slot beam of ${compartment} does not see what the other one sees`,
            fix: 'clean and align it, and check its plug; if pieces count the wrong way round, swap outer and inner',
          },
    ];
  };
  return {
    counter: {
      counts(compartment) {
        const slot = byCompartment.get(compartment);
        return (
          slot !== undefined && slot.online && !slot.state.blocked && slotFault(slot.state, limits) === null
        );
      },
      onPiece: (listener) => piece.on(listener),
      onDoubt: (listener) => doubt.on(listener),
      onBlocked: (listener) => blocked.on(listener),
    },
    observe: (device, inputs) => byDevice.get(device)?.forEach((slot) => take(slot, inputs)),
    lose(device) {
      for (const slot of byDevice.get(device) ?? []) {
        if (!slot.online) continue;
        slot.state = { ...initialSlot, last: slot.state.last };
        slot.online = false;
        if (watched(slot.compartment)) doubt.emit({ compartment: slot.compartment });
      }
    },
    faults: (device) => (byDevice.get(device) ?? []).flatMap(faultOf),
  };
};
