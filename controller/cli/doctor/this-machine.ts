import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Machine } from './machine.ts';

/** The machine the doctor runs on. */
export const thisMachine = (): Machine => ({
  nodeVersion: process.version,
  now: Date.now(),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  groups: process.getgroups?.() ?? [],
  groupName,
  file,
  freeBytes,
  clockSynchronised,
  list: (folder) => attempt(() => readdirSync(folder)) ?? [],
});

const attempt = <T>(look: () => T): T | null => {
  try {
    return look();
  } catch {
    return null;
  }
};

const groupName = (gid: number): string | null => {
  const lines = (attempt(() => readFileSync('/etc/group', 'utf8')) ?? '')
    .split('\n')
    .map((line) => line.split(':'));
  return lines.find((fields) => fields[2] === `${gid}`)?.[0] ?? null;
};

const file: Machine['file'] = (path) =>
  attempt(() => {
    const { gid, mode } = statSync(path);
    const may = (what: number) => attempt(() => (accessSync(path, what), true)) ?? false;
    return {
      ...{ real: realpathSync(path), gid, mode },
      ...{ readable: may(constants.R_OK), writable: may(constants.W_OK) },
    };
  });

const freeBytes = (path: string): number | null => {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return attempt(() => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  });
};

/** By systemd or chrony, whichever answers. */
const clockSynchronised = (): boolean | null => {
  const said = (command: string, ...args: string[]): string | null => {
    const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 3000 });
    return status === 0 ? stdout.trim() : null;
  };
  const systemd = said('timedatectl', 'show', '--property=NTPSynchronized', '--value');
  if (systemd === 'yes' || systemd === 'no') return systemd === 'yes';
  const chrony = said('chronyc', '-c', 'tracking');
  return chrony === null ? null : !chrony.endsWith('Not synchronised');
};
