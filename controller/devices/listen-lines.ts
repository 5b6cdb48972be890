import type { LinkOpener } from '#drivers/link.ts';
import { cardReaderOf, scannerOf } from '#drivers/registry.ts';
import { isCardReader, isScanner, type DeviceConfig } from '../config-schema.ts';
import type { Clock } from '../ports/clock.ts';
import type { CardReader, Scanner } from '../ports/scanner.ts';
import type { HealthBook } from './health-book.ts';
import { keepOpen, type Line } from './line.ts';

interface Parts {
  readonly clock: Clock;
  readonly health: HealthBook;
  readonly open: (device: DeviceConfig) => LinkOpener;
}

/** Devices that speak unasked, each on a line of its own: online as long as the line is open. */
export const listenLines = (devices: readonly DeviceConfig[], { clock, health, open }: Parts) => {
  const scanners = new Map<string, Scanner>();
  const cardReaders = new Map<string, CardReader>();
  const lines: Line[] = [];
  for (const device of devices) {
    const scanner = isScanner(device) ? scannerOf(device, clock) : null;
    const reader = isCardReader(device) ? cardReaderOf(device, clock) : null;
    const driver = scanner ?? reader;
    if (!driver) continue;
    if (scanner) scanners.set(device.id, scanner);
    if (reader) cardReaders.set(device.id, reader);
    const line = keepOpen(open(device), clock, {
      up: (link) => {
        const detach = driver.attach(link);
        health.online(device.id, 'the line is open');
        return detach;
      },
      down: (why) => health.offline(device.id, why),
    });
    health.add({ ...device, counters: () => ({ ...driver.counters(), reconnects: line.reconnects() }) });
    lines.push(line);
  }
  return {
    ...{ scanners, cardReaders },
    start: (): void => lines.forEach((line) => line.start()),
    stop: async (): Promise<void> => void (await Promise.all(lines.map((line) => line.stop()))),
  };
};
