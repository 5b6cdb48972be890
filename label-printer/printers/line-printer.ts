import type { Clock } from '#controller/ports/clock.ts';
import type { Printer, PrinterStatus, SendOutcome } from '#controller/ports/printer.ts';
import type { Link, LinkFault, LinkOpener } from '#drivers/link.ts';
import { causes } from '../languages/causes.ts';
import type { Dialogue, Flush } from '../languages/dialogue.ts';
import { MS_A_BYTE, talk } from './conversation.ts';
import { isNeedy } from './needy.ts';

/** Milliseconds. */
export const PRINTER_DELAYS = {
  connect: 3000,
  /** An answer comes between two labels at the latest. */
  status: 2000,
  /** A piece is some kilobytes; a printer that does not take them by then is stuck. */
  write: 15_000,
} as const;

/** What a printer language brings to the conversation that all share. */
export interface LineLanguage {
  status(flush: Flush): Dialogue<PrinterStatus>;
  /**
   * After the last byte, on the same connection: waits until the printer has read the job, or says no more. Resolves
   * to why the line ended, if it did before that: then nobody knows.
   */
  read(link: Link, clock: Clock): Promise<string | null>;
}
export interface LineOptions {
  /** Nothing ever comes back (some print servers): silence means nothing then. */
  readonly oneWay?: boolean;
}

const ONE_WAY: PrinterStatus = {
  condition: 'connected',
  remaining: null,
  answered: false,
  detail: causes['one-way'],
  cause: 'one-way',
};
const offline = (detail: string, cause: LinkFault | 'line-lost'): PrinterStatus => ({
  condition: 'offline',
  remaining: null,
  answered: false,
  detail,
  cause,
});

/**
 * A printer behind a byte link: a short connection per question and per job, because many serve one connection at a
 * time. Nothing is sent while it is out of paper, open, paused or silent.
 */
export const linePrinter = (
  language: LineLanguage,
  open: LinkOpener,
  clock: Clock,
  { oneWay = false }: LineOptions = {},
): Printer => {
  let flush: Flush = 'if-silent';
  const look = async (link: Link): Promise<PrinterStatus> => {
    const talked = await talk(link, clock, language.status(flush), PRINTER_DELAYS.status);
    if (talked.kind === 'closed') return offline(talked.why, 'line-lost');
    flush = talked.result.answered ? 'if-silent' : 'never';
    return talked.result;
  };

  /** State, bytes, proof of reading, on one connection; a line that breaks in between leaves the job in doubt. */
  const sendOver = async (link: Link, bytes: Uint8Array): Promise<SendOutcome> => {
    if (!oneWay) {
      const status = await look(link);
      if (isNeedy(status)) return { kind: 'not-sent', why: status.detail ?? status.condition };
    }
    const time = PRINTER_DELAYS.write + MS_A_BYTE * bytes.length;
    const written = await link.write(bytes, time);
    if (written.kind === 'not-sent') return written;
    if (written.kind === 'unknown') return { kind: 'in-doubt', why: written.why };
    const ended = oneWay ? null : await language.read(link, clock);
    return ended === null
      ? { kind: 'taken' }
      : { kind: 'in-doubt', why: `${ended} before it had read the label` };
  };

  return {
    status: async () => {
      const opened = await open(PRINTER_DELAYS.connect);
      if (!opened.ok) return offline(`${opened.why}; ${opened.fix}`, opened.code ?? 'link-failed');
      try {
        return oneWay ? ONE_WAY : await look(opened.link);
      } finally {
        await opened.link.close();
      }
    },
    send: async (bytes) => {
      const opened = await open(PRINTER_DELAYS.connect);
      if (!opened.ok) return { kind: 'not-sent', why: `${opened.why}; ${opened.fix}` };
      try {
        const outcome = await sendOver(opened.link, bytes);
        if (outcome.kind === 'in-doubt') flush = 'first';
        return outcome;
      } finally {
        await opened.link.close();
      }
    },
  };
};
