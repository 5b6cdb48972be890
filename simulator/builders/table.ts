import type { SimDevice, SimDeviceKind } from '../site.ts';
import { boards } from './boards.ts';
import { cardReaders } from './card-readers.ts';
import type { Builder, Builders, Parts, Surroundings } from './parts.ts';
import { printers } from './printers.ts';
import { scanners } from './scanners.ts';

/** Every kind of device and who builds it. */
const builders: Builders<SimDeviceKind> = { ...boards, ...scanners, ...cardReaders, ...printers };

/** What stands in for this device; null when something else plays it. */
export const build = (spec: SimDevice, around: Surroundings): Parts | null => {
  const builder = builders[spec.kind] as Builder<SimDeviceKind> | null;
  return builder ? builder(spec, around) : null;
};
