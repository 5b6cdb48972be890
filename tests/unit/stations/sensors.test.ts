import { describe, expect, it } from 'vitest';
import { StationWorld } from '#tests/support/station-world.ts';

const at = async (): Promise<StationWorld> => {
  const world = new StationWorld();
  world.counter.at.add('A1');
  await world.enter('100');
  return world;
};
const closed = async (world: StationWorld): Promise<void> => {
  world.actuator.bin('A1', 'occupied');
  world.actuator.read('A1', 'closed');
  await world.clock.advance(1500);
};

describe('what slots and bins say drives the drop', () => {
  it('as many counted in as scanned are settled by the sensor; the person is not asked', async () => {
    using world = await at();
    const docket = world.piece('bgs');
    world.scan(docket);
    world.actuator.opens();
    world.counter.piece('A1');
    await closed(world);
    expect(world.state(docket)).toBe('deposited');
    expect(world.events('VisitSettled').at(-1)?.payload).toMatchObject({ counted: 1, settledBy: 'sensor' });
  });

  it('a doubt makes the count unknown for good: the person is asked, whatever is counted after it', async () => {
    using world = await at();
    world.scan(world.piece('bgs'));
    world.actuator.opens();
    world.counter.piece('A1');
    world.counter.doubted('A1');
    world.counter.piece('A1');
    await closed(world);
    expect(world.screen).toMatchObject({ name: 'drop-count', counted: null });
    expect(world.alarms()).toEqual([]);
  });

  it('a doubt at another slot, or before the door opened, changes nothing', async () => {
    using world = await at();
    const docket = world.piece('bgs');
    world.scan(docket);
    world.counter.doubted('A1');
    world.actuator.opens();
    world.counter.doubted('A2');
    world.counter.piece('A1');
    await closed(world);
    expect(world.state(docket)).toBe('deposited');
  });

  it('a bin that is seen full takes nothing more, also while its door is open', async () => {
    using world = await at();
    world.actuator.full.add('A1');
    world.scan(world.piece('bgs'));
    expect(world.verdict).toBe('full');
    expect(world.actuator.orders).toEqual([]);
    world.actuator.full.clear();
    world.scan(world.piece('bgs'));
    world.actuator.opens();
    world.actuator.full.add('A1');
    world.scan(world.piece('bgs'));
    expect(world.verdict).toBe('full');
  });

  it('a bin sensor that cannot be relied on raises no alarm and settles nothing', async () => {
    using world = await at();
    world.counter.at.clear();
    world.scan(world.piece('bgs'));
    world.actuator.opens();
    world.actuator.bin('A1', 'empty');
    world.actuator.blind.add('A1');
    await world.clock.advance(20_000);
    world.actuator.read('A1', 'closed');
    await world.clock.advance(1500);
    expect(world.alarms()).toEqual([]);
    expect(world.screen.name).toBe('drop-count');
  });
});
