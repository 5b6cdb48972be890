import type { DeviceConfig } from '../../config-schema.ts';
import { isOnBus } from '../../devices/board-lines.ts';
import { warning, type Finding } from './finding.ts';

/** Boards that answer alike: nobody would notice by asking when their cables change places. */
export const twinFindings = (devices: readonly DeviceConfig[]): Finding[] => {
  const alike = Map.groupBy(devices.filter(isOnBus), ({ kind, address }) => `${kind} ${address}`);
  return [...alike.values()].flatMap(([first, ...others]) =>
    others.map(({ id, address }) =>
      warning(
        id,
        `it answers like ${first?.id ?? ''}, of the same kind and at address ${address}: swapped cables may go unnoticed`,
        'set its DIP switches and "address" to one that no board of its kind has at this site',
      ),
    ),
  );
};
