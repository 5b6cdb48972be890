import { describe, expect, it } from 'vitest';
import { StationWorld } from '#tests/support/station-world.ts';

/** The screen, but for the doors' sensors, which nobody has read after a restart. */
const unread = (world: StationWorld): unknown =>
  JSON.parse(JSON.stringify(world.screen, (key, value: unknown) => (key === 'door' ? 'unknown' : value)));

/** The screen before and after the controller is killed and started again. */
const same = (world: StationWorld): void => {
  const { person, alarms, idleAt, endsAt } = world.shown();
  const screen = unread(world);
  const requests = world.events('OpenRequested').length;
  world.restart();
  expect(world.shown()).toMatchObject({ person, alarms, idleAt, endsAt });
  expect(unread(world)).toEqual(screen);
  expect(world.actuator.orders).toEqual([]);
  expect(world.events('OpenRequested')).toHaveLength(requests);
};

describe('a restart within the session’s limits shows the same screen and sends nothing again', () => {
  it('while a door is opening, open, and asked about', async () => {
    using world = new StationWorld();
    await world.enter('100');
    const docket = world.piece('bgs');
    world.scan(docket);
    const order = world.actuator.orders[0];
    same(world);
    const { intent = '', attempt = 0 } = order ?? {};
    const payload = { intent, attempt, door: 'front', reply: '8a' } as const;
    world.given('compartment:A1', { type: 'OpenAcknowledged', payload });
    world.actuator.read('A1', 'open');
    expect(world.screen.name).toBe('drop-open');
    const before = world.events('OpenRequested').length;
    world.restart();
    expect(world.screen.name).toBe('drop-open');
    world.actuator.bin('A1', 'occupied');
    world.actuator.read('A1', 'closed');
    expect(world.screen).toMatchObject({ name: 'drop-count', counted: null });
    same(world);
    await world.ask({ type: 'confirm-count', dockets: [docket] });
    expect(world.state(docket)).toBe('deposited');
    expect(world.events('OpenRequested')).toHaveLength(before);
  });

  it('while a pickup’s boxes are queued, and when it is done', async () => {
    using world = new StationWorld();
    world.lying('bgs', 'A1');
    world.lying('wjw', 'A3');
    await world.enter('200');
    same(world);
    for (const id of ['A1', 'A3']) world.actuator.read(id, 'closed');
    await world.ask({ type: 'open-boxes', compartments: ['A1', 'A3'] });
    world.actuator.opens();
    world.restart();
    expect(world.screen).toMatchObject({
      name: 'pickup-open',
      boxes: [{ step: 'open' }, { step: 'queued' }],
    });
    for (const id of ['A3', 'A1']) world.actuator.read(id, 'closed');
    world.actuator.bin('A1', 'empty');
    expect(world.events('ConsignmentCollected')).toHaveLength(1);
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['A3']);
  });

  it('and does not know what the slot counted before', async () => {
    using world = new StationWorld();
    world.counter.at.add('A1');
    await world.enter('100');
    world.scan(world.piece('bgs'));
    world.actuator.opens();
    world.counter.piece('A1');
    world.restart();
    world.actuator.bin('A1', 'occupied');
    world.actuator.read('A1', 'closed');
    expect(world.screen).toMatchObject({ name: 'drop-count', counted: null });
  });

  it('settles a pickup whose door was seen closed just before the end', async () => {
    using world = new StationWorld();
    const docket = world.lying('bgs', 'A1');
    await world.enter('200');
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.opens();
    world.actuator.bin('A1', 'empty');
    world.stations.close();
    world.actuator.read('A1', 'closed');
    world.restart();
    expect(world.state(docket)).toBe('collected');
  });
});

describe('a restart beyond the limits', () => {
  it('ends the session, and says why', async () => {
    using world = new StationWorld();
    await world.enter('100');
    world.stations.close();
    await world.clock.advance(61_000);
    world.restart();
    expect(world.screen).toEqual({ name: 'welcome' });
    expect(world.events('SessionEnded')[0]?.payload.reason).toBe('restart');
  });

  it('keeps the alarm of an open door, settles when it closes, and then ends', async () => {
    using world = new StationWorld();
    const docket = world.lying('bgs', 'A1');
    await world.enter('200');
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.opens();
    world.stations.close();
    await world.clock.advance(400_000);
    world.restart();
    await world.clock.advance(0);
    expect(world.alarms()).toEqual(['door-left-open']);
    world.actuator.bin('A1', 'empty');
    world.actuator.read('A1', 'closed');
    await world.clock.advance(1);
    expect(world.state(docket)).toBe('collected');
    expect(world.events('SessionEnded')[0]?.payload.reason).toBe('restart');
    expect(world.events('ReceiptIssued')).toHaveLength(1);
  });

  it('raises an alarm for a door that stands open with nobody’s session', () => {
    using world = new StationWorld();
    const payload = { door: 'front', intent: 'old' } as const;
    world.given('compartment:A2', { type: 'DoorSeenOpen', payload });
    world.restart();
    expect(world.alarms()).toEqual(['door-left-open']);
    world.restart();
    expect(world.alarms()).toEqual(['door-left-open']);
  });
});

describe('an ended station', () => {
  it('leaves nothing running and listens to nothing', async () => {
    const world = new StationWorld();
    await world.enter('100');
    world.scan(world.piece('bgs'));
    world.stations.close();
    expect([world.clock.pending, world.actuator.listeners]).toEqual([0, 0]);
    world.ledger.close();
  });
});
