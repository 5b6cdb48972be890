import { describe, expect, it } from 'vitest';
import { probeDevice } from '#controller/devices/probe-device.ts';
import type { DeviceConfig } from '#controller/config-schema.ts';
import { memoryPair } from '#drivers/links/memory.ts';
import { benchSite, type BenchOptions } from '#tests/support/device-bench.ts';
import { boardTimes, fakeBoard, type BusFault } from '#tests/support/fake-board.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const look = async (fault: BusFault, options: BenchOptions = {}, address = 1) => {
  const clock = new ManualClock();
  const pair = memoryPair(clock);
  const board = fakeBoard(clock, { address });
  board.fault = fault;
  board.attach(pair.far);
  const [device] = benchSite(options).devices as [DeviceConfig];
  const looking = probeDevice(device, clock, () => ({
    ok: true,
    opener: () => Promise.resolve({ ok: true, link: pair.near }),
  }));
  await clock.advance(5000);
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

  it('a bad link is named with its place, value and fix', async () => {
    const [device] = benchSite().devices as [DeviceConfig];
    const finding = await probeDevice({ ...device, link: 'serial:ttyS1' }, new ManualClock());
    expect(finding).toMatchObject({ ok: false, what: 'link: path is "ttyS1"' });
  });
});
