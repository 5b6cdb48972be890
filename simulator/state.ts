import type { CompartmentState } from './compartment.ts';
import type { Sheet } from './devices/bin.ts';
import type { Strain, SupplyState } from './devices/coils.ts';
import type { PrinterState } from './devices/printer.ts';
import type { WireFault } from './faults.ts';
import type { ExposedAt } from './outlets/outlet.ts';
import { physicalFaultsOf } from './physical-faults.ts';
import type { ReplayState } from './player.ts';
import type { Printout } from './printouts.ts';
import type { Simulated, Simulator } from './simulator.ts';
import type { SimDevice, SimPerson, SimSite } from './site.ts';
import type { TapeEntry } from './tape.ts';
import type { McuState } from './wire/mcu.ts';

export interface DeviceState {
  readonly id: string;
  readonly kind: SimDevice['kind'];
  readonly at: ExposedAt | null;
  readonly cable: 'plugged' | 'pulled';
  readonly faults: readonly (WireFault & { left: number | null })[];
  /** Names of the faults of the thing itself. */
  readonly physical: readonly string[];
  /** Others on the same two wires. */
  readonly shares: readonly string[];
  readonly board?: McuState & {
    readonly channels: number;
    /** Terminals whose output is burnt. */
    readonly dead: readonly number[];
    readonly lastStrain: Strain | null;
  };
  readonly scanner?: { readonly lit: boolean };
  readonly printer?: PrinterState;
}
export interface SimState {
  readonly site: { readonly id: string; readonly name: string };
  readonly cabinets: readonly {
    id: string;
    name: string;
    stations: SimSite['cabinets'][number]['stations'];
  }[];
  readonly compartments: readonly CompartmentState[];
  /** Paper in people's hands. */
  readonly hands: readonly Sheet[];
  readonly devices: readonly DeviceState[];
  readonly supplies: readonly SupplyState[];
  readonly people: readonly SimPerson[];
  readonly printed: readonly Printout[];
  readonly tape: readonly TapeEntry[];
  /** How far a tape has been replayed; null when the devices themselves answer. */
  readonly replay: ReplayState | null;
}

/** Everything there is to see of a simulated site. */
export const stateOf = (sim: Simulator): Omit<SimState, 'replay'> => ({
  site: sim.site.site,
  cabinets: sim.site.cabinets.map(({ id, name, stations }) => ({ id, name, stations })),
  ...sim.cabinet.state(),
  devices: sim.devices.map((device) => deviceState(sim, device)),
  supplies: sim.coils.supplies(),
  people: sim.people,
  printed: sim.printouts.list(),
  tape: sim.tape.last(),
});

const deviceState = (sim: Simulator, device: Simulated): DeviceState => {
  const { spec, line, bus, board, scanner, printer } = device;
  const dead = sim.wiring.dead(spec.id);
  const physical = physicalFaultsOf(device, dead);
  const triggered = 'trigger' in spec && spec.trigger !== 'none';
  const light = triggered ? scanner?.state?.() : undefined;
  return {
    id: spec.id,
    kind: spec.kind,
    at: bus.port?.at ?? null,
    cable: physical.includes('pulled-cable') ? 'pulled' : 'plugged',
    faults: line.faults.list(),
    physical: sim.hasTwin(spec.id) ? [...physical, 'twin-address'] : physical,
    shares: bus.lines.filter((each) => each !== line).map(({ id }) => id),
    ...(board
      ? {
          board: {
            ...board.state(),
            channels: board.channels,
            dead,
            lastStrain: sim.coils.strains().findLast((strain) => strain.device === spec.id) ?? null,
          },
        }
      : {}),
    ...(light ? { scanner: light } : {}),
    ...(printer ? { printer: printer.state() } : {}),
  };
};
