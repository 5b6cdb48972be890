import { readFileSync } from 'node:fs';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import type { PrinterCondition } from '#controller/ports/printer.ts';
import { makeLabel } from '#label-printer/make-label.ts';
import { ippPrinter, type IppPrinter } from '#label-printer/printers/ipp-printer.ts';
import {
  cancelWithIpptool,
  noIppPrinter,
  startIppPrinter,
  type RealIppPrinter,
} from '#tests/support/ipp-printer.ts';
import { docket, sampleLabel } from '../unit/label-printer/samples.ts';

const LONG = 60_000;
/** Asks again and again, as the spooler does, until the answer is the wanted one. */
const eventually = async <T>(wanted: T, ask: () => Promise<T>): Promise<void> => {
  const limit = performance.now() + 30_000;
  for (let last: T | null = null; last !== wanted;) {
    last = await ask();
    if (last !== wanted && performance.now() > limit)
      throw new Error(`still ${String(last)}, not ${String(wanted)}`);
  }
};

describe.skipIf(noIppPrinter !== null)(
  `our IPP client and somebody else's printer${noIppPrinter === null ? '' : ` (skipped: ${noIppPrinter})`}`,
  { timeout: LONG },
  () => {
    let real: RealIppPrinter;
    let printer: IppPrinter;
    let label: Uint8Array;
    beforeAll(async () => {
      real = await startIppPrinter('Conformance');
      printer = ippPrinter({ uri: real.url, stock: 'A4' }, systemClock);
      label = await makeLabel(sampleLabel, { language: 'pdf', paper: 'A4', stock: '60x40', dpi: 300 });
    }, LONG);
    afterAll(() => real?.stop());
    const condition = async (): Promise<PrinterCondition> => (await printer.status()).condition;

    it('it is connected and takes PDF', async () => {
      expect(await printer.status()).toMatchObject({ condition: 'connected', answered: true });
      expect(await printer.format()).toBe('pdf');
    });

    it('a label arrives byte for byte, and the books say that it was printed', async () => {
      expect(await printer.send(label, `a-${docket}`)).toEqual({ kind: 'taken' });
      await eventually('printed', () => printer.fate(`a-${docket}`));
      const [file = ''] = real.server.documents();
      expect(Buffer.from(label).equals(readFileSync(file))).toBe(true);
    });

    it('a sheet of A4 arrives byte for byte as well, in as many copies as are wanted', async () => {
      const pdf = await PDFDocument.create();
      pdf.addPage([595.28, 841.89]);
      const sheet = new Uint8Array(await pdf.save());
      const before = real.server.documents().length;
      expect(await printer.send(sheet, 'sheet', 2)).toEqual({ kind: 'taken' });
      await eventually('printed', () => printer.fate('sheet'));
      const files = real.server.documents().slice(before);
      expect(files.map((file) => Buffer.from(sheet).equals(readFileSync(file)))).toEqual([true]);
      expect(await printer.send(sheet, 'too many', 5000)).toMatchObject({ kind: 'not-sent', final: true });
    });

    it('a job that somebody cancelled at the printer was given up, not printed', async () => {
      real.server.hold(true);
      expect(await printer.send(label, 'cancelled there')).toEqual({ kind: 'taken' });
      expect(await printer.fate('cancelled there')).toBe('waiting');
      await cancelWithIpptool(real.url);
      real.server.hold(false);
      await eventually('given-up', () => printer.fate('cancelled there'));
    });

    it('a job that is being printed is waiting, and is found again by its name after a restart', async () => {
      real.server.hold(true);
      expect(await printer.send(label, 'b')).toEqual({ kind: 'taken' });
      const restarted = ippPrinter({ uri: real.url, stock: 'A4' }, systemClock);
      expect(await restarted.fate('b')).toBe('waiting');
      expect(await condition()).toBe('printing');
      real.server.hold(false);
      await eventually('printed', () => restarted.fate('b'));
      expect(await restarted.fate('never sent')).toBe('unknown');
    });

    it.each([
      ['cover-open', 'open'],
      ['media-jam', 'jam'],
      ['paused', 'paused'],
      ['toner-empty', 'no-media'],
    ] as const)('with %s it is %s, and nothing is sent', async (reason, expected) => {
      const before = real.server.documents().length;
      await real.server.setReasons([reason]);
      await eventually<PrinterCondition>(expected, condition);
      expect(await printer.send(label, `c-${reason}`)).toMatchObject({ kind: 'not-sent' });
      expect(real.server.documents()).toHaveLength(before);
      await real.server.setReasons([]);
      await eventually<PrinterCondition>('connected', condition);
    });

    it('without paper it is no-media', async () => {
      await real.server.setPaper(0);
      await eventually<PrinterCondition>('no-media', condition);
      await real.server.setPaper(250);
      await eventually<PrinterCondition>('connected', condition);
    });
  },
);
