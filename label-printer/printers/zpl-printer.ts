import type { Clock } from '#controller/ports/clock.ts';
import type { Printer, PrinterStatus, SendOutcome } from '#controller/ports/printer.ts';
import type { Link, LinkOpener } from '#drivers/link.ts';
import { SILENT } from '../languages/zpl-status.ts';
import { askStatus } from './conversation.ts';
import { isNeedy } from './needy.ts';

/** Milliseconds. */
export const ZPL_DELAYS = {
  connect: 3000,
  /** `~HS` is answered between two labels at the latest. */
  status: 2000,
  /** A whole label is some kilobytes; a printer that does not take them by then is stuck. */
  write: 15_000,
} as const;

const ONE_WAY: PrinterStatus = {
  condition: 'connected',
  remaining: null,
  answered: false,
  detail: 'it does not report its state (set up as one-way)',
};

/**
 * A ZPL II printer behind a byte link (TCP 9100): a short connection per question and per job, because many serve one
 * connection at a time. Nothing is sent while it is out of paper, open, paused or silent.
 */
export const zplPrinter = (
  open: LinkOpener,
  clock: Clock,
  { oneWay = false }: { readonly oneWay?: boolean } = {},
): Printer => ({
  status: async () => {
    const opened = await open(ZPL_DELAYS.connect);
    if (!opened.ok) return offline(`${opened.why}; ${opened.fix}`);
    try {
      if (oneWay) return ONE_WAY;
      const answer = await askStatus(opened.link, clock, ZPL_DELAYS.status);
      if (answer.kind === 'status') return answer.status;
      return answer.kind === 'silent' ? SILENT : offline(answer.why);
    } finally {
      await opened.link.close();
    }
  },
  send: async (bytes) => {
    const opened = await open(ZPL_DELAYS.connect);
    if (!opened.ok) return { kind: 'not-sent', why: `${opened.why}; ${opened.fix}` };
    try {
      return await sendOver(opened.link, clock, bytes, oneWay);
    } finally {
      await opened.link.close();
    }
  },
});

const offline = (detail: string): PrinterStatus => ({
  condition: 'offline',
  remaining: null,
  answered: false,
  detail,
});

/**
 * Status, bytes, status, on one connection. The second answer shows that the printer has read everything before it,
 * for it works through its input in order; without it, a connection that breaks leaves the job in doubt.
 */
const sendOver = async (
  link: Link,
  clock: Clock,
  bytes: Uint8Array,
  oneWay: boolean,
): Promise<SendOutcome> => {
  if (!oneWay) {
    const before = await askStatus(link, clock, ZPL_DELAYS.status);
    if (before.kind === 'closed') return { kind: 'not-sent', why: before.why };
    const status = before.kind === 'silent' ? SILENT : before.status;
    if (isNeedy(status)) return { kind: 'not-sent', why: status.detail ?? status.condition };
  }
  const written = await link.write(bytes, ZPL_DELAYS.write);
  if (written.kind === 'not-sent') return written;
  if (written.kind === 'unknown') return { kind: 'in-doubt', why: written.why };
  if (oneWay) return { kind: 'taken' };
  const after = await askStatus(link, clock, ZPL_DELAYS.status);
  if (after.kind === 'closed') return { kind: 'in-doubt', why: `${after.why} before it had read the label` };
  return { kind: 'taken' };
};
