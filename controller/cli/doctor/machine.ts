import { ok, warning, wrong, type Finding } from './finding.ts';

/** What the doctor asks of the machine; tests answer instead. */
export interface Machine {
  /** e.g. `v24.21.0`. */
  readonly nodeVersion: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly timeZone: string;
  readonly groups: readonly number[];
  /** Name of a group, null when unknown. */
  groupName(gid: number): string | null;
  /** What is at a path after following links; null when there is nothing or it may not be seen. */
  file(path: string): {
    readonly real: string;
    readonly gid: number;
    readonly mode: number;
    readonly readable: boolean;
    readonly writable: boolean;
  } | null;
  /** Free bytes of the file system a path is, or would be, on. */
  freeBytes(path: string): number | null;
  /** Whether the clock follows a time server; null when nothing here can say. */
  clockSynchronised(): boolean | null;
  /** Names in a folder, empty when there is none. */
  list(folder: string): readonly string[];
}

const GIGABYTE = 1_000_000_000;

export const nodeFinding = ({ nodeVersion }: Machine): Finding =>
  nodeVersion.startsWith('v24.')
    ? ok('Node', nodeVersion)
    : wrong('Node', nodeVersion, 'start with npm or npx docketbox: they bring Node 24 (npm ci installs it)');

/** A clock that is wrong makes every receipt wrong. */
export const clockFindings = (machine: Machine, siteZone: string | null): Finding[] => {
  const date = new Date(machine.now).toISOString().slice(0, 16);
  const findings: Finding[] = [];
  if (machine.now < Date.UTC(2026, 0, 1))
    findings.push(
      wrong('clock', `${date} UTC is before 2026`, 'set the clock; replace the battery of the board'),
    );
  const synchronised = machine.clockSynchronised();
  if (synchronised === false)
    findings.push(
      warning(
        'clock',
        'it follows no time server',
        'turn it on: timedatectl set-ntp true, with a server of the intranet',
      ),
    );
  if (synchronised === null)
    findings.push(
      warning(
        'clock',
        'nothing here says whether it follows a time server',
        'install chrony or systemd-timesyncd',
      ),
    );
  if (siteZone !== null && siteZone !== machine.timeZone)
    findings.push(
      warning(
        'time zone',
        `the machine has ${machine.timeZone}, the site ${siteZone}`,
        `timedatectl set-timezone ${siteZone}`,
      ),
    );
  return findings.length > 0 ? findings : [ok('clock', `${date} UTC, ${machine.timeZone}`)];
};

export const diskFinding = (machine: Machine, folder: string): Finding => {
  const free = machine.freeBytes(folder);
  if (free === null) return warning('disk', `${folder}: how much is free cannot be told`, 'look with df -h');
  const found = `${(free / GIGABYTE).toFixed(1)} GB free for ${folder}`;
  if (free < GIGABYTE / 5) return wrong('disk', found, 'make room: with a full disk no door opens');
  return free < 2 * GIGABYTE ? warning('disk', found, 'make room soon') : ok('disk', found);
};
