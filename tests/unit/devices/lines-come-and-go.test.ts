import { afterEach, describe, expect, it } from 'vitest';
import { deviceBench, type DeviceBench } from '#tests/support/device-bench.ts';

let bench: DeviceBench;
afterEach(async () => {
  expect(await bench.stop()).toBe(0);
});
const ready = async (): Promise<void> => {
  bench = await deviceBench();
  await bench.start();
};
const deviceEvents = (): string[] => bench.ledger.stream('device:board').map((event) => event.type);
const msUntil = async (holds: () => boolean, limit: number): Promise<number> => {
  for (let ms = 0; ms <= limit; ms += 10) {
    if (holds()) return ms;
    await bench.clock.advance(10);
  }
  return Infinity;
};

describe('a line that comes and goes', () => {
  it('is noticed within 2 s when the cable is pulled, usable within 5 s of its return, ten times', async () => {
    await ready();
    for (let i = 0; i < 10; i += 1) {
      bench.cable.plugged = false;
      bench.line().cut('pulled');
      expect(await msUntil(() => !bench.actuator.online('board'), 2000)).toBeLessThanOrEqual(2000);
      expect(bench.actuator.door('A3', 'front')).toBe('unknown');
      await bench.clock.advance(7000 + i * 137);
      bench.cable.plugged = true;
      expect(await msUntil(() => bench.actuator.door('A3', 'front') === 'closed', 5000)).toBeLessThanOrEqual(
        5000,
      );
    }
    expect(deviceEvents()).toEqual([
      'DeviceOnline',
      ...Array.from({ length: 10 }, () => ['DeviceOffline', 'DeviceOnline']).flat(),
    ]);
    expect(bench.devices.health()[0]?.counters['reconnects']).toBe(10);
    expect(bench.clock.pending).toBeLessThanOrEqual(2);
  });

  it('is noticed within 2 s when the board falls silent on a line that stays open', async () => {
    await ready();
    await bench.clock.advance(617);
    bench.board.fault = 'silent';
    expect(await msUntil(() => !bench.actuator.online('board'), 3000)).toBeLessThanOrEqual(2000);
    expect(bench.history(3).at(-1)).toBe('DoorLost');
    bench.board.fault = 'none';
    expect(await msUntil(() => bench.actuator.door('A3', 'front') === 'closed', 5000)).toBeLessThanOrEqual(
      5000,
    );
  });

  it('two misses and an answer lose no door', async () => {
    await ready();
    bench.board.fault = 'silent';
    await bench.clock.advance(1000);
    bench.board.fault = 'none';
    await bench.clock.advance(3000);
    expect(bench.history(3)).toEqual(['DoorSeenClosed']);
    expect(deviceEvents()).toEqual(['DeviceOnline']);
  });

  it('one wrong read is no fact', async () => {
    await ready();
    bench.board.stuck.set(3, false);
    const before = bench.board.reads;
    await msUntil(() => bench.board.reads > before, 2000);
    await bench.clock.advance(10);
    bench.board.stuck.delete(3);
    await bench.clock.advance(3000);
    expect(bench.history(3)).toEqual(['DoorSeenClosed']);
  });

  it('a board is read about once a second while nothing happens, and fast while somebody waits', async () => {
    await ready();
    const reads = async (ms: number): Promise<number> => {
      const before = bench.board.reads;
      await bench.clock.advance(ms);
      return bench.board.reads - before;
    };
    expect(await reads(10_000)).toBeLessThanOrEqual(20);
    bench.actuator.urgent(['A5']);
    expect(await reads(10_000)).toBeGreaterThanOrEqual(55);
    bench.actuator.urgent([]);
    await bench.clock.advance(200);
    expect(await reads(10_000)).toBeLessThanOrEqual(20);
  });

  it('a push makes the board be read at once, and is not believed by itself', async () => {
    await ready();
    bench.board.open.add(3);
    bench.board.sendRaw([0x81, 0x01, 0x03, 0x11, 0x92]);
    expect(await msUntil(() => bench.actuator.door('A3', 'front') === 'open', 1000)).toBeLessThanOrEqual(200);
    const before = bench.history(4);
    bench.board.sendRaw([0x81, 0x01, 0x04, 0x11, 0x95]);
    await bench.clock.advance(2000);
    expect(bench.history(4)).toEqual(before);
  });

  it('a line that echoes against its configuration is named, with the fix', async () => {
    await ready();
    bench.board.fault = 'echo';
    await bench.clock.advance(2000);
    expect(bench.devices.health()[0]).toMatchObject({
      state: 'online',
      problem: expect.stringContaining('"echo": true') as string,
    });
  });

  it('bins are read by their own polarity', async () => {
    await ready();
    const bins = (): string[] =>
      bench.ledger
        .stream('compartment:A3')
        .map(({ type }) => type)
        .filter((type) => type.startsWith('Bin'));
    expect(bins()).toEqual(['BinSeenOccupied']);
    bench.board.stuck.set(15, false);
    await bench.clock.advance(2000);
    expect(bins()).toEqual(['BinSeenOccupied', 'BinSeenEmpty']);
  });
});
