import { describe, expect, it } from 'vitest';
import { StationWorld } from '#tests/support/station-world.ts';

/** The collector of `bgs` (standing in for `wjw`) at the list, with two pieces in A1 and one in the pooled A3. */
const ready = async () => {
  const world = new StationWorld();
  const own = [world.lying('bgs', 'A1'), world.lying('bgs', 'A1')] as const;
  const pooled = world.lying('wjw', 'A3');
  await world.enter('200');
  return { world, own, pooled, [Symbol.dispose]: () => world[Symbol.dispose]() };
};
const takeAll = (world: StationWorld, box: string): void => {
  world.actuator.opens();
  world.actuator.bin(box, 'empty');
  world.actuator.read(box, 'closed');
};

describe('a pickup', () => {
  it('lists what waits for the person’s departments and those they stand in for, and nothing else', async () => {
    using site = await ready();
    const { world } = site;
    world.lying('fgw', 'A2');
    world.lying('slj', 'B7');
    expect(world.screen).toMatchObject({
      name: 'pickup-list',
      boxes: [
        { compartment: { id: 'A1' }, pieces: [{}, {}], step: 'waiting' },
        { compartment: { id: 'A3' }, pieces: [{}], step: 'waiting' },
      ],
    });
    expect(await world.ask({ type: 'open-boxes', compartments: ['A2'] })).toBe('not-yours');
    expect(world.actuator.orders).toEqual([]);
  });

  it('opens the chosen boxes one after another and signs for what was in them on closing', async () => {
    using site = await ready();
    const { world, own, pooled } = site;
    await world.ask({ type: 'open-boxes', compartments: ['A1', 'A3'] });
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['A1']);
    world.actuator.opens();
    expect(world.screen).toMatchObject({
      name: 'pickup-open',
      boxes: [{ step: 'open' }, { step: 'queued' }],
    });
    world.actuator.bin('A1', 'empty');
    expect(own.map((docket) => world.state(docket))).toEqual(['deposited', 'deposited']);
    world.actuator.read('A1', 'closed');
    expect(own.map((docket) => world.state(docket))).toEqual(['collected', 'collected']);
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['A1', 'A3']);
    takeAll(world, 'A3');
    expect(world.state(pooled)).toBe('collected');
    expect(world.screen).toMatchObject({ name: 'pickup-done', collected: [{}, {}, {}] });
    expect(
      world.events('ConsignmentCollected').map((event) => [event.actor, event.payload.signedBy]),
    ).toEqual([
      ['200', 'box'],
      ['200', 'box'],
      ['200', 'box'],
    ]);
    expect(world.events('ConsignmentCollected').at(-1)?.payload.department).toBe('wjw');
  });

  it('signs only for the pieces scanned while the door was open', async () => {
    using site = await ready();
    const { world, own, pooled } = site;
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.opens();
    world.scan(own[1]);
    expect(world.verdict).toBe('signed-for');
    world.scan(own[1]);
    expect(world.verdict).toBe('already-scanned');
    world.scan(pooled);
    expect(world.verdict).toBe('not-in-this-box');
    world.scan(world.lying('fgw', 'A2'));
    expect(world.verdict).toBe('not-yours');
    world.actuator.read('A1', 'closed');
    await world.clock.advance(1000);
    expect(own.map((docket) => world.state(docket))).toEqual(['deposited', 'collected']);
    expect(world.events('VisitSettled')[0]?.payload).toMatchObject({ moved: [own[1]], left: [own[0]] });
    expect(world.events('ConsignmentCollected')[0]?.payload.signedBy).toBe('scanned');
  });

  it('never signs for a piece left in the box: paper still inside, nothing scanned, nothing signed', async () => {
    using site = await ready();
    const { world, own } = site;
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.opens();
    world.actuator.read('A1', 'closed');
    expect(world.screen.name).toBe('pickup-open');
    await world.clock.advance(1000);
    expect(world.alarms()).toEqual(['not-emptied']);
    expect(own.map((docket) => world.state(docket))).toEqual(['deposited', 'deposited']);
    expect(world.screen).toMatchObject({ name: 'pickup-done', boxes: [{ step: 'waiting' }, {}] });
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    takeAll(world, 'A1');
    expect(own.map((docket) => world.state(docket))).toEqual(['collected', 'collected']);
  });

  it('believes a bin sensor that is only a moment behind the door', async () => {
    using site = await ready();
    const { world, own } = site;
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.opens();
    world.actuator.read('A1', 'closed');
    await world.clock.advance(200);
    world.actuator.bin('A1', 'empty');
    expect(world.alarms()).toEqual([]);
    expect(own.map((docket) => world.state(docket))).toEqual(['collected', 'collected']);
  });

  it('signs for nothing when the door was never seen open', async () => {
    using site = await ready();
    const { world, own } = site;
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.answer({ kind: 'opened', raw: '00' });
    world.actuator.read('A1', 'closed');
    await world.clock.advance(40_000);
    expect(world.screen.name).toBe('not-opened');
    await world.ask({ type: 'give-up-open' });
    expect(own.map((docket) => world.state(docket))).toEqual(['deposited', 'deposited']);
  });

  it('goes on with the next box when one is given up', async () => {
    using site = await ready();
    const { world } = site;
    await world.ask({ type: 'open-boxes', compartments: ['A1', 'A3'] });
    world.actuator.jams();
    await world.ask({ type: 'give-up-open' });
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['A1', 'A3']);
    takeAll(world, 'A3');
    expect(world.screen).toMatchObject({ boxes: [{ step: 'not-opened' }, { step: 'done' }] });
  });

  it('passes over a box that may not be opened and names it', async () => {
    using site = await ready();
    const { world } = site;
    world.given('compartment:A1', {
      type: 'ServiceChanged',
      payload: { service: 'out-of-service', reason: null },
    });
    await world.ask({ type: 'open-boxes', compartments: ['A1', 'A3'] });
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['A3']);
    expect(world.shown().message).toMatchObject({ code: 'out-of-service', values: { compartment: '1' } });
  });

  it('opens the box of a department that is away: only drops are refused there', async () => {
    using site = await ready();
    const { world } = site;
    const payload = { service: 'away', reason: null } as const;
    world.given('compartment:A1', { type: 'ServiceChanged', payload });
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    expect(world.actuator.orders).toHaveLength(1);
  });
});

describe('a refused piece', () => {
  it('is refused at once, is not signed for, and is returned when its compartment closes over it', async () => {
    using site = await ready();
    const { world, own } = site;
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.opens();
    const refuse = { type: 'refuse', docket: own[0], reason: 'wrong-recipient', note: null } as const;
    expect(await world.ask(refuse)).toBeNull();
    expect(await world.ask(refuse)).toBe('not-in-hand');
    expect(world.state(own[0])).toBe('refused');
    world.actuator.bin('A1', 'empty');
    world.actuator.read('A1', 'closed');
    expect(world.state(own[1])).toBe('collected');
    expect(world.actuator.orders.at(-1)?.compartment).toBe('A5');
    world.actuator.opens();
    expect(world.screen).toMatchObject({ name: 'return-open', pieces: [{ docket: own[0] }] });
    world.actuator.bin('A5', 'occupied');
    world.actuator.read('A5', 'closed');
    expect(world.state(own[0])).toBe('returned');
    expect(world.screen).toMatchObject({ name: 'pickup-done', refused: [], collected: [{ docket: own[1] }] });
  });

  it('signed for a moment ago can still be refused, and goes back at once', async () => {
    using site = await ready();
    const { world, own } = site;
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    takeAll(world, 'A1');
    await world.ask({ type: 'refuse', docket: own[0], reason: 'other', note: 'x' });
    expect(world.actuator.orders.at(-1)?.compartment).toBe('A5');
  });

  it('that does not go into the empty returns compartment is not returned', async () => {
    using site = await ready();
    const { world, own } = site;
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    takeAll(world, 'A1');
    await world.ask({ type: 'refuse', docket: own[0], reason: 'other', note: null });
    world.actuator.opens();
    world.actuator.read('A5', 'closed');
    await world.clock.advance(1000);
    expect(world.state(own[0])).toBe('refused');
    expect(world.alarms()).toEqual(['nothing-dropped']);
    expect(world.screen).toMatchObject({ name: 'pickup-done', refused: [{}], returnTo: { id: 'A5' } });
    expect(await world.ask({ type: 'open-boxes', compartments: ['A5'] })).toBeNull();
    expect(world.actuator.orders.at(-1)?.compartment).toBe('A5');
  });

  it('of somebody else’s cannot be refused', async () => {
    using site = await ready();
    const { world } = site;
    const docket = world.lying('fgw', 'A2');
    expect(await world.ask({ type: 'refuse', docket, reason: 'other', note: null })).toBe('not-in-hand');
  });
});
