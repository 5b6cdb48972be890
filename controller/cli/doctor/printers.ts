import { openLink } from '#drivers/links/open-link.ts';
import { makePrinter } from '../../composition/printers.ts';
import type { PrinterConfig } from '../../config-schema.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Printer, PrinterCondition } from '../../ports/printer.ts';
import { ok, warning, wrong, type Finding } from './finding.ts';

const FIXES: Readonly<Record<Exclude<PrinterCondition, 'connected' | 'printing' | 'warning'>, string>> = {
  'no-media': 'put in a new roll or new paper, and close the cover',
  jam: 'switch it off, open it, take the stuck paper out and feed one label',
  open: 'close its cover or head until it clicks',
  paused: 'press its pause or feed button',
  offline: 'check power, cable, network and address; one program at a time can use most printers',
  unknown: 'it does not say what it needs: look at its lamps; it must answer questions about its state',
};

/** How a printer is, in its own words, and what to do about it. Asks only; prints nothing. */
export const printerFinding = async (device: PrinterConfig, printer: Printer): Promise<Finding> => {
  const { condition, answered, detail } = await printer.status();
  const said = detail ?? condition;
  if (condition === 'warning')
    return warning(device.id, said, 'look at it soon: paper or ribbon is nearly out');
  if (condition !== 'connected' && condition !== 'printing')
    return wrong(device.id, said === condition ? said : `${condition}: ${said}`, FIXES[condition]);
  const paper = `stock ${device.stock}, ${device.dpi} dpi`;
  return ok(device.id, `${condition}${answered ? '' : ' (it does not report its state)'}, ${paper}`);
};

/** Makes the printer of a device and looks at it. */
export const askPrinter = async (device: PrinterConfig, clock: Clock): Promise<Finding> => {
  // An IPP printer is no line of bytes: its client connects by itself.
  const made = device.kind === 'printer/ipp' ? null : openLink(device.link, clock);
  if (made?.ok === false) return wrong(device.id, `link: ${made.path} is ${made.value}`, made.fix);
  const nowhere = { ok: false, why: 'no line', fix: '' } as const;
  return await printerFinding(
    device,
    makePrinter(device, made?.opener ?? (() => Promise.resolve(nowhere)), clock),
  );
};
