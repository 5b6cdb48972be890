import { describe, expect, it } from 'vitest';
import type { Link, LinkOpener } from '#drivers/link.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import type { MemoryPair } from '#drivers/links/memory.ts';
import { PRINTER_DELAYS } from '#label-printer/printers/line-printer.ts';
import { zplPrinter } from '#label-printer/printers/zpl-printer.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const LABEL = new Uint8Array(Buffer.from('^XA^FO0,0^FS^XZ'));
const healthy = '\x02030,0,0,0320,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n';
const noPaper = healthy.replace('030,0', '030,1');

/** A printer at the far end of a line in memory: what it got, and what it says to each `~HS`. */
const farEnd = (answers: readonly (string | null | 'cut')[]) => {
  const clock = new ManualClock();
  const lines: MemoryPair[] = [];
  let asked = 0;
  const heard: string[] = [];
  const open: LinkOpener = () => {
    const pair = memoryPair(clock);
    lines.push(pair);
    pair.far.onBytes((bytes) => {
      const text = Buffer.from(bytes).toString();
      heard.push(text);
      if (!text.endsWith('~HS')) return;
      const answer = answers[Math.min(asked++, answers.length - 1)];
      if (answer === 'cut') pair.cut('reset by the printer');
      else if (typeof answer === 'string') void pair.far.write(Buffer.from(answer, 'latin1'));
    });
    return Promise.resolve({ ok: true, link: pair.near });
  };
  return { clock, open, heard, lines };
};
/** Runs to the end of whatever the promise waits for. */
const finish = async <T>(clock: ManualClock, promise: Promise<T>): Promise<T> => {
  await clock.advance(60_000);
  const result = await promise;
  expect(clock.pending).toBe(0);
  return result;
};
const refusing: LinkOpener = () => Promise.resolve({ ok: false, why: 'refused', fix: 'switch it on' });

describe('a ZPL printer’s state', () => {
  it('is what it answers, over a connection that is closed again', async () => {
    const { clock, open, lines } = farEnd([healthy]);
    expect(await finish(clock, zplPrinter(open, clock).status())).toMatchObject({ condition: 'connected' });
    let closed = false;
    lines[0]?.near.onClosed(() => (closed = true));
    await clock.advance(1);
    expect(closed).toBe(true);
  });

  it('is unknown, and needs attention, when it takes the connection and says nothing', async () => {
    const { clock, open } = farEnd([null]);
    const status = await finish(clock, zplPrinter(open, clock).status());
    expect(status).toMatchObject({ condition: 'unknown', answered: false, remaining: null });
    expect(status.detail).toMatch(/attention/);
  });

  it('is offline when it cannot be reached, with what to do', async () => {
    const clock = new ManualClock();
    const status = await finish(clock, zplPrinter(refusing, clock).status());
    expect(status).toEqual({
      condition: 'offline',
      cause: 'link-failed',
      answered: false,
      remaining: null,
      detail: 'refused; switch it on',
    });
  });

  it('is offline when it hangs up', async () => {
    const { clock, open } = farEnd(['cut']);
    expect(await finish(clock, zplPrinter(open, clock).status())).toMatchObject({ condition: 'offline' });
  });
});

describe('sending a label', () => {
  it('asks, sends, and asks again on the same connection, so that the answer shows the label was read', async () => {
    const { clock, open, heard, lines } = farEnd([healthy]);
    expect(await finish(clock, zplPrinter(open, clock).send(LABEL))).toEqual({ kind: 'taken' });
    expect(heard).toEqual(['~HS', Buffer.from(LABEL).toString(), '~HS']);
    expect(lines).toHaveLength(1);
  });

  it('sends nothing when the paper is out', async () => {
    const { clock, open, heard } = farEnd([noPaper]);
    const outcome = await finish(clock, zplPrinter(open, clock).send(LABEL));
    expect(outcome).toMatchObject({ kind: 'not-sent', why: expect.stringContaining('paper') as unknown });
    expect(heard).toEqual(['~HS']);
  });

  it('sends nothing when the printer is silent', async () => {
    const { clock, open, heard } = farEnd([null]);
    expect(await finish(clock, zplPrinter(open, clock).send(LABEL))).toMatchObject({ kind: 'not-sent' });
    expect(heard).toEqual(['~HS']);
  });

  it('is not sent when there is no connection', async () => {
    const clock = new ManualClock();
    expect(await finish(clock, zplPrinter(refusing, clock).send(LABEL))).toMatchObject({ kind: 'not-sent' });
  });

  it('is taken when the printer falls silent over it: it may be printing, or out of paper', async () => {
    const { clock, open } = farEnd([healthy, null]);
    expect(await finish(clock, zplPrinter(open, clock).send(LABEL))).toEqual({ kind: 'taken' });
  });

  it('is in doubt when the connection breaks before the printer has read it', async () => {
    const { clock, open } = farEnd([healthy, 'cut']);
    expect(await finish(clock, zplPrinter(open, clock).send(LABEL))).toMatchObject({ kind: 'in-doubt' });
  });

  it('is in doubt when the line takes only part of it', async () => {
    const far = farEnd([healthy]);
    const stalling: LinkOpener = async (timeout) => {
      const opened = await far.open(timeout);
      if (opened.ok)
        // Stalls after the first question.
        opened.link.onBytes(() => far.lines[0]?.line('stalled'));
      return opened;
    };
    const promise = zplPrinter(stalling, far.clock).send(LABEL);
    await far.clock.advance(PRINTER_DELAYS.write + PRINTER_DELAYS.status);
    expect(await finish(far.clock, promise)).toMatchObject({ kind: 'in-doubt' });
  });

  it('asks nothing of a one-way printer, and claims nothing about it', async () => {
    const { clock, open, heard } = farEnd([null]);
    const printer = zplPrinter(open, clock, { oneWay: true });
    expect(await finish(clock, printer.send(LABEL))).toEqual({ kind: 'taken' });
    expect(heard).toEqual([Buffer.from(LABEL).toString()]);
    expect(await finish(clock, printer.status())).toMatchObject({ condition: 'connected', answered: false });
  });

  it('does not reject, whatever the link does', async () => {
    const clock = new ManualClock();
    const outcomes = ['not-sent', 'unknown'] as const;
    for (const kind of outcomes) {
      const link: Link = {
        name: 'odd:',
        onBytes: () => () => undefined,
        onClosed: () => () => undefined,
        write: () => Promise.resolve({ kind, why: 'odd' }),
        close: () => Promise.resolve(),
      };
      const open: LinkOpener = () => Promise.resolve({ ok: true, link });
      expect((await finish(clock, zplPrinter(open, clock).send(LABEL))).kind).toBe('not-sent');
    }
  });
});
