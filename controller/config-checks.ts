import { duplicates, unknownDevice, type Finding } from './config-finding.ts';
import type { JsonPath } from './config-json.ts';
import { linkTarget } from './config-links.ts';
import type { DeviceConfig, SiteConfig } from './config-schema.ts';
import { channels, sharedReaders, usages } from './config-wiring.ts';

export type { Finding };

/** Everything in a well-formed configuration that contradicts itself; empty when it can be run. */
export const crossCheck = (config: SiteConfig): Finding[] => [
  ...uniqueIds(config),
  ...timeZone(config),
  ...links(config),
  ...config.cabinets.flatMap((_, index) => [...stations(config, index), ...usages(config, index)]),
  ...channels(config),
  ...sharedReaders(config),
  ...timings(config),
];

type Named = { readonly id: string; readonly path: JsonPath };
const named = (items: readonly { readonly id: string }[], path: JsonPath): Named[] =>
  items.map(({ id }, index) => ({ id, path: [...path, index, 'id'] }));

const uniqueIds = ({ devices, cabinets, channels: notifiers }: SiteConfig): Finding[] => {
  const groups: (readonly [what: string, items: Named[]])[] = [
    ['device', named(devices, ['devices'])],
    ['cabinet', named(cabinets, ['cabinets'])],
    ['station', cabinets.flatMap((c, i) => named(c.stations, ['cabinets', i, 'stations']))],
    ['compartment', cabinets.flatMap((c, i) => named(c.compartments, ['cabinets', i, 'compartments']))],
    ['channel', named(notifiers, ['channels'])],
  ];
  const ids = groups.flatMap(([what, items]) =>
    duplicates(
      items,
      ({ id }) => id,
      ({ id, path }) => ({
        path,
        value: id,
        fix: `another ${what} has this id; every ${what} of a site needs its own`,
      }),
    ),
  );
  const numbers = cabinets.flatMap(({ compartments }, cabinet) =>
    duplicates(
      compartments.map(({ number }, index) => ({ number, index })),
      ({ number }) => number,
      ({ number, index }, first) => ({
        path: ['cabinets', cabinet, 'compartments', index, 'number'],
        value: number,
        fix: `compartment ${compartments[first.index]?.id ?? ''} of this cabinet has this number on its door already`,
      }),
    ),
  );
  return [...ids, ...numbers];
};

const timeZone = ({ site }: SiteConfig): Finding[] => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: site.timeZone });
    return [];
  } catch {
    const fix = 'use a name of the IANA time zone database, such as Asia/Shanghai';
    return [{ path: ['site', 'timeZone'], value: site.timeZone, fix }];
  }
};

const links = ({ devices }: SiteConfig): Finding[] => {
  const opened = devices.map((device, index) => ({
    device,
    path: ['devices', index, 'link'],
    link: linkTarget(device.link),
  }));
  const malformed = opened.flatMap(({ device, path, link }) =>
    link.ok ? [] : [{ path, value: device.link, fix: link.fix }],
  );
  const shared = opened.flatMap(({ device, path, link }, index) => {
    if (!link.ok) return [];
    const first = opened.slice(0, index).find((o) => o.link.ok && o.link.target === link.target);
    if (!first?.link.ok) return [];
    const fix = clash(first.device, device, first.link.settings === link.settings);
    return fix === null ? [] : [{ path, value: device.link, fix }];
  });
  return [...malformed, ...shared];
};

/** Why two devices cannot share a line; null when they can: lock boards of one bus with different addresses. */
const clash = (first: DeviceConfig, second: DeviceConfig, sameSettings: boolean): string | null => {
  if (!isBoard(first) || !isBoard(second))
    return `device ${first.id} is on this link already; only lock boards may share one`;
  if (!sameSettings) return `write the same speed as for ${first.id}: they share a line`;
  if (first.address === second.address)
    return `${first.id} has address ${first.address} on this line too; set another DIP address`;
  return null;
};
const isBoard = (device: DeviceConfig | undefined) => device?.kind === 'lock-board/bcc8a';

const stations = ({ devices, cabinets }: SiteConfig, cabinet: number): Finding[] =>
  (cabinets[cabinet]?.stations ?? []).flatMap((station, index) => {
    const at = (field: string) => ['cabinets', cabinet, 'stations', index, field];
    const wants = (
      field: 'scanner' | 'cardReader' | 'labelPrinter' | 'receiptPrinter',
      family: string,
      stock?: '60x40' | '80',
    ) => {
      const id = station[field];
      if (id === null) return [];
      const device = devices.find((d) => d.id === id);
      const fix = !device
        ? unknownDevice(devices, family)
        : !device.kind.startsWith(`${family}/`)
          ? `${id} is a ${device.kind}; name a ${family} here`
          : device.kind === 'printer/zpl' && device.stock !== stock
            ? `${id} holds stock ${device.stock}; a ${field} needs stock ${stock}`
            : null;
      return fix === null ? [] : [{ path: at(field), value: id, fix }];
    };
    const rear =
      station.door === 'rear' && !cabinets[cabinet]?.compartments.some((c) => c.lock.rear)
        ? [
            {
              path: at('door'),
              value: 'rear',
              fix: 'give a compartment of this cabinet a rear lock, or write front',
            },
          ]
        : [];
    return [
      ...wants('scanner', 'scanner'),
      ...wants('cardReader', 'card-reader'),
      ...wants('labelPrinter', 'printer', '60x40'),
      ...wants('receiptPrinter', 'printer', '80'),
      ...rear,
    ];
  });

const timings = ({ policies: { timings: t } }: SiteConfig): Finding[] =>
  t.idleSignOut > t.absoluteSignOut
    ? [
        {
          path: ['policies', 'timings', 'idleSignOut'],
          value: t.idleSignOut,
          fix: `write at most absoluteSignOut (${t.absoluteSignOut})`,
        },
      ]
    : [];
