import { describe, expect, it } from 'vitest';
import { probeDevice } from '#controller/devices/probe-device.ts';
import type { DeviceConfig } from '#controller/config-schema.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { benchSite, type BenchOptions } from '#tests/support/device-bench.ts';
import { boardTimes, fakeBoard, type BusFault } from '#tests/support/fake-board.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const noise = Uint8Array.of(0xff, 0x00, 0x5a);
/** `baud`: at which speed the board talks sense. */
const look = async (fault: BusFault, options: BenchOptions = {}, address = 1, baud = 9600) => {
  const clock = new ManualClock();
  const board = fakeBoard(clock, { address });
  board.fault = fault;
  const [device] = benchSite(options).devices as [DeviceConfig];
  const looking = probeDevice(device, clock, (url) => ({
    ok: true,
    opener: () => {
      const line = memoryPair(clock);
      if (url.includes('baud=') && !url.includes(`baud=${baud}`))
        line.far.onBytes(() => void line.far.write(noise));
      else board.attach(line.far);
      return Promise.resolve({ ok: true, link: line.near });
    },
  }));
  await clock.advance(60_000);
  const finding = await looking;
  await clock.advance(boardTimes.late);
  expect(clock.pending).toBe(0);
  expect(board.pulses).toEqual([]);
  return finding;
};

describe('a look at a lock board', () => {
  it('finds the board as configured, and tells its inputs', async () => {
    expect(await look('none')).toMatchObject({ ok: true, fix: null });
  });

  it.each<[BusFault, BenchOptions, string]>([
    ['silent', {}, 'check its power, the wires A and B, and its DIP switches'],
    ['flipped-bit', {}, 'check the baud rate'],
    ['none', { board: { channels: 36 } }, 'set "channels" to 24'],
    ['none', { board: { address: 2 } }, 'DIP switches'],
    ['echo', {}, 'set "echo": true'],
  ])('%s %j: says what to do', async (fault, options, fix) => {
    const finding = await look(fault, options);
    expect(finding.ok).toBe(false);
    expect(finding.fix).toContain(fix);
  });

  it('a board with another address is found, and both ways to mend it are named', async () => {
    const { what, fix } = await look('none', { board: { address: 1 } }, 3);
    expect(what).toBe('no answer from address 1, but a board answers at address 3');
    expect(fix).toBe('write "address": 3, or set the DIP switches to 1');
  });

  it('a board that talks at another speed is found there', async () => {
    const { what, fix } = await look('none', { board: { link: 'serial:/bench?baud=9600' } }, 1, 19_200);
    expect(what).toContain('answers at 19200');
    expect(fix).toBe('write "link": "serial:/bench?baud=19200"');
  });

  it('an echo that is configured and does not come is a mistake too', async () => {
    const { ok, fix } = await look('none', { echo: true });
    expect([ok, fix]).toEqual([false, expect.stringContaining('"echo": false')]);
  });

  it('a bad link is named with its place, value and fix', async () => {
    const [device] = benchSite().devices as [DeviceConfig];
    const finding = await probeDevice({ ...device, link: 'serial:ttyS1' }, new ManualClock());
    expect(finding).toMatchObject({ ok: false, what: 'link: path is "ttyS1"' });
  });
});
