import type { SimPrinter } from '../devices/printer.ts';
import type { PrinterSpec } from '../site.ts';
import { ZplPrinter } from '../wire/zpl/printer.ts';
import type { Builders, Surroundings } from './parts.ts';

const attached = (printer: SimPrinter, { line }: Surroundings): { printer: SimPrinter } => {
  line.attachDevice(printer);
  return { printer };
};
/** Keeps what comes out of a printer. */
const tray =
  (spec: PrinterSpec, { printouts }: Surroundings) =>
  (label: Parameters<typeof printouts.add>[1]): void =>
    printouts.add(spec, label);

export const printers: Builders<'printer/zpl' | 'printer/tspl' | 'printer/escpos' | 'printer/ipp'> = {
  'printer/zpl': (spec, around) =>
    attached(new ZplPrinter(spec, around.clock, around.send, tray(spec, around)), around),
  'printer/tspl': null,
  'printer/escpos': null,
  'printer/ipp': null,
};
