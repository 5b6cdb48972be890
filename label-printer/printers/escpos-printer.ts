import type { Clock } from '#controller/ports/clock.ts';
import type { Printer } from '#controller/ports/printer.ts';
import type { LinkOpener } from '#drivers/link.ts';
import { escPosDialogue, escPosWorkedOff } from '../languages/escpos-status.ts';
import { talk } from './conversation.ts';
import { linePrinter } from './line-printer.ts';
import type { LineLanguage, LineOptions } from './line-printer.ts';

/** Milliseconds. */
export const ESCPOS_DELAYS = {
  /** A long slip is out by then; a printer that has not said so does not know `GS r`, or needs somebody. */
  workedOff: 10_000,
} as const;

/** `DLE EOT` is answered at once, `GS r 1` only when everything before it has been printed. */
const escPos = (cut: boolean): LineLanguage => ({
  status: (flush) => escPosDialogue(flush, { cut }),
  read: async (link, clock) => {
    const talked = await talk(link, clock, escPosWorkedOff(), ESCPOS_DELAYS.workedOff);
    return talked.kind === 'closed' ? talked.why : null;
  },
});

/** An ESC/POS receipt printer: docs/protocols/escpos.md. */
export const escPosPrinter = (
  open: LinkOpener,
  clock: Clock,
  { cut, ...options }: LineOptions & { readonly cut: boolean },
): Printer => linePrinter(escPos(cut), open, clock, options);
