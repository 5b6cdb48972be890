import { describe, expect, it } from 'vitest';
import { StationWorld } from '#tests/support/station-world.ts';

const dropping = async (counter = false): Promise<StationWorld> => {
  const world = new StationWorld();
  if (counter) world.counter.at.add('A1');
  await world.enter('100');
  world.scan(world.piece('bgs'));
  world.actuator.opens();
  return world;
};

describe('an alarm is raised', () => {
  it('when nothing was dropped 15 s after the door opened', async () => {
    using world = await dropping();
    await world.clock.advance(14_900);
    expect(world.alarms()).toEqual([]);
    await world.clock.advance(200);
    expect(world.alarms()).toEqual(['nothing-dropped']);
  });
  it('when the slot counted fewer pieces than were scanned, counting from the last scan', async () => {
    using world = await dropping(true);
    world.counter.piece('A1');
    await world.clock.advance(10_000);
    world.scan(world.piece('bgs'));
    await world.clock.advance(14_000);
    expect(world.alarms()).toEqual([]);
    await world.clock.advance(1500);
    expect(world.alarms()).toEqual(['nothing-dropped']);
  });
  it('never as “nothing dropped” where the bin shows something, or had something before', async () => {
    using world = await dropping();
    world.actuator.bin('A1', 'occupied');
    await world.clock.advance(20_000);
    expect(world.alarms()).toEqual([]);
  });
  it('when the door is closed over an empty bin', async () => {
    using world = await dropping();
    world.actuator.read('A1', 'closed');
    await world.clock.advance(1000);
    expect(world.alarms()).toEqual(['nothing-dropped']);
    expect(world.screen.name).toBe('drop-count');
  });
  it('when the door is left open for 30 s', async () => {
    using world = await dropping();
    world.actuator.bin('A1', 'occupied');
    await world.clock.advance(30_000);
    expect(world.alarms()).toEqual(['door-left-open']);
  });
  it('when the slot is blocked', async () => {
    using world = await dropping(true);
    world.counter.blocked('A1');
    world.counter.blocked('A1');
    expect(world.alarms()).toEqual(['slot-blocked']);
  });
  it('when a piece goes through the slot of another compartment', async () => {
    using world = await dropping(true);
    world.counter.piece('A2');
    expect(world.alarms()).toEqual(['wrong-compartment']);
    expect(world.shown().alarms[0]?.compartment?.id).toBe('A2');
  });
  it('when paper appears in a box whose door was never opened', async () => {
    using world = await dropping();
    world.actuator.bin('A2', 'occupied');
    expect(world.alarms()).toEqual(['wrong-compartment']);
  });
  it('when a piece is taken back out, by slot or by bin', async () => {
    using world = await dropping(true);
    world.counter.piece('A1');
    world.counter.piece('A1', 'out');
    expect(world.alarms()).toEqual(['taken-back-out']);
    using other = await dropping();
    other.actuator.bin('A1', 'occupied');
    other.actuator.bin('A1', 'empty');
    expect(other.alarms()).toEqual(['taken-back-out']);
  });
  it('when a door is forced, with or without somebody signed in', async () => {
    using world = new StationWorld();
    world.actuator.read('A2', 'open');
    expect(world.alarms()).toEqual(['door-forced']);
    expect(world.alarms('side')).toEqual([]);
    expect(world.events('StationAlarmRaised')).toHaveLength(1);
    await world.enter('100');
    world.actuator.read('A3', 'open');
    expect(world.alarms()).toEqual(['door-forced', 'door-forced']);
    expect(world.events('AlarmRaised')).toHaveLength(1);
  });
});

describe('an alarm', () => {
  it('stands until it is acknowledged, by whom is recorded, and only once', async () => {
    using world = await dropping();
    await world.clock.advance(15_000);
    const alarm = world.shown().alarms[0]?.alarm ?? '';
    expect(await world.ask({ type: 'acknowledge-alarm', alarm })).toBeNull();
    expect(world.alarms()).toEqual([]);
    expect(world.events('AlarmAcknowledged')[0]?.payload).toEqual({ alarm, by: '100' });
    expect(await world.ask({ type: 'acknowledge-alarm', alarm })).toBe('no-such-alarm');
  });
  it('outlives its session, and anybody at the station may acknowledge it', async () => {
    using world = await dropping();
    world.actuator.read('A1', 'closed');
    await world.clock.advance(1000);
    await world.ask({ type: 'confirm-count', dockets: [] });
    await world.ask({ type: 'finish', print: 'none' });
    expect(world.alarms()).toEqual(['nothing-dropped']);
    expect(world.views.alarms()).toHaveLength(1);
    const alarm = world.shown().alarms[0]?.alarm ?? '';
    expect(await world.ask({ type: 'acknowledge-alarm', alarm })).toBeNull();
    expect(world.events('StationAlarmAcknowledged')[0]?.payload.by).toBeNull();
    expect([world.alarms(), world.views.alarms()]).toEqual([[], []]);
  });
  it('outlives a restart', async () => {
    using world = new StationWorld();
    world.actuator.read('A2', 'open');
    await world.enter('100');
    world.scan(world.piece('bgs'));
    world.actuator.opens();
    await world.clock.advance(15_000);
    const before = world.shown().alarms;
    expect(before).toHaveLength(2);
    world.restart();
    expect(world.shown().alarms).toEqual(before);
  });
});

describe('an alarm that the ledger cannot take at once', () => {
  it('is raised when the ledger is well again', async () => {
    using world = new StationWorld();
    const { LedgerUnavailable } = await import('#controller/ports/ledger.ts');
    const append = world.desk.append;
    let failing = true;
    world.desk.append = (writes, ...rest) => {
      if (failing && writes.some(({ stream }) => stream.startsWith('station:')))
        throw new LedgerUnavailable('disk full');
      return append(writes, ...rest);
    };
    world.actuator.read('A2', 'open');
    await world.clock.advance(2500);
    expect(world.alarms()).toEqual([]);
    failing = false;
    await world.clock.advance(1000);
    expect(world.alarms()).toEqual(['door-forced']);
    expect(world.errors).toEqual([]);
  });
});
