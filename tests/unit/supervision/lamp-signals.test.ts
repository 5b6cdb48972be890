import { describe, expect, it } from 'vitest';
import type { Lights } from '#controller/ports/lamps.ts';
import { atOnce, gatherMs, lampSignals } from '#controller/supervision/lamp-signals.ts';
import { StationWorld } from '#tests/support/station-world.ts';

const dark: Lights = { documents: false, urgent: false, error: false };
const lampsAt = (world: StationWorld, compartments: readonly string[]) => {
  const shown = new Map<string, Lights>();
  let calls = 0;
  const signals = lampSignals({
    ...{ ledger: world.ledger, desk: world.desk, views: world.views, clock: world.clock },
    lamps: {
      compartments,
      show: (id, lights) => {
        calls += 1;
        shown.set(id, lights);
      },
    },
  });
  signals.start();
  return { signals, shown, calls: (): number => calls };
};

describe('the lamps of a compartment', () => {
  it('tell of paper inside, until it is collected', async () => {
    using world = new StationWorld();
    const { signals, shown } = lampsAt(world, ['A1', 'A2']);
    await world.clock.advance(gatherMs);
    expect(shown.get('A1')).toEqual(dark);
    const docket = world.lying('bgs', 'A1');
    await world.clock.advance(gatherMs);
    expect(shown.get('A1')).toEqual({ ...dark, documents: true });
    expect(shown.get('A2')).toEqual(dark);
    world.given(`consignment:${docket}`, {
      type: 'ConsignmentWithdrawn',
      payload: { reason: 'recalled' },
    } as never);
    await world.clock.advance(gatherMs);
    expect(shown.get('A1')).toEqual(dark);
    signals.stop();
  });

  it('tell of a forced door, and of an alarm until it is acknowledged', async () => {
    using world = new StationWorld();
    const { signals, shown } = lampsAt(world, ['A1']);
    await world.enter('100');
    world.scan(world.piece('bgs'));
    world.actuator.opens();
    await world.clock.advance(16_000);
    expect(world.alarms()).toEqual(['nothing-dropped']);
    expect(shown.get('A1')).toMatchObject({ error: true });
    await world.ask({ type: 'acknowledge-alarm', alarm: world.shown().alarms[0]?.alarm ?? '' });
    await world.clock.advance(gatherMs);
    expect(shown.get('A1')).toMatchObject({ error: false });
    signals.stop();
    const { shown: again, signals: second } = lampsAt(world, ['A3']);
    world.given('compartment:A3', { type: 'DoorForced', payload: { door: 'front' } });
    await world.clock.advance(gatherMs);
    expect(again.get('A3')).toMatchObject({ error: true });
    second.stop();
  });

  it('are looked at a few at a time, so that no door waits for them', async () => {
    using world = new StationWorld();
    const many = Array.from({ length: 100 }, (_, n) => `X${n}`);
    const { signals, calls } = lampsAt(world, many);
    await world.clock.advance(gatherMs);
    expect(calls()).toBe(atOnce);
    await world.clock.advance(gatherMs * 100);
    expect(calls()).toBe(100);
    signals.stop();
  });
});
