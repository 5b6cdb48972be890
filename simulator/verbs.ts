import { z } from 'zod';
import { physicalFault, wireFault } from './faults.ts';
import { SimProblem } from './problem.ts';
import type { Simulator } from './simulator.ts';

const compartment = z.string();
const device = z.string();
const side = z.enum(['front', 'rear']).default('front');
const door = z.strictObject({ compartment, side });
const which = { sheet: z.string().optional(), docket: z.string().optional() };
const beam = z.enum(['outer', 'inner']);
const passage = {
  beamMs: z.int().min(1).max(60_000).default(250),
  offsetMs: z.int().min(1).max(10_000).default(80),
};
const ofDevice = z.strictObject({ device });
const anyFault = z.union([wireFault, physicalFault]);
const wireNames = new Set<string>(wireFault.options.map((option) => option.shape.name.value));

interface Verb {
  readonly does: string;
  readonly args: z.ZodType;
  run(sim: Simulator, args: unknown): unknown;
}
const verb = <S extends z.ZodType>(
  does: string,
  args: S,
  run: (sim: Simulator, args: z.output<S>) => unknown,
): Verb => ({ does, args, run: (sim, raw) => run(sim, args.parse(raw)) });

/** Everything hands can do to the simulated site. Names are stable: tests and the panel use them. */
export const verbs: Readonly<Record<string, Verb>> = {
  pushDoor: verb('push a door shut', door, (sim, a) => sim.cabinet.door(a.compartment, a.side).push()),
  forceDoor: verb('break a door open without a pulse', door, (sim, a) =>
    sim.cabinet.door(a.compartment, a.side).force(),
  ),
  jamBolt: verb(
    'the bolt does not move, for good or for the next `count` pulses',
    door.extend({ count: z.int().min(1).optional() }),
    (sim, a) => sim.cabinet.door(a.compartment, a.side).jam(a.count),
  ),
  freeBolt: verb('the bolt moves again', door, (sim, a) => sim.cabinet.door(a.compartment, a.side).free()),
  stickFeedback: verb(
    'the feedback switch says open or closed whatever happens',
    door.extend({ at: z.enum(['open', 'closed']) }),
    (sim, a) => sim.cabinet.door(a.compartment, a.side).stickFeedback(a.at),
  ),
  freeFeedback: verb('the feedback switch tells the truth again', door, (sim, a) =>
    sim.cabinet.door(a.compartment, a.side).freeFeedback(),
  ),
  stickBinSensor: verb(
    'a bin sensor says occupied or empty whatever lies there; `true` mends it',
    z.strictObject({
      compartment,
      at: z.enum(['occupied', 'empty', 'true']),
      sensor: z.enum(['occupied', 'full']).default('occupied'),
    }),
    (sim, a) => sim.cabinet.stickBinSensor(a.compartment, a.at, a.sensor),
  ),
  slideIn: verb(
    'push a sheet in through the slot: each beam broken for `beamMs`, the inner one `offsetMs` after the outer',
    z.strictObject({ compartment, ...which, ...passage, turnsBack: z.boolean().default(false) }),
    (sim, a) => sim.cabinet.slideIn(a.compartment, a, a, a.turnsBack),
  ),
  slideOut: verb(
    'fish a sheet out through the slot: the inner beam is broken first',
    z.strictObject({ compartment, ...which, ...passage }),
    (sim, a) => sim.cabinet.slideOut(a.compartment, a, a),
  ),
  blockSlot: verb(
    'leave something hanging in the slot, across one beam or both',
    z.strictObject({ compartment, beam: z.enum(['outer', 'inner', 'both']).default('both') }),
    (sim, a) => sim.cabinet.blockSlot(a.compartment, a.beam),
  ),
  clearSlot: verb('take it away', z.strictObject({ compartment }), (sim, a) =>
    sim.cabinet.clearSlot(a.compartment),
  ),
  stickBeam: verb(
    'a beam says broken or clear whatever passes; `true` mends it',
    z.strictObject({ compartment, beam, at: z.enum(['broken', 'clear', 'true']) }),
    (sim, a) => sim.cabinet.at(a.compartment).slot.stick(a.beam, a.at),
  ),
  newSheet: verb(
    'take a sheet that no printer here made, with a docket code or without',
    z.strictObject({ docket: z.string().min(1).optional() }),
    (sim, a) => sim.cabinet.newSheet(a.docket ?? null),
  ),
  discardSheet: verb('throw a sheet in the hands away', z.strictObject({ sheet: z.string() }), (sim, a) =>
    sim.cabinet.dropSheet(a.sheet),
  ),
  putPaper: verb(
    'put a sheet through an open door: by sheet id, by docket, or fresh paper',
    z.strictObject({ compartment, ...which }),
    (sim, a) => sim.cabinet.putPaper(a.compartment, a),
  ),
  takePaper: verb(
    'take one sheet, or all, out through an open door',
    z.strictObject({ compartment, ...which }),
    (sim, a) => sim.cabinet.takePaper(a.compartment, a),
  ),
  scan: verb(
    'hold a code under a scanner: text, hex, or the label of a sheet',
    z.strictObject({
      device,
      text: z.string().optional(),
      hex: z.string().optional(),
      sheet: z.string().optional(),
      encoding: z.enum(['utf8', 'gbk', 'gb18030']).optional(),
      aim: z
        .string()
        .regex(/^\][A-Za-z][0-9A-Za-z]$/)
        .optional(),
    }),
    (sim, { device: id, sheet, ...scanned }) =>
      sim.scan(id, sheet === undefined ? scanned : { ...scanned, text: docketOf(sim, sheet) }),
  ),
  swipe: verb(
    'hold a card to a reader for `holdMs` milliseconds',
    z.strictObject({ device, uid: z.string(), holdMs: z.int().min(1).max(60_000).default(300) }),
    (sim, a) => sim.swipe(a.device, a.uid, a.holdMs),
  ),
  pullCable: verb(
    'pull the cable of a device; with `adapter`, of all that share its line',
    ofDevice.extend({ adapter: z.boolean().default(false) }),
    (sim, a) => sim.pullCable(a.device, a.adapter),
  ),
  plugCable: verb('plug it in again', ofDevice, (sim, a) => sim.plugCable(a.device)),
  swapCables: verb(
    'exchange the ports of two devices, as names of USB ports do',
    ofDevice.extend({ with: device }),
    (sim, a) => sim.swapCables(a.device, a.with),
  ),
  dipSupply: verb(
    'let a supply fail for a moment: every board on it reboots',
    z.strictObject({ supply: z.string().default('main') }),
    (sim, a) => sim.dipSupply(a.supply),
  ),
  setFault: verb(
    'switch a fault on: see the vocabulary of faults',
    z.strictObject({ device: z.string().default(''), fault: anyFault }),
    (sim, { device: id, fault }) =>
      isWire(fault) ? sim.setWireFault(id, fault) : sim.setPhysicalFault(id, fault, true),
  ),
  clearFault: verb(
    'switch a fault off; without a fault, every fault on the wire of the device',
    z.strictObject({
      device: z.string().default(''),
      fault: z.union([anyFault, z.strictObject({ name: z.literal('all') })]).default({ name: 'all' }),
    }),
    (sim, { device: id, fault }) => {
      if (fault.name !== 'all' && !isWire(fault)) return sim.setPhysicalFault(id, fault, false);
      sim.device(id).line.faults.clear(fault.name === 'all' ? undefined : fault.name);
      return sim.changed();
    },
  ),
  openHead: verb('open the lid of a printer', ofDevice, (sim, a) => sim.printer(a.device).openHead()),
  closeHead: verb('close it', ofDevice, (sim, a) => sim.printer(a.device).closeHead()),
  removePaper: verb('take the roll out of a printer', ofDevice, (sim, a) => sim.printer(a.device).endRoll()),
  loadPaper: verb(
    'put a roll of `labels` labels into a printer',
    ofDevice.extend({ labels: z.int().min(1).max(10_000).optional() }),
    (sim, a) => sim.printer(a.device).loadPaper(a.labels),
  ),
  pausePrinter: verb('press pause', ofDevice, (sim, a) => sim.printer(a.device).pause()),
  resumePrinter: verb('press pause again', ofDevice, (sim, a) => sim.printer(a.device).resume()),
  setPushes: verb(
    'have a lock board report changed inputs unasked; a bcc8a board as 81 or 82 frames',
    ofDevice.extend({ variant: z.enum(['off', 'on', '81', '82']) }),
    (sim, a) => sim.lockBoard(a.device).setPushes(a.variant),
  ),
  powerCycle: verb('switch a device off and on', ofDevice, (sim, a) => {
    const { board, printer } = sim.device(a.device);
    board?.powerCycle();
    printer?.powerCycle();
  }),
};

const isWire = (fault: z.output<typeof anyFault>): fault is z.output<typeof wireFault> =>
  wireNames.has(fault.name);

const docketOf = (sim: Simulator, sheetId: string): string => {
  const { hands, compartments } = sim.cabinet.state();
  const sheet = [...hands, ...compartments.flatMap((each) => each.bin.sheets)].find(
    (each) => each.id === sheetId,
  );
  if (!sheet) throw new SimProblem('not-found', `there is no sheet ${sheetId}`, 'see hands in the state');
  if (sheet.docket !== null) return sheet.docket;
  throw new SimProblem(
    'impossible',
    `sheet ${sheetId} has no code to scan`,
    'scan text or hex instead',
    '这张纸上没有可扫的码',
  );
};

/** Does what was asked; gives back what the verb gives. Throws `SimProblem`. */
export const perform = async (sim: Simulator, name: string, args: unknown): Promise<unknown> => {
  const found = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!found)
    throw new SimProblem(
      'bad-request',
      `there is no verb ${name}`,
      `use one of ${Object.keys(verbs).join(', ')}`,
    );
  const checked = found.args.safeParse(args ?? {});
  if (!checked.success)
    throw new SimProblem(
      'bad-request',
      checked.error.issues.map((issue) => `${issue.path.join('.') || 'args'}: ${issue.message}`).join('; '),
      `${name}: ${found.does}`,
    );
  const result = await found.run(sim, args ?? {});
  sim.changed();
  return result ?? null;
};
