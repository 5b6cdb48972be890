import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bus } from '#simulator/bus.ts';
import { exposeIpp } from '#simulator/expose.ts';
import { IppPrinter } from '#simulator/ipp/printer.ts';
import { Tape } from '#simulator/tape.ts';
import { askWithIpptool, noIppPrinter, printWithIpptool } from '#tests/support/ipp-printer.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { startSimulatedSite, type SimulatedSite } from '#tests/support/simulated-site.ts';
import { smallSite } from '#tests/support/small-site.ts';

describe.skipIf(noIppPrinter !== null)(
  `an IPP printer of a simulated site${noIppPrinter ? `: ${noIppPrinter}` : ''}`,
  () => {
    const dir = mkdtempSync(join(tmpdir(), 'docketbox-ipp-site-'));
    let site: SimulatedSite;
    let link: string;
    beforeAll(async () => {
      const config = join(dir, 'config.json');
      const office = { id: 'office', kind: 'printer/ipp', link: 'ipp://10.0.0.8/ipp/print' };
      writeFileSync(config, JSON.stringify({ ...smallSite(), devices: [...smallSite().devices, office] }));
      site = await startSimulatedSite(dir, { config });
      const { devices } = JSON.parse(readFileSync(site.configFile, 'utf8')) as {
        devices: { id: string; link: string }[];
      };
      link = devices.find(({ id }) => id === 'office')?.link ?? '';
    });
    afterAll(async () => {
      await site?.stop();
      rmSync(dir, { recursive: true, force: true });
    });

    const reasons = async (wanted: RegExp): Promise<void> => {
      const until = performance.now() + 30_000;
      for (let last = ''; !wanted.test(last); await sleep(50)) {
        last = (await askWithIpptool(link))['printer-state-reasons'] ?? '';
        if (performance.now() > until) throw new Error(`still ${last}, not ${wanted.source}`);
      }
    };
    const fault = (name: string, on = true): Promise<unknown> =>
      site.do(on ? 'setFault' : 'clearFault', { device: 'office', fault: { name } });

    test('keeps what it prints in the folder of the prints', async () => {
      await printWithIpptool(link, Buffer.from('%PDF-1.7 kept'), 'application/pdf');
      const folder = join(dir, 'printed', 'office', '1');
      const [name = ''] = readdirSync(folder).filter((each) => each.endsWith('.pdf'));
      expect(readFileSync(join(folder, name), 'utf8')).toBe('%PDF-1.7 kept');
    });

    test('has the faults of the control API, several at once', async () => {
      await fault('cover-open');
      await fault('paper-out');
      await reasons(/(?=.*cover-open)(?=.*media-empty)/);
      expect((await site.state()).devices.at(-1)).toMatchObject({
        id: 'office',
        printer: { paperOut: true, conditions: ['cover-open'], notes: [] },
      });
      await fault('cover-open', false);
      await fault('paper-out', false);
      await reasons(/^none$/);
      await expect(fault('ribbon-out')).rejects.toThrow(/no ribbon-out/);
    });

    test('is gone while its cable is out, and as before when it is back', async () => {
      await fault('paper-jam');
      await site.do('pullCable', { device: 'office' });
      await expect(fetch(link.replace('ipp:', 'http:'))).rejects.toThrow();
      await site.do('plugCable', { device: 'office' });
      await reasons(/media-jam/);
      await fault('paper-jam', false);
      await reasons(/^none$/);
    });
  },
);

test('an IPP printer that cannot be started is left out with its reason', async () => {
  const clock = new ManualClock();
  const printer = new IppPrinter('office', '/nowhere', clock);
  printer.open = () => Promise.reject(new Error('ippeveprinter not found: install cups-ipp-utils'));
  const bus = new Bus('ipp://x', clock, new Tape(clock));
  expect(await exposeIpp(bus, printer, 'ipp://x/ipp/print', { ephemeral: true })).toEqual({
    why: 'ippeveprinter not found: install cups-ipp-utils',
  });
  expect(bus.port).toBeNull();
});
