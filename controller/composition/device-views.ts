import type { Spooler } from '#label-printer/spooler.ts';
import type { DeviceView } from '../api/contract/office.ts';
import { isPrinter, type SiteConfig } from '../config-schema.ts';
import type { Devices } from '../devices/supervisor.ts';

/** Every device as pages show it: health from the supervisor, a printer's state from its spooler. */
export const deviceViews =
  (config: SiteConfig, devices: Pick<Devices, 'health'>, spooler: Pick<Spooler, 'printers'>) =>
  (): DeviceView[] => {
    const printers = new Map(spooler.printers().map((printer) => [printer.id, printer]));
    return devices.health().map((health) => {
      const device = config.devices.find(({ id }) => id === health.id);
      const status = printers.get(health.id)?.status;
      const printer =
        device && isPrinter(device)
          ? {
              condition: status?.condition ?? 'unknown',
              remaining: status?.remaining ?? null,
              answered: status?.answered ?? false,
              detail: status?.detail ?? null,
              cause: status?.cause ?? null,
              stock: device.stock,
            }
          : null;
      return { ...health, printer };
    });
  };
