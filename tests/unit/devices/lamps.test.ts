import { afterEach, describe, expect, it } from 'vitest';
import { createLamps } from '#controller/devices/lamps.ts';
import { placesOf } from '#controller/devices/places.ts';
import type { Lights } from '#controller/ports/lamps.ts';
import type { BoardUnit } from '#controller/devices/board-unit.ts';
import { linesBench, type LinesBench } from '#tests/support/lines-bench.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

let bench: LinesBench | null = null;
afterEach(async () => {
  expect((await bench?.stop()) ?? 0).toBe(0);
  bench = null;
});
const feedback = 'closed_when_set';
const relay = { id: 'relay', kind: 'lock-board/modbus-relay', link: 'serial:/bus', feedback };
const at = (device: string, channel: number) => ({ device, channel });
const dark: Lights = { documents: false, urgent: false, error: false };
const site = (
  lamps: Readonly<Record<string, unknown>>,
  device: Readonly<Record<string, unknown>> = relay,
) => ({
  devices: [device],
  compartments: [
    { id: 'A1', lock: { front: at(`${device['id']}`, 1) }, lamps },
    { id: 'A2', lock: { front: at(`${device['id']}`, 2) } },
  ],
});
const start = async (...options: Parameters<typeof linesBench>): Promise<LinesBench> => {
  bench = linesBench(...options);
  await bench.start();
  return bench;
};
const lit = (given: LinesBench, id: string): number[] => [...given.on(id).driven].sort((a, b) => a - b);

describe('lamps on a relay', () => {
  it('show what they are told, again after the line was gone, and are off after a clean stop', async () => {
    const given = await start(site({ documents: at('relay', 5), urgent: at('relay', 6) }));
    given.devices.lamps.show('A1', { ...dark, documents: true, error: true });
    await given.clock.advance(1000);
    expect(lit(given, 'relay')).toEqual([5]);
    given.devices.lamps.show('A1', { ...dark, urgent: true });
    await given.clock.advance(1000);
    expect(lit(given, 'relay')).toEqual([6]);
    given.lines.get('serial:/bus')?.cut('pulled');
    await given.clock.advance(4000);
    expect(lit(given, 'relay')).toEqual([6]);
    expect(await given.stop()).toBe(0);
    expect(lit(given, 'relay')).toEqual([]);
    bench = null;
  });

  it('wait while a door is being opened', async () => {
    const given = await start(site({ documents: at('relay', 5) }));
    given.actuator.pulse(given.intend('A1', 'i1'));
    given.devices.lamps.show('A1', { ...dark, documents: true });
    await given.clock.advance(300);
    expect(lit(given, 'relay')).toEqual([1]);
    const order = given.requests.map(({ hex }) => hex).filter((hex) => hex.startsWith('0105'));
    expect(order.at(-1)).toMatch(/^01050200/);
    await given.clock.advance(5000);
    expect(lit(given, 'relay')).toEqual([5]);
  });

  it('an output with a lock on it is never switched as a lamp, and the fault is named', async () => {
    const given = await start(site({ documents: at('relay', 2), error: at('relay', 6) }));
    given.devices.lamps.show('A1', { documents: true, urgent: true, error: true });
    await given.clock.advance(10_000);
    expect(lit(given, 'relay')).toEqual([6]);
    expect(given.problem('relay')).toContain('where a lock is');
    // And the other way round: what is configured as a lamp is never pulsed.
    given.actuator.pulse(given.intend('A2', 'i2'));
    await given.clock.advance(5000);
    expect(given.outcomes).toMatchObject([{ outcome: 'failed', why: 'not-sent' }]);
    expect(given.on('relay').pulses.map(({ terminal }) => terminal)).toEqual([6]);
  });

  it('planted mutant: a keeper that does not know the locks would hold a coil', async () => {
    const clock = new ManualClock();
    const { config } = linesBench(site({ documents: at('relay', 2) }));
    const switched: number[] = [];
    const driver = {
      lamp: (channel: number, on: boolean) => {
        if (on) switched.push(channel);
        return Promise.resolve(true);
      },
    };
    const unit = { online: true, locks: { driver } } as unknown as BoardUnit;
    const places = placesOf(config);
    for (const known of [places, { ...places, isLock: () => false }]) {
      const lamps = createLamps({ clock, places: known, unit: () => unit, busy: () => false });
      lamps.show('A1', { ...dark, documents: true });
      await clock.advance(1000);
    }
    expect(switched).toEqual([2]);
  });
});

describe('little lamps beside the locks', () => {
  it('are flashed again and again while they are to shine, and not after', async () => {
    const board = { id: 'board', kind: 'lock-board/wkly', link: 'serial:/bus', feedback };
    const given = await start(site({ documents: at('board', 1) }, board));
    given.devices.lamps.show('A1', { ...dark, documents: true });
    await given.clock.advance(10_000);
    expect(given.on('board').flashed.length).toBeGreaterThanOrEqual(4);
    expect(new Set(given.on('board').flashed)).toEqual(new Set([1]));
    expect(given.on('board').pulses).toEqual([]);
    given.devices.lamps.show('A1', dark);
    await given.clock.advance(3000);
    const before = given.on('board').flashed.length;
    await given.clock.advance(10_000);
    expect(given.on('board').flashed.length).toBe(before);
  });

  it('a board without lamps says so', async () => {
    const board = { id: 'board', kind: 'lock-board/kerong-cu16', link: 'serial:/bus', feedback };
    const given = await start(site({ urgent: at('board', 1) }, board));
    given.devices.lamps.show('A1', { ...dark, urgent: true });
    await given.clock.advance(3000);
    expect(given.problem('board')).toContain('cannot light the urgent lamp of A1');
  });
});
