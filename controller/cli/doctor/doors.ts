import { isLockBoard, type DeviceConfig, type SiteConfig, terminalOf } from '../../config-schema.ts';
import { warning, type Finding } from './finding.ts';

/**
 * What the doors of a board look like from its inputs: nobody is asked to open anything, so open doors are named for
 * the person who can see them. All of them open is more likely a wrong polarity than a cabinet with every door open.
 */
export const doorFindings = (
  device: DeviceConfig,
  inputs: readonly boolean[],
  { cabinets }: Pick<SiteConfig, 'cabinets'>,
): Finding[] => {
  if (!isLockBoard(device)) return [];
  const closedWhenSet = device.feedback === 'closed_when_set';
  const doors = cabinets
    .flatMap(({ compartments }) => compartments)
    .flatMap(({ number, lock }) =>
      [lock.front, lock.rear].flatMap((spot) =>
        spot?.device === device.id ? [{ number, terminal: terminalOf(device, spot.channel) }] : [],
      ),
    )
    .filter(({ terminal }) => !device.disabled.includes(terminal) && inputs[terminal - 1] !== undefined);
  const open = doors.filter(({ terminal }) => inputs[terminal - 1] !== closedWhenSet);
  if (open.length === 0) return [];
  const [first] = open;
  const other = closedWhenSet ? 'open_when_set' : 'closed_when_set';
  if (open.length > 1 && open.length === doors.length)
    return [
      warning(
        device.id,
        `all ${doors.length} of its doors read open`,
        `if they are closed, the polarity is the other way round: write "feedback": "${other}" ` +
          `(npx docketbox doctor --config FILE --commission ${device.id} makes sure)`,
      ),
    ];
  const named = open.map(({ number, terminal }) => `${number} (input ${terminal})`).join(', ');
  return [
    warning(
      device.id,
      `${open.length === 1 ? 'door' : 'doors'} ${named} of ${doors.length} read open`,
      'close them; one that is closed has a dead, loose or wrongly wired switch: ' +
        `npx docketbox doctor --config FILE --commission ${device.id} --channel ${first?.terminal ?? 1} tells which`,
    ),
  ];
};
