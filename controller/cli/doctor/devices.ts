import { listHid } from '#drivers/links/hid.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { isPrinter, type DeviceConfig, type SiteConfig } from '../../config-schema.ts';
import { isOnBus } from '../../devices/board-lines.ts';
import { probeDevice, type Finding as Probed } from '../../devices/probe-device.ts';
import type { Clock } from '../../ports/clock.ts';
import { doorFindings } from './doors.ts';
import { ok, warning, wrong, type Finding } from './finding.ts';
import type { Machine } from './machine.ts';
import { portFindings, realOf } from './ports.ts';
import { askPrinter } from './printers.ts';
import { hidFindings } from './usb.ts';

/** What the doctor found of one device. */
export interface Examined {
  readonly device: DeviceConfig;
  readonly findings: readonly Finding[];
  /** Of a device on a bus. */
  readonly heard: Probed['heard'];
}

/** Looks at every device: lines beside one another, devices of one line in turn. Opens no lock, prints nothing. */
export const examineDevices = async (
  machine: Machine,
  { devices, cabinets }: Pick<SiteConfig, 'devices' | 'cabinets'>,
  clock: Clock,
): Promise<Examined[]> => {
  const listed = await listHid();
  const look = async (device: DeviceConfig): Promise<Examined> => {
    const before = [
      ...portFindings(machine, device.id, device.link),
      ...hidFindings(device.id, device.link, listed),
    ];
    if (before.some(({ state }) => state === 'wrong')) return { device, findings: before, heard: undefined };
    const { findings, heard } = await ask(device, { devices, cabinets }, clock);
    return { device, findings: [...before, ...findings], heard };
  };
  const lines = Map.groupBy(devices, ({ link }) => realOf(machine, link) ?? link);
  const byLine = await Promise.all(
    [...lines.values()].map(async (onLine) => {
      const examined: Examined[] = [];
      for (const device of onLine) examined.push(await look(device));
      return examined;
    }),
  );
  const examined = byLine.flat();
  return devices.flatMap(({ id }) =>
    examined.filter(({ device }) => device.id === id).map((one) => withCollision(one, examined)),
  );
};

const ask = async (
  device: DeviceConfig,
  { devices, cabinets }: Pick<SiteConfig, 'devices' | 'cabinets'>,
  clock: Clock,
): Promise<Pick<Examined, 'findings' | 'heard'>> => {
  if (isPrinter(device)) return { findings: [await askPrinter(device, clock)], heard: undefined };
  const others = devices.flatMap((other) =>
    isOnBus(other) && other.link === device.link && other.id !== device.id ? [other.address] : [],
  );
  const probed = await probeDevice(device, clock, openLink, others);
  const { what, fix, heard, inputs } = probed;
  const found = probed.ok
    ? { ...ok(device.id, what), fix }
    : wrong(device.id, what, fix ?? 'check its power, cable and settings');
  return { findings: [found, ...(inputs ? doorFindings(device, inputs, { cabinets }) : [])], heard };
};

/** A board that talks nonsense while its neighbour on the line is silent: both may answer at one address. */
const withCollision = (one: Examined, all: readonly Examined[]): Examined => {
  const { device, heard } = one;
  if (heard !== 'garbled' || !isOnBus(device)) return one;
  const quiet = all.find((other) => other.device.link === device.link && other.heard === 'silent')?.device;
  if (!quiet || !isOnBus(quiet)) return one;
  const found = `${quiet.id} is silent at its address ${quiet.address} while this one is garbled: both seem to answer at address ${device.address}`;
  const fix = `set the DIP switches of ${quiet.id} to ${quiet.address}; switch one of them off to tell them apart`;
  return { ...one, findings: [...one.findings, warning(device.id, found, fix)] };
};
