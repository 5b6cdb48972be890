import { liveCommissioning, type LiveParts } from '../devices/live-commissioning.ts';
import type { Devices } from '../devices/supervisor.ts';
import type { CommissioningDesk } from '../ports/commissioning.ts';

/** Commissioning over the devices of the running site. */
export const commissioningOf = (
  parts: Pick<LiveParts, 'config' | 'clock' | 'desk' | 'entropy'>,
  devices: Pick<Devices, 'actuator' | 'input' | 'health'>,
): CommissioningDesk => {
  const counted = (device: string, counter: string): number =>
    devices.health().find(({ id }) => id === device)?.counters[counter] ?? 0;
  return liveCommissioning({
    ...parts,
    ...{ actuator: devices.actuator, input: devices.input },
    reads: (device) => counted(device, 'reads') - counted(device, 'misses'),
    echoes: (device) => counted(device, 'unexpectedEchoes'),
  });
};
