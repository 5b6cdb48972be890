import { duplicates, unknownDevice, type Finding } from './config-finding.ts';
import type { SiteConfig } from './config-schema.ts';

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

/** Every lock and sensor is on an existing channel of a lock board, and no two are on the same one. */
export const channels = ({ devices, cabinets }: SiteConfig): Finding[] => {
  const uses = cabinets.flatMap((cabinet, c) =>
    cabinet.compartments.flatMap(({ id, lock, occupied }, index) => {
      const path = ['cabinets', c, 'compartments', index];
      return [
        { id, what: 'front lock', ...lock.front, path: [...path, 'lock', 'front'] },
        ...(lock.rear ? [{ id, what: 'rear lock', ...lock.rear, path: [...path, 'lock', 'rear'] }] : []),
        ...(occupied ? [{ id, what: 'bin sensor', ...occupied, path: [...path, 'occupied'] }] : []),
      ];
    }),
  );
  const wrong = uses.flatMap(({ device: id, channel, path }): Finding[] => {
    const device = devices.find((d) => d.id === id);
    if (!device) return [{ path: [...path, 'device'], value: id, fix: unknownDevice(devices, 'lock-board') }];
    if (device.kind !== 'lock-board/bcc8a')
      return [
        { path: [...path, 'device'], value: id, fix: `${id} is a ${device.kind}; name a lock-board here` },
      ];
    if (channel <= device.channels) return [];
    const fix = `${id} has channels 1 to ${device.channels}`;
    return [{ path: [...path, 'channel'], value: channel, fix }];
  });
  const twice = duplicates(
    uses,
    ({ device, channel }) => `${device} ${channel}`,
    ({ device, channel, path }, first) => ({
      path: [...path, 'channel'],
      value: channel,
      fix: `channel ${channel} of ${device} is the ${first.what} of ${first.id} already`,
    }),
  );
  return [...wrong, ...twice];
};

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
