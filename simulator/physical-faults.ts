import type { Simulator, Simulated } from './simulator.ts';
import { CONDITIONS, type Condition } from './devices/conditions.ts';
import type { PhysicalFault, PhysicalFaultName } from './faults.ts';
import { SimProblem } from './problem.ts';
import { LockBoard } from './wire/lock-board.ts';

type Of<N extends PhysicalFaultName> = Extract<PhysicalFault, { name: N }>;
type Handled = Exclude<PhysicalFaultName, Condition>;
/** How each fault of a thing is set (`on`) and mended. */
type Handler<N extends Handled> = (
  sim: Simulator,
  id: string,
  fault: Of<N>,
  on: boolean,
) => void | Promise<void>;
type Handlers = { readonly [N in Handled]: Handler<N> };

const handlers: Handlers = {
  'jammed-bolt': (sim, _id, { compartment, side, count }, on) => {
    const door = sim.cabinet.door(compartment, side);
    if (on) door.jam(count);
    else door.free();
  },
  'stuck-feedback': (sim, _id, { compartment, side, at }, on) => {
    const door = sim.cabinet.door(compartment, side);
    if (on) door.stickFeedback(at);
    else door.freeFeedback();
  },
  'stuck-bin-sensor': (sim, _id, { compartment, sensor, at }, on) =>
    sim.cabinet.stickBinSensor(compartment, on ? at : 'true', sensor),
  'blocked-slot': (sim, _id, { compartment, beam }, on) => {
    if (on) sim.cabinet.blockSlot(compartment, beam);
    else sim.cabinet.clearSlot(compartment);
  },
  'stuck-beam': (sim, _id, { compartment, beam, at }, on) =>
    sim.cabinet.at(compartment).slot.stick(beam, on ? at : 'true'),
  'pulled-cable': (sim, id, { adapter }, on) => (on ? sim.pullCable(id, adapter) : sim.plugCable(id)),
  'swapped-cables': (sim, id, fault) => sim.swapCables(id, fault.with),
  'half-open': (sim, id, _fault, on) => {
    const outlet = sim.device(id).bus.port?.outlet;
    if (!outlet?.freeze) throw refuse(`${id} is not on TCP`, 'pull its cable instead');
    outlet.freeze(on);
  },
  'stuck-busy': (sim, id, _fault, on) => sim.board(id).setHangs(on),
  'reboot-on-dip': (sim, id, _fault, on) => {
    sim.board(id).rebootsOnDip = on;
  },
  'dead-channel': (sim, id, { channel }, on) => {
    sim.board(id);
    sim.wiring.setDead(id, channel, on);
  },
  'twin-address': (sim, id, _fault, on) => sim.setTwin(id, on),
  'wrong-address': (sim, id, { address }, on) => {
    const { spec } = sim.device(id);
    if ('address' in spec) sim.board(id).address = on ? address : spec.address;
  },
  'no-open-reply': (sim, id, _fault, on) => {
    sim.board(id).mute = on;
  },
  'other-layout': (sim, id, _fault, on) => {
    sim.lockBoard(id).otherLayout = on;
  },
  'unreadable-channel': (sim, id, { channel }, on) => {
    const { unreadable } = sim.lockBoard(id);
    if (on) unreadable.add(channel);
    else unreadable.delete(channel);
  },
  'paper-out': (sim, id, { afterLabels }, on) => {
    if (on) sim.printer(id).endRoll(afterLabels);
    else sim.printer(id).loadPaper();
  },
};

const refuse = (message: string, fix: string): SimProblem => new SimProblem('bad-request', message, fix);

const isCondition = (fault: PhysicalFault): fault is Of<Condition> =>
  (CONDITIONS as readonly string[]).includes(fault.name);

/** Sets or mends a fault of a thing. Throws `SimProblem`. */
export const applyPhysicalFault = async (
  sim: Simulator,
  id: string,
  fault: PhysicalFault,
  on: boolean,
): Promise<void> => {
  if (isCondition(fault)) sim.printer(id).set(fault.name, on);
  else await (handlers[fault.name] as Handler<Handled>)(sim, id, fault, on);
};

/** Names of the faults a device has now, beside those of its line. */
export const physicalFaultsOf = (
  { board, printer, spec, line, bus }: Simulated,
  dead: readonly number[],
): string[] => {
  const printing = printer?.state();
  const running = board?.state();
  const on: Partial<Record<PhysicalFaultName, boolean | undefined>> = {
    'pulled-cable': line.cut || (bus.port !== null && !bus.port.outlet.plugged),
    'half-open': bus.port?.outlet.frozen,
    'stuck-busy': running && running.hangs !== 'never',
    'reboot-on-dip': board?.rebootsOnDip,
    'dead-channel': dead.length > 0,
    'wrong-address': board && 'address' in spec && board.address !== spec.address,
    'no-open-reply': board?.mute,
    'other-layout': board instanceof LockBoard && board.otherLayout,
    'unreadable-channel': board instanceof LockBoard && board.unreadable.size > 0,
    'paper-out': printing?.paperOut,
  };
  const names = Object.entries(on).filter(([, is]) => is);
  return [...names.map(([name]) => name), ...(printing?.conditions ?? [])];
};
