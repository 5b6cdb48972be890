import { compartment as decider } from '../domain/compartment.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/health.ts';
import type { Desk } from '../ports/desk.ts';
import type { BoardUnit } from './board-unit.ts';
import type { Recorder } from './doors.ts';
import type { Place } from './places.ts';
import { flutters, nextSteady, noInput, type SteadyInput, type SteadyLimits } from './steady-input.ts';

const flutter = { flutterChanges: 12, flutterMs: 10_000 } as const;
/** A hand or a sheet passes the upper sensor on its way in: only what stays there fills the bin. */
export const binLimits: Readonly<Record<'bin' | 'full', SteadyLimits>> = {
  bin: { steadyMs: 0, ...flutter },
  full: { steadyMs: 1000, ...flutter },
};
/** "Full" over "nothing inside" for so long is no bin, ms. */
export const contradictionMs = 10_000;

type BinPlace = Extract<Place, { is: 'bin' | 'full' }>;
interface Bin {
  bin: SteadyInput;
  full: SteadyInput;
  /** Since when the two contradict each other, ms since 1970. */
  contradictsSince: number | null;
}
/** The bin sensors of every compartment. */
export interface Bins {
  /** Takes a board's read; what changed goes into the ledger. */
  observe(unit: BoardUnit, places: readonly Place[]): void;
  /** The board no longer answers: nothing is known until it is read again. */
  lose(places: readonly Place[]): void;
  /** Whether the sensor of what lies inside can be relied on now. */
  senses(compartment: string): boolean;
  /** The upper sensor says so, steadily; false without one and while nobody knows. */
  isFull(compartment: string): boolean;
  /** What is wrong with sensors at these places. */
  faults(places: readonly Place[]): readonly Fault[];
}

const isBin = (place: Place): place is BinPlace => place.is === 'bin' || place.is === 'full';

export const createBins = (clock: Clock, desk: Desk, { record }: Recorder): Bins => {
  const bins = new Map<string, Bin>();
  const binOf = (id: string): Bin => {
    let bin = bins.get(id);
    if (!bin) bins.set(id, (bin = { bin: noInput, full: noInput, contradictsSince: null }));
    return bin;
  };
  const contradicts = ({ contradictsSince }: Bin): boolean =>
    contradictsSince !== null && clock.now() - contradictsSince >= contradictionMs;
  const trusted = (bin: Bin, which: 'bin' | 'full'): boolean =>
    bin[which].level !== null && !flutters(bin[which], clock.now(), binLimits[which]) && !contradicts(bin);
  const take = (unit: BoardUnit, place: BinPlace): void => {
    const { compartment, is, channel, occupiedWhenSet } = place;
    const input = place.input === 'item' ? unit.item(channel) : unit.input(channel);
    if (input === null) return;
    const bin = binOf(compartment);
    bin[is] = nextSteady(bin[is], input === occupiedWhenSet, clock.now(), binLimits[is]);
    const odd = bin.full.level === true && bin.bin.level === false;
    bin.contradictsSince = odd ? (bin.contradictsSince ?? clock.now()) : null;
    if (is !== 'bin' || !trusted(bin, 'bin')) return;
    const reading = bin.bin.level === true ? 'occupied' : 'empty';
    if (desk.state(decider, compartment).state.bin !== reading)
      record(compartment, { type: 'ObserveBin', reading }, `device:${unit.config.id}`);
  };
  const faultOf = ({ compartment, is, channel }: BinPlace): Fault[] => {
    const bin = binOf(compartment);
    if (flutters(bin[is], clock.now(), binLimits[is]))
      return [
        {
          code: is === 'bin' ? 'bin-flutters' : 'full-flutters',
          values: { compartment, channel },
          what: `the ${is === 'bin' ? 'bin sensor' : 'sensor of a full bin'} of ${compartment} (channel ${channel}) flutters`,
          fix: 'clean it, align it, and check its plug',
        },
      ];
    if (is === 'full' && contradicts(bin))
      return [
        {
          ...{ code: 'full-and-empty', values: { compartment } },
          what: `${compartment} is seen full and empty at once`,
          fix: 'look for paper stuck before the upper sensor, and check both polarities',
        },
      ];
    return [];
  };
  return {
    observe: (unit, places) => places.filter(isBin).forEach((place) => take(unit, place)),
    lose(places) {
      for (const { compartment, is } of places.filter(isBin)) {
        binOf(compartment)[is] = noInput;
        binOf(compartment).contradictsSince = null;
      }
    },
    senses: (compartment) => {
      const bin = bins.get(compartment);
      return bin !== undefined && trusted(bin, 'bin');
    },
    isFull: (compartment) => {
      const bin = bins.get(compartment);
      return bin?.full.level === true && trusted(bin, 'full');
    },
    faults: (places) => places.filter(isBin).flatMap(faultOf),
  };
};
