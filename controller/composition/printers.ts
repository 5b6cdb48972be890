import { isNeedy } from '#label-printer/printers/needy.ts';
import { zplPrinter } from '#label-printer/printers/zpl-printer.ts';
import type { SiteConfig } from '../config-schema.ts';
import type { Devices } from '../devices/supervisor.ts';
import type { Clock } from '../ports/clock.ts';
import type { Printer } from '../ports/printer.ts';

/** The printers of a site by device id; what each look at one tells is passed on as its health. */
export const sitePrinters = (
  config: SiteConfig,
  devices: Pick<Devices, 'printerLink' | 'reportPrinter'>,
  clock: Clock,
): Map<string, Printer> => {
  const printers = new Map<string, Printer>();
  for (const device of config.devices) {
    const link = device.kind === 'printer/zpl' ? devices.printerLink(device.id) : undefined;
    if (device.kind !== 'printer/zpl' || !link) continue;
    const printer = zplPrinter(link, clock, { oneWay: device.oneWay ?? false });
    printers.set(device.id, reporting(device.id, printer, devices));
  }
  return printers;
};

const reporting = (id: string, printer: Printer, devices: Pick<Devices, 'reportPrinter'>): Printer => ({
  send: (bytes) => printer.send(bytes),
  status: async () => {
    const status = await printer.status();
    devices.reportPrinter(id, {
      state: status.condition === 'offline' ? 'offline' : 'online',
      problem: isNeedy(status) ? (status.detail ?? status.condition) : null,
    });
    return status;
  },
});
