import bwip from 'bwip-js/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { paced } from '#simulator/expose.ts';
import { perform } from '#simulator/verbs.ts';
import { LABEL_MS } from '#simulator/devices/printer.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { smallSimulator, type SmallSimulator } from '#tests/support/small-site.ts';

const MODULE = 6;
/** A label with one QR code, as plain hexadecimal graphic. */
const labelWith = (text: string): string => {
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
  const hex = Buffer.from(bits).toString('hex').toUpperCase();
  return `^XA^PW480^LL320^FO40,40^GFA,${bits.length},${bits.length},${row},${hex}^FS^XZ`;
};

describe('a printed label', () => {
  let site: SmallSimulator;
  const print = async (zpl: string) => {
    site.sim.device('labels').line.fromHost(Buffer.from(zpl, 'latin1'));
    await site.clock.advance(LABEL_MS);
  };
  beforeEach(() => (site = smallSimulator()));
  afterEach(() => site.dispose());

  test('is read back from its own dots, and its sheet can be scanned', async () => {
    await print(labelWith('DB260001A7K3Q9XM'));
    await site.sim.printouts.settled();
    expect(site.sim.state().printed[0]?.codes).toEqual([{ symbology: 'QRCode', text: 'DB260001A7K3Q9XM' }]);
    expect(site.sim.state().hands).toEqual([{ id: 's1', docket: 'DB260001A7K3Q9XM', label: 1 }]);
    await perform(site.sim, 'scan', { device: 'scanner', sheet: 's1' });
    expect(Buffer.from(site.heard('scanner').join(''), 'hex').toString()).toBe('DB260001A7K3Q9XM\r');
  });

  test('that went into a compartment before it was read is known there too', async () => {
    site.sim.cabinet.door('A01').force();
    await print(labelWith('DB260002A7K3Q9XM'));
    await perform(site.sim, 'putPaper', { compartment: 'A01', sheet: 's1' });
    await site.sim.printouts.settled();
    expect(site.sim.state().compartments[0]?.bin.sheets).toMatchObject([{ docket: 'DB260002A7K3Q9XM' }]);
  });

  test('without a code gives a sheet that has nothing to scan', async () => {
    await print('^XA^FO0,0^GFA,2,2,2,FFFF^FS^XZ');
    await site.sim.printouts.settled();
    expect(site.sim.state().printed[0]?.codes).toEqual([]);
    await expect(perform(site.sim, 'scan', { device: 'scanner', sheet: 's1' })).rejects.toThrow(/no code/);
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
