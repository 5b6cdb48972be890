import { describe, expect, it } from 'vitest';
import type { SensorDriver } from '#drivers/lock-boards/board-driver.ts';
import { configFor, sensorStand } from '#tests/support/board-stand.ts';
import { namedDevice, realDriver } from '#tests/support/real-board.ts';

describe('sensor/modbus-input: driver and simulated firmware', () => {
  it.each([1, 8, 9, 16, 50])('reads each of %d inputs by itself', async (channels) => {
    const stand = sensorStand({ channels, address: 9 });
    for (const channel of new Set([1, Math.ceil(channels / 2), channels])) {
      stand.open.clear();
      stand.open.add(channel);
      const read = await stand.settled(stand.driver.readAll());
      if (read.kind !== 'inputs') throw new Error(`it answered ${JSON.stringify(read)}`);
      expect(read.inputs.length).toBeGreaterThanOrEqual(channels);
      // The stand's inputs are set while closed.
      expect(read.inputs.slice(0, channels).indexOf(false)).toBe(channel - 1);
      expect(read.items).toBeNull();
    }
  });

  it('sends nothing but its one question', async () => {
    const stand = sensorStand();
    for (let i = 0; i < 3; i += 1) await stand.settled(stand.driver.readAll(), 500);
    expect(new Set(stand.requests)).toEqual(new Set(['01020000000879cc']));
  });

  it.each([
    ['silent', { name: 'silent', lose: 'reply' }, 'silent'],
    ['garbage', { name: 'garbage', where: 'instead', hex: '01 02 01' }, 'garbled'],
    ['a foreign reply', { name: 'foreign-address', where: 'instead' }, 'garbled'],
    ['a flipped bit', { name: 'flipped-bit', byte: 3, bit: 2, on: 'reply' }, 'garbled'],
    ['a cut reply', { name: 'truncated', bytes: 4 }, 'garbled'],
    ['pieces', { name: 'split', size: 1, gapMs: 5 }, 'inputs'],
    ['noise around it', { name: 'garbage', where: 'before', hex: '00 ff' }, 'inputs'],
  ] as const)('answered by %s, it says %s', async (_, fault, kind) => {
    const stand = sensorStand();
    stand.line.faults.set(fault as Parameters<typeof stand.line.faults.set>[0]);
    expect((await stand.settled(stand.driver.readAll())).kind).toBe(kind);
  });

  it('asked for more inputs than it has, the refusal is no reading', async () => {
    const stand = sensorStand({ channels: 8 });
    stand.line.attachDevice({
      receive: () => stand.line.fromDevice(Uint8Array.of(0x01, 0x82, 0x02, 0xc1, 0x61)),
    });
    expect(await stand.settled(stand.driver.readAll())).toEqual({ kind: 'garbled', raw: '018202c161' });
  });

  it('says so when the line repeats what is sent', async () => {
    const stand = sensorStand();
    stand.line.faults.set({ name: 'echo' });
    expect((await stand.settled(stand.driver.readAll())).kind).toBe('inputs');
    expect(stand.driver.advice()).toMatchObject({
      code: 'echo-heard',
      fix: expect.stringContaining('"echo": true'),
    });
  });
});

const named = namedDevice(process.env['DOCKETBOX_SENSOR']);
describe.skipIf(named === null)(
  'hardware: DOCKETBOX_SENSOR=sensor/modbus-input@serial:/dev/ttyUSB0?address=1 names none',
  { timeout: 20_000 },
  () => {
    it('reads its inputs, the same twice', async () => {
      const config = named ?? configFor('sensor/modbus-input');
      const { driver, end } = await realDriver<SensorDriver>(config);
      try {
        const first = await driver.readAll();
        expect(first.kind).toBe('inputs');
        expect(await driver.readAll()).toEqual(first);
      } finally {
        await end();
      }
    });
  },
);
