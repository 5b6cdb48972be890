import type { Link } from '#drivers/link.ts';
import type { BusConfig } from '#drivers/registry.ts';
import type { Clock } from '../ports/clock.ts';
import { lookAt, onBus } from './bus-look.ts';

/** Speeds a silent or garbled board is looked for at, baud. */
export const SPEEDS = [9600, 19_200, 38_400, 57_600, 115_200] as const;
/** How many addresses are tried: DIP switches of real cabinets count from the lowest. */
const TRIED = 8;
const LOWEST: Readonly<Record<BusConfig['kind'], number>> = {
  'lock-board/bcc8a': 1,
  'lock-board/wkly': 0,
  'lock-board/kerong-cu16': 0,
  'lock-board/kerong-cu16c': 0,
  'lock-board/kerong-cu48': 0,
  'lock-board/modbus-relay': 1,
  'sensor/modbus-input': 1,
};

/** The lowest address, not one of `others`, at which a board of this kind answers; null when none does. Reads only. */
export const findAddress = async (
  link: Link,
  config: BusConfig,
  clock: Clock,
  others: readonly number[],
): Promise<number | null> =>
  await onBus(link, config, clock, async (bus) => {
    const lowest = LOWEST[config.kind];
    for (let address = lowest; address < lowest + TRIED; address += 1) {
      if (address === config.address || others.includes(address)) continue;
      const { heard } = await lookAt({ ...config, address }, bus, clock, 1);
      if (heard === 'inputs') return address;
      if (heard === 'link-down') return null;
    }
    return null;
  });

/** The same serial link at another speed, baud. */
export const atSpeed = (link: string, baud: number): string => {
  const [path = '', query = ''] = link.split('?', 2);
  const options = new URLSearchParams(query);
  options.set('baud', String(baud));
  return `${path}?${options}`;
};
export const speedOf = (link: string): number =>
  Number(new URLSearchParams(link.split('?', 2)[1] ?? '').get('baud') ?? '9600');
