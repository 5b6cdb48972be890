import { ok, warning, wrong, type Finding } from './finding.ts';
import type { Machine } from './machine.ts';

const BY_PATH = '/dev/serial/by-path';
/** Adapters without a serial number: two of them share one name under by-id, and the last one plugged in wins. */
const NAMELESS = /^\/dev\/serial\/by-id\/usb-(1a86|qinheng|prolific|067b)/i;

/** A serial port of the machine: the name that stays, and the device behind it today. */
export interface Port {
  readonly path: string;
  readonly real: string;
}

/** Every serial port on USB, by its name under by-path; by its plain name where there is none. */
export const serialPorts = (machine: Machine): Port[] => {
  const named = machine.list(BY_PATH).map((name) => `${BY_PATH}/${name}`);
  const plain = machine.list('/dev').filter((name) => /^tty(USB|ACM)\d+$/.test(name));
  const found = new Map<string, Port>();
  for (const path of [...named, ...plain.map((name) => `/dev/${name}`)]) {
    const real = machine.file(path)?.real;
    if (real !== undefined && !found.has(real)) found.set(real, { path, real });
  }
  return [...found.values()];
};

/** Path of a serial line or a device file, null for every other link. */
export const pathOf = (link: string): string | null =>
  /^(?:serial|file):(?:\/\/(?=\/))?([^?]+)/.exec(link)?.[1] ?? null;

/** Who uses which port. */
export const portList = (
  machine: Machine,
  devices: readonly { readonly id: string; readonly link: string }[],
): Finding[] => {
  const ports = serialPorts(machine);
  return ports.map(({ path, real }) => {
    const users = devices.filter(({ link }) => realOf(machine, link) === real).map(({ id }) => id);
    return ok('serial port', `${path} is ${real}: ${users.join(', ') || 'free'}`);
  });
};
export const realOf = (machine: Machine, link: string): string | null => {
  const path = pathOf(link);
  return path === null ? null : (machine.file(path)?.real ?? null);
};

/** Whether this user can reach the port of a link, and whether its name will be the same tomorrow. */
export const portFindings = (machine: Machine, id: string, link: string): Finding[] => {
  const path = pathOf(link);
  if (path === null) return [];
  const file = machine.file(path);
  if (!file) return [missing(machine, id, path, link.startsWith('file:'))];
  if (!file.readable || !file.writable) return [forbidden(machine, id, path, file)];
  if (link.startsWith('file:')) return [];
  const stable = serialPorts(machine).find(
    (port) => port.real === file.real && port.path.startsWith(BY_PATH),
  );
  const advice = stable
    ? `write "link": "serial:${stable.path}${/\?.*$/.exec(link)?.[0] ?? ''}"`
    : `write its name under ${BY_PATH}`;
  if (NAMELESS.test(path))
    return [warning(id, `${path} collides when two adapters of one make are plugged in`, advice)];
  if (/^\/dev\/tty(USB|ACM)\d+$/.test(path))
    return [warning(id, `${path} may be another device after a restart`, advice)];
  return [];
};

const missing = (machine: Machine, id: string, path: string, isFile: boolean): Finding => {
  const there = isFile
    ? machine.list('/dev/usb').map((name) => `/dev/usb/${name}`)
    : serialPorts(machine).map((port) => port.path);
  const none = isFile ? 'no printer ports' : 'no serial ports';
  return wrong(id, `${path} is not there`, `plug it in; present are: ${there.join(', ') || none}`);
};

type PortFile = NonNullable<ReturnType<Machine['file']>>;
const forbidden = (machine: Machine, id: string, path: string, { gid, mode }: PortFile): Finding => {
  const group = machine.groupName(gid) ?? `${gid}`;
  const groupMay = (mode & 0o060) === 0o060;
  const fix =
    groupMay && !machine.groups.includes(gid)
      ? `add this user to the group ${group} (usermod -aG ${group} USER), then sign in again`
      : `let the group ${group} read and write it, with a udev rule`;
  return wrong(id, `this user may not read and write ${path}`, fix);
};
