import type { PrinterBody, PrinterParts } from '../devices/printer.ts';
import type { PrinterSpec } from '../site.ts';
import { IppPrinter } from '../ipp/printer.ts';
import { EscposPrinter } from '../wire/escpos/printer.ts';
import { TsplPrinter } from '../wire/tspl/printer.ts';
import { ZplPrinter } from '../wire/zpl/printer.ts';
import type { Builders, Surroundings } from './parts.ts';

const attached = (
  make: (parts: PrinterParts) => PrinterBody,
  spec: PrinterSpec,
  { clock, line, printouts, send }: Surroundings,
): { printer: PrinterBody } => {
  const printer = make({ clock, send, printed: (piece) => printouts.add(spec, piece) });
  if (spec.oneWay) printer.set('one-way', true);
  line.attachDevice(printer);
  return { printer };
};

export const printers: Builders<'printer/zpl' | 'printer/tspl' | 'printer/escpos' | 'printer/ipp'> = {
  'printer/zpl': (spec, around) => attached((parts) => new ZplPrinter(spec, parts), spec, around),
  'printer/tspl': (spec, around) => attached((parts) => new TsplPrinter(spec, parts), spec, around),
  'printer/escpos': (spec, around) => attached((parts) => new EscposPrinter(spec, parts), spec, around),
  'printer/ipp': (spec, { printouts, clock }) => {
    const ipp = new IppPrinter(spec.id, printouts.folder, clock);
    return { printer: ipp, ipp };
  },
};
