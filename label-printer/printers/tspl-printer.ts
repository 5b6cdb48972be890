import type { Clock } from '#controller/ports/clock.ts';
import type { Printer } from '#controller/ports/printer.ts';
import type { Link, LinkOpener } from '#drivers/link.ts';
import { tsplStatus } from '../languages/tspl-status.ts';
import { talk } from './conversation.ts';
import { linePrinter, PRINTER_DELAYS } from './line-printer.ts';
import type { LineOptions } from './line-printer.ts';

/** Milliseconds. */
export const TSPL_DELAYS = {
  /** Between two looks at a printer that has just been given a label. */
  look: 100,
  /** A label is moving by then, or has come out unseen between two looks. */
  start: 2000,
} as const;
export interface TsplPrinterOptions extends LineOptions {
  /** Ask `ESC ! S` too: newer firmware says more there. */
  readonly fullStatus?: boolean;
}

/**
 * `ESC ! ?` is answered at once, before the label has even been read; so idle right after the bytes proves nothing.
 * Looks until the printer is seen at work or in need, or the time in which it would have begun is over.
 */
const seenAtWork =
  (full: boolean) =>
  async (link: Link, clock: Clock): Promise<string | null> => {
    const until = clock.now() + TSPL_DELAYS.start;
    while (clock.now() < until) {
      const talked = await talk(link, clock, tsplStatus('never', full), PRINTER_DELAYS.status);
      if (talked.kind === 'closed') return talked.why;
      const { condition, answered } = talked.result;
      if (!answered || (condition !== 'connected' && condition !== 'warning')) return null;
      await new Promise<void>((resolve) => void clock.after(TSPL_DELAYS.look, resolve));
    }
    return null;
  };

/** A TSPL label printer (TSC, Gprinter, HPRT …): docs/protocols/tspl.md. */
export const tsplPrinter = (
  open: LinkOpener,
  clock: Clock,
  { fullStatus = false, ...options }: TsplPrinterOptions = {},
): Printer =>
  linePrinter(
    { status: (flush) => tsplStatus(flush, fullStatus), read: seenAtWork(fullStatus) },
    open,
    clock,
    options,
  );
