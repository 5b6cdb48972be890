import { openLink as openRealLink } from '#drivers/links/open-link.ts';
import type { BusConfig } from '#drivers/registry.ts';
import { lookAt, onBus } from '../../devices/bus-look.ts';
import { isOnBus } from '../../devices/board-lines.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Examined } from './devices.ts';
import { ok, warning, type Finding } from './finding.ts';
import type { Machine } from './machine.ts';
import { realOf, serialPorts } from './ports.ts';

/**
 * `--find`: asks on every port that no device of the configuration answers on for the boards that were not found, and
 * says where each is. Reads only; bytes do go to whatever is plugged in there, so it is done only when asked for.
 */
export const findBoards = async (
  machine: Machine,
  examined: readonly Examined[],
  clock: Clock,
  openLink: typeof openRealLink = openRealLink,
): Promise<Finding[]> => {
  const lost = examined.flatMap(({ device, heard }) =>
    isOnBus(device) && heard !== 'inputs' ? [device] : [],
  );
  const taken = new Set(
    examined
      .filter(({ device, heard }) => !isOnBus(device) || heard === 'inputs')
      .map(({ device }) => realOf(machine, device.link)),
  );
  const free = serialPorts(machine).filter(({ real }) => !taken.has(real));
  const findings: Finding[] = [];
  for (const device of lost) {
    const elsewhere = free.filter(({ real }) => real !== realOf(machine, device.link));
    for (const { path } of elsewhere) {
      const link = `serial:${path}${/\?.*$/.exec(device.link)?.[0] ?? ''}`;
      if (!(await answersAt(device, link, clock, openLink))) continue;
      findings.push(warning(device.id, `it answers at ${path}`, `write "link": "${link}"`));
    }
  }
  if (lost.length > 0 && findings.length === 0) {
    const names = lost.map(({ id }) => id).join(', ');
    return [
      warning(
        'search',
        `${names}: no answer on any of ${free.length} ports`,
        'check power and cables, then search again',
      ),
    ];
  }
  return lost.length > 0 ? findings : [ok('search', 'every board answers where the configuration says')];
};

const answersAt = async (
  device: BusConfig,
  link: string,
  clock: Clock,
  openLink: typeof openRealLink,
): Promise<boolean> => {
  const made = openLink(link, clock);
  const opened = made.ok ? await made.opener() : null;
  if (!opened?.ok) return false;
  try {
    return (
      (await onBus(opened.link, device, clock, (bus) => lookAt(device, bus, clock, 1))).heard === 'inputs'
    );
  } finally {
    await opened.link.close();
  }
};
