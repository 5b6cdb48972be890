import { duplicates, unknownDevice, type Finding } from './config-finding.ts';
import type { JsonPath } from './config-json.ts';
import { terminals } from './config-boards.ts';
import { messageChannels } from './config-channel-checks.ts';
import { lines } from './config-lines.ts';
import { isPrinter, type PrinterConfig, type SiteConfig } from './config-schema.ts';
import { printsOn, stocksFor, type Artwork } from './config-stock.ts';
import { beamPairs, channels, sharedReaders, usages } from './config-wiring.ts';

export type { Finding };

/** Everything in a well-formed configuration that contradicts itself; empty when it can be run. */
export const crossCheck = (config: SiteConfig): Finding[] => [
  ...uniqueIds(config),
  ...timeZone(config),
  ...lines(config),
  ...terminals(config),
  ...config.cabinets.flatMap((_, index) => [...stations(config, index), ...usages(config, index)]),
  ...channels(config),
  ...beamPairs(config),
  ...sharedReaders(config),
  ...timings(config),
  ...messageChannels(config),
  ...directory(config),
];

/** A password goes over the network only where nobody can read it. */
const directory = ({ directory: asked }: SiteConfig): Finding[] => {
  if (!asked?.bind || asked.startTls || asked.url.startsWith('ldaps:')) return [];
  const { hostname } = new URL(asked.url);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return [];
  const fix =
    'the password would go over the network in clear: use ldaps:// or set directory.startTls to true';
  return [{ path: ['directory', 'url'], value: asked.url, fix }];
};

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

const stations = ({ devices, cabinets }: SiteConfig, cabinet: number): Finding[] =>
  (cabinets[cabinet]?.stations ?? []).flatMap((station, index) => {
    const at = (field: string) => ['cabinets', cabinet, 'stations', index, field];
    const wants = (
      field: 'scanner' | 'cardReader' | 'labelPrinter' | 'receiptPrinter' | 'sheetPrinter',
      family: string,
      artwork?: Artwork,
    ) => {
      const id = station[field];
      if (id === null) return [];
      const device = devices.find((d) => d.id === id);
      const fix = !device
        ? unknownDevice(devices, family)
        : !device.kind.startsWith(`${family}/`)
          ? `${id} is a ${device.kind}; name a ${family} here`
          : artwork && isPrinter(device) && !printsOn(artwork, device.stock)
            ? wrongStock(device, artwork)
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
      ...wants('labelPrinter', 'printer', 'label'),
      ...wants('receiptPrinter', 'printer', 'receipt'),
      ...wants('sheetPrinter', 'printer', 'sheet'),
      ...rear,
    ];
  });

const wrongStock = ({ id, stock }: PrinterConfig, artwork: Artwork): string =>
  `${id} holds stock ${stock}; a ${artwork} printer needs stock ${stocksFor(artwork).join(' or ')}`;

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
