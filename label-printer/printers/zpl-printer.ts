import type { Clock } from '#controller/ports/clock.ts';
import type { Printer } from '#controller/ports/printer.ts';
import type { LinkOpener } from '#drivers/link.ts';
import { zplStatus } from '../languages/zpl-status.ts';
import { talk } from './conversation.ts';
import { linePrinter, PRINTER_DELAYS } from './line-printer.ts';
import type { LineLanguage, LineOptions } from './line-printer.ts';

/** It works through its input in order: an answer to `~HS` shows that everything before it has been read. */
const zpl: LineLanguage = {
  status: zplStatus,
  read: async (link, clock) => {
    const talked = await talk(link, clock, zplStatus(), PRINTER_DELAYS.status);
    return talked.kind === 'closed' ? talked.why : null;
  },
};

/** A ZPL II label printer: docs/protocols/zpl.md. */
export const zplPrinter = (open: LinkOpener, clock: Clock, options?: LineOptions): Printer =>
  linePrinter(zpl, open, clock, options);
