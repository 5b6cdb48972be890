import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import bwip from 'bwip-js/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { paced } from '#simulator/expose.ts';
import { perform } from '#simulator/verbs.ts';
import { LABEL_MS } from '#simulator/devices/printer.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { joined } from '#tests/support/printer-bench.ts';
import { smallSimulator, type SmallSimulator } from '#tests/support/small-site.ts';

const noZbar = spawnSync('zbarimg', ['--version']).status === 0 ? '' : ': zbar-tools is not installed';
const MODULE = 6;
/** A QR code as rows of dots, 1 is black. */
const symbolOf = (text: string): { row: number; height: number; bits: Uint8Array } => {
  const options = { bcid: 'qrcode', text, eclevel: 'Q' } as Parameters<typeof bwip.raw>[0];
  const [symbol] = bwip.raw(options);
  if (!symbol || !('pixs' in symbol)) throw new Error('no symbol');
  const { pixs, pixx, pixy } = symbol;
  const row = Math.ceil((pixx * MODULE) / 8);
  const bits = new Uint8Array(row * pixy * MODULE);
  for (let y = 0; y < pixy * MODULE; y++)
    for (let x = 0; x < pixx * MODULE; x++)
      if (pixs[Math.floor(y / MODULE) * pixx + Math.floor(x / MODULE)])
        bits[y * row + (x >> 3)] = (bits[y * row + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
  return { row, height: pixy * MODULE, bits };
};
/** The same code in each language a printer here speaks. */
const written = {
  labels: (text: string): Uint8Array => {
    const { row, bits } = symbolOf(text);
    const hex = Buffer.from(bits).toString('hex').toUpperCase();
    return joined(`^XA^PW480^LL320^FO40,40^GFA,${bits.length},${bits.length},${row},${hex}^FS^XZ`);
  },
  dockets: (text: string): Uint8Array => {
    const { row, height, bits } = symbolOf(text);
    const cleared = bits.map((byte) => ~byte);
    return joined(`SIZE 60 mm,40 mm\r\nCLS\r\nBITMAP 40,40,${row},${height},0,`, cleared, '\r\nPRINT 1\r\n');
  },
  receipts: (text: string): Uint8Array => {
    const { row, height, bits } = symbolOf(text);
    return joined([0x1d, 0x76, 0x30, 0, row, 0, height & 255, height >> 8], bits, [0x1d, 0x56, 0x42, 0]);
  },
};

describe('a printed label', () => {
  let site: SmallSimulator;
  const print = async (bytes: Uint8Array, id = 'labels') => {
    site.sim.device(id).line.fromHost(bytes);
    await site.clock.advance(LABEL_MS);
  };
  beforeEach(() => (site = smallSimulator()));
  afterEach(() => site.dispose());

  test.each(['labels', 'dockets'] as const)(
    'of printer %s is read back from its own dots, and its sheet can be scanned',
    async (id) => {
      await print(written[id]('DB260001A7K3Q9XM'), id);
      await site.sim.printouts.settled();
      expect(site.sim.state().printed[0]?.codes).toEqual([{ symbology: 'QRCode', text: 'DB260001A7K3Q9XM' }]);
      expect(site.sim.state().hands).toEqual([{ id: 's1', docket: 'DB260001A7K3Q9XM', label: 1 }]);
      await perform(site.sim, 'scan', { device: 'scanner', sheet: 's1' });
      expect(Buffer.from(site.heard('scanner').join(''), 'hex').toString()).toBe('DB260001A7K3Q9XM\r');
    },
  );

  test('that is a receipt is read back too, and makes no sheet', async () => {
    await print(written.receipts('RC260001A7K3Q9XM'), 'receipts');
    await site.sim.printouts.settled();
    expect(site.sim.state().printed).toMatchObject([
      { device: 'receipts', stock: '80', width: 576, sheet: null, codes: [{ text: 'RC260001A7K3Q9XM' }] },
    ]);
    expect(site.sim.state().hands).toEqual([]);
  });

  test.skipIf(noZbar !== '').each(['labels', 'dockets', 'receipts'] as const)(
    `of printer %s is read from its picture by another reader${noZbar}`,
    async (id) => {
      await print(written[id]('DB260003A7K3Q9XM'), id);
      await site.sim.printouts.settled();
      const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', join(site.out, '1.png')]);
      expect(stdout.trim()).toBe('QR-Code:DB260003A7K3Q9XM');
    },
  );

  test('that went into a compartment before it was read is known there too', async () => {
    site.sim.cabinet.door('A01').force();
    await print(written.labels('DB260002A7K3Q9XM'));
    await perform(site.sim, 'putPaper', { compartment: 'A01', sheet: 's1' });
    await site.sim.printouts.settled();
    expect(site.sim.state().compartments[0]?.bin.sheets).toMatchObject([{ docket: 'DB260002A7K3Q9XM' }]);
  });

  test('without a code gives a sheet that has nothing to scan', async () => {
    await print(joined('^XA^FO0,0^GFA,2,2,2,FFFF^FS^XZ'));
    await site.sim.printouts.settled();
    expect(site.sim.state().printed[0]?.codes).toEqual([]);
    await expect(perform(site.sim, 'scan', { device: 'scanner', sheet: 's1' })).rejects.toThrow(/no code/);
  });
});

describe('the printers of a site', () => {
  let site: SmallSimulator;
  const fault = (device: string, name: string, on = true): Promise<unknown> =>
    perform(site.sim, on ? 'setFault' : 'clearFault', { device, fault: { name } });
  const conditions = (id: string): unknown =>
    site.sim.state().devices.find((device) => device.id === id)?.printer?.conditions;
  const asked = (id: string, hex: string): string => {
    const before = site.heard(id).length;
    site.tell(id, hex);
    return site.heard(id).slice(before).join('');
  };
  beforeEach(() => (site = smallSimulator()));
  afterEach(() => site.dispose());

  test.each([
    ['dockets', 'head-open', '1b213f', '00', '01'],
    ['dockets', 'paper-jam', '1b213f', '00', '02'],
    ['dockets', 'paused', '1b213f', '00', '10'],
    ['receipts', 'cover-open', '100402', '12', '16'],
    ['receipts', 'cutter-error', '100403', '12', '1a'],
    ['receipts', 'paper-near-end', '100404', '12', '1e'],
  ])(
    '%s: %s is switched on and off from outside, and the status says so',
    async (id, name, ask, well, ill) => {
      expect(asked(id, ask)).toBe(well);
      await fault(id, name);
      expect([asked(id, ask), conditions(id)]).toEqual([ill, [name]]);
      await fault(id, name, false);
      expect([asked(id, ask), conditions(id)]).toEqual([well, []]);
    },
  );

  test('a printer refuses a fault it cannot have, and says which it can', async () => {
    await expect(fault('labels', 'cutter-error')).rejects.toThrow(/no cutter-error/);
    await expect(fault('receipts', 'ribbon-out')).rejects.toMatchObject({
      fix: expect.stringContaining('cover-open') as string,
    });
    await expect(fault('scanner', 'paper-jam')).rejects.toThrow(/not a printer/);
  });

  test('one that never answers is set up so, and can be cured', async () => {
    expect(conditions('silent')).toEqual(['one-way']);
    expect(asked('silent', '1b213f')).toBe('');
    await fault('silent', 'one-way', false);
    expect(asked('silent', '1b213f')).toBe('00');
  });
});

test('a paced line hands bytes on at its baud rate, in order', async () => {
  const clock = new ManualClock();
  const got: number[] = [];
  const send = paced((bytes) => got.push(...bytes), 1000, clock);
  send(Uint8Array.of(1, 2, 3));
  await clock.advance(15);
  send(Uint8Array.of(4));
  expect(got).toEqual([1]);
  await clock.advance(15);
  expect(got).toEqual([1, 2, 3]);
  await clock.advance(10);
  expect(got).toEqual([1, 2, 3, 4]);
  expect(clock.pending).toBe(0);
});
