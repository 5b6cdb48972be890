import { beforeAll, describe, expect, it } from 'vitest';
import type { Printer } from '#controller/ports/printer.ts';
import { encode } from '#label-printer/encode.ts';
import { verifiedLabel } from '#label-printer/make-label.ts';
import { makeTestPrint } from '#label-printer/make-test-print.ts';
import { readBack } from '#label-printer/barcodes/read-back.ts';
import type { Raster } from '#label-printer/raster.ts';
import type { VerifiedRaster } from '#label-printer/verified.ts';
import {
  lineConfig,
  printerStand,
  realPrinter,
  type LineKind,
  type PrinterStand,
} from '#tests/support/printer-stand.ts';
import { docket, sampleLabel } from '../unit/label-printer/samples.ts';

/** Every kind on a line of bytes: its driver against its simulated machine. IPP has its own, see ipp-printer.test.ts. */
const KINDS = ['printer/zpl', 'printer/tspl', 'printer/escpos'] as const satisfies readonly LineKind[];

let dots: VerifiedRaster;
beforeAll(async () => void (dots = await verifiedLabel(sampleLabel, '60x40', 203)), 60_000);

const blackDots = ({ bits }: Raster): number =>
  bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
/** The piece holds exactly the label's dots: as many black ones, and both codes read. */
const isTheLabel = async (piece: Raster | undefined): Promise<void> => {
  if (!piece) throw new Error('nothing came out');
  expect(blackDots(piece)).toBe(blackDots(dots));
  await readBack(piece, [
    { symbology: 'QRCode', text: docket },
    { symbology: 'Code128', text: docket },
  ]);
};
const bytesFor = async (stand: PrinterStand): Promise<Uint8Array> =>
  encode(dots, 'die-cut', 203, await stand.output());
/** Sends until the printer has taken it, as the spooler does: nothing is sent again behind a doubt. */
const whole = (stand: PrinterStand, bytes: Uint8Array, printer: Printer = stand.printer) =>
  stand.finish(printer.send(bytes));

describe.each(KINDS)('%s', (kind) => {
  const stand = (options: { readonly oneWay?: boolean } = {}): PrinterStand =>
    printerStand({ ...lineConfig(kind), ...options });

  it('is connected when nothing is wrong, and says so itself', async () => {
    const { finish, printer, clock } = stand();
    expect(await finish(printer.status())).toMatchObject({
      condition: 'connected',
      answered: true,
      detail: null,
    });
    expect(clock.pending).toBe(0);
  });

  it('puts exactly the verified dots on paper, once, and nothing it does not understand', async () => {
    const one = stand();
    expect(await whole(one, await bytesFor(one))).toEqual({ kind: 'taken' });
    await one.clock.advance(5000);
    expect(one.pieces).toHaveLength(1);
    expect(one.warnings).toEqual([]);
    await isTheLabel(one.pieces[0]);
    expect(await one.finish(one.printer.status())).toMatchObject({ condition: 'connected' });
    expect(one.clock.pending).toBe(0);
  });

  it.each([
    ['the roll is at its end', 'no-media', (one: PrinterStand) => one.machine.endRoll()],
    ['it is open', 'open', (one: PrinterStand) => one.machine.openHead()],
  ] as const)('when %s it is %s, and not one byte of a label leaves', async (_, condition, happen) => {
    const one = stand();
    happen(one);
    const status = await one.finish(one.printer.status());
    expect(status).toMatchObject({ condition, answered: true });
    expect(status.detail).not.toBe('');
    const bytes = await bytesFor(one);
    expect(await whole(one, bytes)).toMatchObject({ kind: 'not-sent' });
    expect(one.sent.flat().reduce((sum, part) => sum + part.length, 0)).toBeLessThan(100);
    one.machine.loadPaper();
    one.machine.closeHead();
    expect(await one.finish(one.printer.status())).toMatchObject({ condition: 'connected' });
    expect(await whole(one, bytes)).toEqual({ kind: 'taken' });
    await one.clock.advance(5000);
    expect(one.pieces).toHaveLength(1);
  });

  it('keeps a label whose paper ends under it, tells so, and prints it once after loading', async () => {
    const one = stand();
    const sending = one.printer.send(await bytesFor(one));
    await one.clock.advance(200);
    one.machine.endRoll();
    expect(await one.finish(sending)).toEqual({ kind: 'taken' });
    expect(await one.finish(one.printer.status())).toMatchObject({ condition: 'no-media' });
    expect(one.pieces).toHaveLength(0);
    one.machine.loadPaper();
    await one.clock.advance(5000);
    expect(one.pieces).toHaveLength(1);
    expect(await one.finish(one.printer.status())).toMatchObject({ condition: 'connected' });
  });

  it('that cannot be reached is offline with what to do, and nothing is sent', async () => {
    const one = stand();
    one.reachable(false);
    expect(await one.finish(one.printer.status())).toMatchObject({
      ...{ condition: 'offline', answered: false, detail: 'nobody answers; switch it on' },
    });
    expect(await whole(one, await bytesFor(one))).toMatchObject({ kind: 'not-sent' });
  });

  it('that keeps silent while it needs somebody is unknown, and nothing is sent', async () => {
    const one = stand();
    one.set('silent-when-needy');
    one.machine.endRoll();
    expect(await one.finish(one.printer.status())).toMatchObject({ condition: 'unknown', answered: false });
    expect(await whole(one, await bytesFor(one))).toMatchObject({ kind: 'not-sent' });
    one.machine.loadPaper();
    await one.clock.advance(5000);
    expect(one.pieces).toHaveLength(0);
    expect(await one.finish(one.printer.status())).toMatchObject({ condition: 'connected' });
  });

  it('set up as one-way is sent to without a question, and nothing is claimed of it', async () => {
    const one = stand({ oneWay: true });
    one.set('one-way');
    expect(await one.finish(one.printer.status())).toMatchObject({ condition: 'connected', answered: false });
    expect(await whole(one, await bytesFor(one))).toEqual({ kind: 'taken' });
    await one.clock.advance(5000);
    expect(one.pieces).toHaveLength(1);
  });

  it.each([0.02, 0.2, 0.5, 0.9, 0.999])(
    'whose line breaks after %d of the label is in doubt; the next label is whole',
    async (part) => {
      const one = stand();
      const bytes = await bytesFor(one);
      one.cutAfter(Math.max(20, Math.floor(bytes.length * part)));
      expect(await whole(one, bytes)).toMatchObject({ kind: 'in-doubt' });
      await one.clock.advance(5000);
      const before = one.pieces.length;
      expect(before).toBeLessThanOrEqual(1);
      // ZPL calls a half received format work in hand; it neither prints nor stands in the way.
      expect(['connected', 'printing']).toContain((await one.finish(one.printer.status())).condition);
      expect(await whole(one, bytes)).toEqual({ kind: 'taken' });
      await one.clock.advance(5000);
      await isTheLabel(one.pieces.at(-1));
    },
  );

  it('that is switched off and on prints the next label whole', async () => {
    const one = stand();
    const bytes = await bytesFor(one);
    const sending = one.printer.send(bytes);
    await one.clock.advance(100);
    one.machine.powerCycle();
    await one.finish(sending);
    await one.clock.advance(5000);
    const before = one.pieces.length;
    expect(await whole(one, bytes)).toEqual({ kind: 'taken' });
    await one.clock.advance(5000);
    expect(one.pieces.length).toBe(before + 1);
    await isTheLabel(one.pieces.at(-1));
  });

  it('would be found out if it sent again after a doubt (mutant)', async () => {
    const one = stand();
    const bytes = await bytesFor(one);
    const again: Printer = {
      ...one.printer,
      async send(label) {
        const outcome = await one.printer.send(label);
        return outcome.kind === 'in-doubt' ? one.printer.send(label) : outcome;
      },
    };
    one.cutAfter(bytes.length);
    await whole(one, bytes, again);
    await one.clock.advance(5000);
    expect(one.pieces.length).toBeGreaterThan(1);
  });

  const real = realPrinter(kind);
  const name = `DOCKETBOX_PRINTER_${kind.slice('printer/'.length).toUpperCase()}`;
  it.skipIf(real === null)(
    `on hardware: answers and takes a test print${real === null ? ` (skipped: ${name} names no link)` : ''}`,
    async () => {
      if (real === null) return;
      const { printer, config, output } = real;
      expect((await printer.status()).answered).toBe(true);
      const { stock, dpi } = config;
      expect(
        await printer.send(await makeTestPrint({ id: 'hardware', kind, dpi, stock }, await output())),
      ).toEqual({
        kind: 'taken',
      });
    },
  );
});

describe('the polarity of TSPL', () => {
  it('set wrongly is found: the piece is no label (mutant)', async () => {
    const one = printerStand({ ...lineConfig('printer/tspl'), blackBit: 1 } as never);
    await whole(one, await bytesFor(one));
    await one.clock.advance(5000);
    await expect(isTheLabel(one.pieces[0])).rejects.toThrow();
  });

  it('set for the other firmware prints there', async () => {
    const one = printerStand({ ...lineConfig('printer/tspl'), blackBit: 1 } as never);
    one.set('inverted-dots');
    await whole(one, await bytesFor(one));
    await one.clock.advance(5000);
    await isTheLabel(one.pieces[0]);
  });
});
