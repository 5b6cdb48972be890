import type { Finding } from './config-finding.ts';
import { linkTarget } from './config-links.ts';
import {
  isLockBoard,
  type DeviceConfig,
  type LockBoardConfig,
  type SensorConfig,
  type SiteConfig,
} from './config-schema.ts';

/** Every link can be followed, and no two devices share one that cannot be shared. */
export const lines = ({ devices }: Pick<SiteConfig, 'devices'>): Finding[] => {
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
    const others = opened.slice(0, index).filter((o) => o.link.ok && o.link.target === link.target);
    const fix = others
      .map((other) => clash(other.device, device, other.link.ok && other.link.settings === link.settings))
      .find((one) => one !== null);
    return fix === undefined ? [] : [{ path, value: device.link, fix }];
  });
  return [...malformed, ...shared];
};

/** What is asked on a bus, and may have neighbours there. */
type OnBus = LockBoardConfig | SensorConfig;
const isOnBus = (device: DeviceConfig): device is OnBus =>
  isLockBoard(device) || device.kind === 'sensor/modbus-input';
/** Devices of one language understand each other's frames as somebody else's; those of two languages do not. */
const languageOf = ({ kind }: OnBus): string =>
  kind === 'lock-board/modbus-relay' || kind === 'sensor/modbus-input' ? 'Modbus' : kind;

/** Why two devices cannot share a line; null when they can: one language, one speed, different addresses. */
const clash = (first: DeviceConfig, second: DeviceConfig, sameSettings: boolean): string | null => {
  if (!isOnBus(first) || !isOnBus(second))
    return `device ${first.id} is on this link already; only lock boards and Modbus inputs may share one`;
  if (languageOf(first) !== languageOf(second))
    return `${first.id} is on this link already and speaks ${languageOf(first)}; give ${second.id} a line of its own`;
  if (!sameSettings) return `write the same speed as for ${first.id}: they share a line`;
  if (first.address === second.address)
    return `${first.id} has address ${first.address} on this line too; set another DIP address`;
  if (first.echo !== second.echo)
    return `write "echo": ${first.echo} as for ${first.id}: they share an adapter, which repeats what is sent or does not`;
  return null;
};
