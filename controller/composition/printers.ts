import type { LinkOpener } from '#drivers/link.ts';
import type { Output } from '#label-printer/encode.ts';
import { escPosPrinter } from '#label-printer/printers/escpos-printer.ts';
import { ippPrinter } from '#label-printer/printers/ipp-printer.ts';
import { isNeedy } from '#label-printer/printers/needy.ts';
import { tsplPrinter } from '#label-printer/printers/tspl-printer.ts';
import { zplPrinter } from '#label-printer/printers/zpl-printer.ts';
import { isPrinter, type ConfigOf, type PrinterConfig, type SiteConfig } from '../config-schema.ts';
import type { Devices, PrinterReport } from '../devices/supervisor.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/health.ts';
import type { Printer, PrinterStatus } from '../ports/printer.ts';

/** A printer with the form in which it takes dots. */
export interface SitePrinter extends Printer {
  output(): Promise<Output>;
}
type Kind = PrinterConfig['kind'];
type Factory<K extends Kind> = (config: ConfigOf<K>, open: LinkOpener, clock: Clock) => SitePrinter;

const fixed = (printer: Printer, output: Output): SitePrinter => ({
  ...printer,
  output: () => Promise.resolve(output),
});

/** Every kind has its printer here; a kind without one does not compile. */
const factories: { readonly [K in Kind]: Factory<K> } = {
  'printer/zpl': ({ oneWay = false }, open, clock) =>
    fixed(zplPrinter(open, clock, { oneWay }), { language: 'zpl' }),
  'printer/tspl': ({ oneWay = false, fullStatus, blackBit, gapMm }, open, clock) =>
    fixed(tsplPrinter(open, clock, { oneWay, fullStatus }), { language: 'tspl', blackBit, gapMm }),
  'printer/escpos': ({ oneWay = false, cut, stock }, open, clock) =>
    fixed(escPosPrinter(open, clock, { oneWay, cut }), {
      language: 'escpos',
      cut,
      headMm: stock === '58' ? 48 : 72,
    }),
  'printer/ipp': ({ link, stock }, _, clock) => {
    const printer = ippPrinter({ uri: link, stock }, clock);
    const paper = stock === 'A4' ? 'A4' : 'own';
    return { ...printer, output: async () => ({ language: await printer.format(), paper }) };
  },
};

/** The printer of one device; `open` leads to it where the link is a line of bytes. Opens nothing yet. */
export const makePrinter = (config: PrinterConfig, open: LinkOpener, clock: Clock): SitePrinter =>
  (factories[config.kind] as Factory<Kind>)(config as never, open, clock);

/** The printers of a site by device id; what each look at one tells is passed on as its health. */
export const sitePrinters = (
  config: SiteConfig,
  devices: Pick<Devices, 'printerLink' | 'reportPrinter'>,
  clock: Clock,
): Map<string, SitePrinter> => {
  const printers = new Map<string, SitePrinter>();
  for (const device of config.devices.filter(isPrinter)) {
    const link = devices.printerLink(device.id);
    if (link) printers.set(device.id, reporting(device.id, makePrinter(device, link, clock), devices));
  }
  return printers;
};

const online = (fault: Fault | null): PrinterReport => ({ state: 'online', fault });
const printerFault = ({ condition, detail, cause }: PrinterStatus): Fault => ({
  ...{ code: cause ?? `printer-${condition}`, values: {} },
  ...{ what: detail ?? condition, fix: '' },
});

const reporting = (
  id: string,
  printer: SitePrinter,
  devices: Pick<Devices, 'reportPrinter'>,
): SitePrinter => ({
  ...printer,
  status: async () => {
    const status = await printer.status();
    const fault = printerFault(status);
    const away = status.condition === 'offline' && !status.answered;
    devices.reportPrinter(id, away ? { state: 'offline', fault } : online(isNeedy(status) ? fault : null));
    return status;
  },
});
