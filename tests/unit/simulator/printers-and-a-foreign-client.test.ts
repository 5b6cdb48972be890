import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '#simulator/clock.ts';
import type { PrintedDots, PrinterBody, PrinterParts } from '#simulator/devices/printer.ts';
import { TcpOutlet } from '#simulator/outlets/tcp-outlet.ts';
import { EscposPrinter } from '#simulator/wire/escpos/printer.ts';
import { TsplPrinter } from '#simulator/wire/tspl/printer.ts';
import { until } from '#tests/support/until.ts';

const noPython = spawnSync('python3', ['--version']).status === 0 ? '' : ': python3 is not installed';

const MAKE: Readonly<Record<string, (parts: PrinterParts) => PrinterBody>> = {
  escpos: (parts) => new EscposPrinter({ stock: '80', dpi: 203, cut: true }, parts),
  tspl: (parts) => new TsplPrinter({ stock: '60x40', dpi: 203, blackBit: 0 }, parts),
};
const WELL = {
  escpos: {
    ...{ offline: false, cover_open: false, feeding: false, paper_stop: false },
    ...{ error: false, cutter: false, near_end: false, paper_end: false },
  },
  tspl: {
    ...{ head_open: false, jam: false, paper_out: false, ribbon_out: false },
    ...{ paused: false, printing: false, media: 0x40 },
  },
};

describe.skipIf(noPython !== '').each(['escpos', 'tspl'] as const)(
  `a client written from the manual, in another language, at a %s printer${noPython}`,
  (language) => {
    let timers: ReturnType<typeof systemClock>;
    let printed: PrintedDots[];
    let printer: PrinterBody;
    let outlet: TcpOutlet;
    let client: ChildProcess;
    let lines: Interface;

    beforeEach(async () => {
      timers = systemClock();
      printed = [];
      printer = (MAKE[language] as (parts: PrinterParts) => PrinterBody)({
        clock: timers,
        send: (reply) => outlet.send(reply),
        printed: (piece) => void printed.push(piece),
      });
      outlet = await TcpOutlet.open(0, (bytes) => printer.receive(bytes));
      client = spawn(
        'python3',
        ['tests/support/clients/printer_client.py', language, outlet.host, String(outlet.port)],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      );
      if (!client.stdout) throw new Error('the client has no output');
      lines = createInterface({ input: client.stdout });
    });
    afterEach(async () => {
      const gone = once(client, 'close');
      client.stdin?.end();
      await gone;
      await outlet.close();
      timers.stop();
    });

    const ask = async (command: string): Promise<{ result: any; violations: string[] }> => {
      const answer = once(lines, 'line');
      client.stdin?.write(`${command}\n`);
      return JSON.parse(String((await answer)[0])) as { result: any; violations: string[] };
    };
    const tell = async (command: string): Promise<any> => {
      const { result, violations } = await ask(command);
      expect(violations).toEqual([]);
      return result;
    };

    test('the client would notice a printer that says a word too much', async () => {
      printer.receive = () => outlet.send(new Uint8Array(9).fill(0x12));
      expect((await ask('status')).violations.length).toBeGreaterThan(0);
    });

    test('prints the picture it was sent, dot by dot', async () => {
      const rows: string = await tell('print 128 7');
      await until('the picture is out', () => printed.length === 1, 20_000);
      const { raster, warnings } = printed[0] as PrintedDots;
      const top = Array.from({ length: 128 }, (_, y) =>
        Buffer.from(raster.bits.subarray(y * raster.bytesPerRow, y * raster.bytesPerRow + 16)).toString(
          'hex',
        ),
      ).join('');
      expect(warnings).toEqual([]);
      expect(top).toBe(rows);
      expect(raster.bits.filter((byte) => byte !== 0).length).toBe(
        Buffer.from(rows, 'hex').filter((byte) => byte !== 0).length,
      );
    });

    test('tells what is the matter, and that nothing is any more', async () => {
      expect(await tell('status')).toEqual(WELL[language]);
      printer.openHead();
      expect(await tell('status')).toEqual(
        language === 'escpos'
          ? { ...WELL.escpos, cover_open: true, offline: true }
          : { ...WELL.tspl, head_open: true, media: 0x60 },
      );
      printer.closeHead();
      printer.endRoll();
      expect(await tell('status')).toEqual(
        language === 'escpos'
          ? { ...WELL.escpos, offline: true, paper_stop: true, near_end: true, paper_end: true }
          : { ...WELL.tspl, paper_out: true, media: 0x41 },
      );
      printer.loadPaper();
      expect(await tell('status')).toEqual(WELL[language]);
    });
  },
);
