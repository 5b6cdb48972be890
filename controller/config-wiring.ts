import { duplicates, unknownDevice, type Finding } from './config-finding.ts';
import type { JsonPath } from './config-json.ts';
import { isLockBoard, type DeviceConfig, type SiteConfig, terminalOf } from './config-schema.ts';

type Compartment = SiteConfig['cabinets'][number]['compartments'][number];
/** What a channel can be for a compartment: a lock takes the coil and the switch of a channel, the others one of these. */
type Part = 'lock' | 'input' | 'item' | 'lamp';
interface Use {
  readonly id: string;
  readonly what: string;
  readonly part: Part;
  readonly device: string;
  readonly channel: number;
  readonly path: JsonPath;
}

/** Department boxes, and only they, belong to a department. */
export const usages = ({ cabinets }: SiteConfig, cabinet: number): Finding[] =>
  (cabinets[cabinet]?.compartments ?? []).flatMap(({ usage, department }, index): Finding[] => {
    const path = ['cabinets', cabinet, 'compartments', index, 'department'];
    if (usage === 'department' && department === null)
      return [{ path, value: null, fix: 'write the code of the department whose box this is' }];
    if (usage !== 'department' && department !== null)
      return [
        { path, value: department, fix: `remove it, or make the usage "department" (it is "${usage}")` },
      ];
    return [];
  });

/** Every lock, sensor and lamp is on a channel of a device that can serve it, and no two are on the same one. */
export const channels = ({ devices, cabinets }: SiteConfig): Finding[] => {
  const uses = cabinets.flatMap(({ compartments }, c) =>
    compartments.flatMap((compartment, index) => usesOf(compartment, ['cabinets', c, 'compartments', index])),
  );
  const wrong = uses.flatMap((use) => misuse(use, devices));
  const twice = duplicates(
    uses.flatMap((use) => takenBy(use, devices).map((taken) => ({ ...use, taken }))),
    ({ taken }) => taken,
    ({ device, channel, path }, first) => ({
      path: [...path, 'channel'],
      value: channel,
      fix: `channel ${channel} of ${device} is the ${first.what} of ${first.id} already`,
    }),
  );
  return [...wrong, ...onePerPath(twice)];
};
/** A lock doubled by a lock shares coil and switch: that is one mistake. */
const onePerPath = (findings: readonly Finding[]): Finding[] => {
  const placeOf = ({ path }: Finding): string => path.join('/');
  return findings.filter((one, at) => findings.findIndex((other) => placeOf(other) === placeOf(one)) === at);
};

const usesOf = (compartment: Compartment, path: JsonPath): Use[] => {
  const { id, lock, occupied, full, slot, lamps } = compartment;
  type Spot = { readonly device: string; readonly channel: number; readonly input?: 'input' | 'item' };
  const use = (what: string, part: Part, spot: Spot | undefined, ...at: string[]): Use[] =>
    spot ? [{ id, what, part, device: spot.device, channel: spot.channel, path: [...path, ...at] }] : [];
  return [
    ...use('front lock', 'lock', lock.front, 'lock', 'front'),
    ...use('rear lock', 'lock', lock.rear, 'lock', 'rear'),
    ...use('bin sensor', occupied?.input ?? 'input', occupied, 'occupied'),
    ...use('sensor of a full bin', full?.input ?? 'input', full, 'full'),
    ...use('outer slot beam', 'input', slot?.outer, 'slot', 'outer'),
    ...use('inner slot beam', 'input', slot?.inner, 'slot', 'inner'),
    ...use('lamp for documents', 'lamp', lamps?.documents, 'lamps', 'documents'),
    ...use('lamp for urgent documents', 'lamp', lamps?.urgent, 'lamps', 'urgent'),
    ...use('lamp for errors', 'lamp', lamps?.error, 'lamps', 'error'),
  ];
};

const LAMPS: readonly DeviceConfig['kind'][] = ['lock-board/modbus-relay', 'lock-board/wkly'];
const SERVES: Readonly<
  Record<Part, { readonly can: (device: DeviceConfig) => boolean; readonly name: string }>
> = {
  lock: { can: isLockBoard, name: 'a lock-board' },
  input: {
    can: (device) => isLockBoard(device) || device.kind === 'sensor/modbus-input',
    name: 'a lock-board or a sensor/modbus-input',
  },
  item: {
    can: ({ kind }) => kind.startsWith('lock-board/kerong-'),
    name: 'a lock-board/kerong-…, or remove "input": "item"',
  },
  lamp: { can: ({ kind }) => LAMPS.includes(kind), name: LAMPS.map((kind) => `a ${kind}`).join(' or ') },
};

const misuse = ({ device: id, channel, part, path }: Use, devices: readonly DeviceConfig[]): Finding[] => {
  const device = devices.find((d) => d.id === id);
  const at = [...path, 'device'];
  if (!device) return [{ path: at, value: id, fix: unknownDevice(devices, 'lock-board') }];
  const { can, name } = SERVES[part];
  if (!can(device)) return [{ path: at, value: id, fix: `${id} is a ${device.kind}; name ${name} here` }];
  const count = 'channels' in device ? device.channels : 0;
  const there = [...path, 'channel'];
  if (channel > count) return [{ path: there, value: channel, fix: `${id} has channels 1 to ${count}` }];
  const terminal = terminalOf(device, channel);
  if (!isLockBoard(device) || !device.disabled.includes(terminal)) return [];
  const fix =
    `terminal ${terminal} of ${id} is disabled: hang the wire on another terminal and write "map": ` +
    `{ "${channel}": <that terminal> } at ${id}`;
  return [{ path: there, value: channel, fix }];
};

/** The wires a use takes: a coil, a switch, an item sensor, the little lamp of a channel. */
const takenBy = ({ device: id, channel, part }: Use, devices: readonly DeviceConfig[]): string[] => {
  const device = devices.find((d) => d.id === id);
  const wire = (kind: string) => `${id} ${kind} ${device ? terminalOf(device, channel) : channel}`;
  if (part === 'lock') return [wire('coil'), wire('input')];
  // A relay that switches a lamp is an output like that of a lock; a channel's own lamp is beside its coil.
  if (part === 'lamp') return [wire(device?.kind === 'lock-board/wkly' ? 'lamp' : 'coil')];
  return [wire(part)];
};

/** One read must see both beams of a slot: which was broken first tells the way a piece went. */
export const beamPairs = ({ cabinets }: SiteConfig): Finding[] =>
  cabinets.flatMap(({ compartments }, c) =>
    compartments.flatMap(({ slot }, index) =>
      slot && slot.inner.device !== slot.outer.device
        ? [
            {
              path: ['cabinets', c, 'compartments', index, 'slot', 'inner', 'device'],
              value: slot.inner.device,
              fix: `hang both beams of a slot on one device: the outer one is on ${slot.outer.device}`,
            },
          ]
        : [],
    ),
  );

/** A scan or a card must be one station's: two that share a device would both act on it. */
export const sharedReaders = ({ cabinets }: SiteConfig): Finding[] => {
  const uses = cabinets.flatMap((cabinet, c) =>
    cabinet.stations.flatMap((station, s) =>
      (['scanner', 'cardReader'] as const).flatMap((field) => {
        const device = station[field];
        return device === null
          ? []
          : [{ device, station: station.id, path: ['cabinets', c, 'stations', s, field] }];
      }),
    ),
  );
  return duplicates(
    uses,
    ({ device }) => device,
    ({ device, path }, first) => ({
      path,
      value: device,
      fix: `${device} belongs to station ${first.station} already; give this station its own`,
    }),
  );
};
