import { describe, expect, it } from 'vitest';
import { StationWorld } from '#tests/support/station-world.ts';

const ready = async (): Promise<StationWorld> => {
  const world = new StationWorld();
  await world.enter('100');
  return world;
};

describe('a drop', () => {
  it('opens the recipient’s compartment, asks what went in, and deposits what the person says', async () => {
    using world = await ready();
    const docket = world.piece('bgs');
    world.scan(docket);
    expect(world.verdict).toBe('accepted');
    expect(world.actuator.orders).toMatchObject([
      { compartment: 'A1', attempt: 1, device: 'board', channel: 1 },
    ]);
    expect(world.screen).toMatchObject({ name: 'opening', flow: 'drop', compartment: { number: 1 } });
    world.actuator.opens();
    expect(world.screen).toMatchObject({ name: 'drop-open', counted: null });
    world.actuator.bin('A1', 'occupied');
    world.actuator.read('A1', 'closed');
    expect(world.screen).toMatchObject({ name: 'drop-count', counted: null });
    expect(world.state(docket)).toBe('labelled');
    expect(await world.ask({ type: 'confirm-count', dockets: [docket] })).toBeNull();
    expect(world.state(docket)).toBe('deposited');
    expect(world.screen).toMatchObject({ name: 'drop-ready', deposited: [{ docket }] });
    expect(world.events('ConsignmentDeposited')[0]).toMatchObject({
      actor: '100',
      payload: { counted: 'person' },
    });
  });

  it('is deposited without a question when the slot counted what was scanned', async () => {
    using world = await ready();
    world.counter.at.add('A1');
    const [one, two] = [world.piece('bgs'), world.piece('bgs')];
    world.scan(one);
    world.actuator.opens();
    world.counter.piece('A1');
    world.scan(two);
    expect(world.verdict).toBe('accepted');
    world.counter.piece('A1');
    world.actuator.bin('A1', 'occupied');
    world.actuator.read('A1', 'closed');
    expect([world.state(one), world.state(two)]).toEqual(['deposited', 'deposited']);
    expect(world.events('VisitSettled')[0]?.payload).toMatchObject({
      settledBy: 'sensor',
      counted: 2,
      left: [],
    });
    expect(world.actuator.orders).toHaveLength(1);
  });

  it('puts a difference to the person and records both counts', async () => {
    using world = await ready();
    world.counter.at.add('A1');
    const [one, two] = [world.piece('bgs'), world.piece('bgs')];
    world.scan(one);
    world.scan(two);
    world.actuator.opens();
    world.counter.piece('A1');
    world.actuator.bin('A1', 'occupied');
    world.actuator.read('A1', 'closed');
    expect(world.screen).toMatchObject({ name: 'drop-count', counted: 1 });
    await world.ask({ type: 'confirm-count', dockets: [one] });
    expect(world.events('VisitSettled')[0]?.payload).toMatchObject({
      ...{ moved: [one], left: [two], counted: 1, settledBy: 'person' },
    });
    expect([world.state(one), world.state(two)]).toEqual(['deposited', 'labelled']);
    world.actuator.read('A1', 'closed');
    world.scan(two);
    expect(world.verdict).toBe('accepted');
  });

  it('lets nobody confirm a piece that was not scanned', async () => {
    using world = await ready();
    const [one, two] = [world.piece('bgs'), world.piece('bgs')];
    world.scan(one);
    world.actuator.opens();
    world.actuator.read('A1', 'closed');
    await world.clock.advance(1000);
    expect(await world.ask({ type: 'confirm-count', dockets: [two] })).toBe('not-scanned');
  });

  it('deposits nothing that was withdrawn while the door was open', async () => {
    using world = await ready();
    const docket = world.piece('bgs');
    world.scan(docket);
    world.actuator.opens();
    world.given(`consignment:${docket}`, { type: 'ConsignmentWithdrawn', payload: { reason: 'mistake' } });
    world.actuator.bin('A1', 'occupied');
    world.actuator.read('A1', 'closed');
    await world.ask({ type: 'confirm-count', dockets: [docket] });
    expect(world.state(docket)).toBe('withdrawn');
    expect(world.events('VisitSettled')[0]?.payload).toMatchObject({ moved: [], left: [docket] });
  });

  it('opens no door when the record cannot be saved, and says so', async () => {
    using world = await ready();
    const docket = world.piece('bgs');
    const { LedgerUnavailable } = await import('#controller/ports/ledger.ts');
    const append = world.desk.append;
    world.desk.append = () => {
      throw new LedgerUnavailable('disk full');
    };
    world.scan(docket);
    expect(world.actuator.orders).toEqual([]);
    expect(world.shown().message).toMatchObject({ code: 'ledger-unavailable', tone: 'error' });
    expect(await world.ask({ type: 'choose-flow', flow: 'drop' })).toBeNull();
    expect(await world.ask({ type: 'finish', print: 'none' })).toBe('ledger-unavailable');
    world.desk.append = append;
    world.scan(docket);
    expect(world.actuator.orders).toHaveLength(1);
    expect(world.errors).toEqual([]);
  });

  it('pulses in the same turn as the scan, after its one append', async () => {
    using world = await ready();
    const docket = world.piece('bgs');
    const before = world.ledger.head().sequence;
    let written: string[] = [];
    world.actuator.onPulse = () => (written = world.ledger.read(before, 10).map((event) => event.type));
    world.scan(docket);
    expect(written.sort()).toEqual(['CompartmentArmed', 'OpenRequested', 'ScanJudged']);
    expect(new Set(world.ledger.read(before, 10).map((event) => event.time)).size).toBe(1);
  });

  it('has the open door read fast, and only while somebody waits for it', async () => {
    using world = await ready();
    world.scan(world.piece('bgs'));
    expect(world.actuator.watched).toEqual(['A1']);
    world.actuator.opens();
    world.actuator.bin('A1', 'occupied');
    world.actuator.read('A1', 'closed');
    await world.ask({ type: 'confirm-count', dockets: [] });
    expect(world.actuator.watched).toEqual([]);
  });
});

describe('an opening that did not happen', () => {
  it('is tried again only at the person’s press, after a rest, and at most three times', async () => {
    using world = await ready();
    world.scan(world.piece('bgs'));
    for (const attempt of [1, 2, 3]) {
      expect(world.actuator.orders).toHaveLength(attempt);
      world.actuator.jams();
      expect(world.screen).toMatchObject({
        name: 'not-opened',
        why: 'still-closed',
        attemptsLeft: 3 - attempt,
      });
      expect(await world.ask({ type: 'retry-open' })).toBe(attempt < 3 ? 'cool-down' : 'faulty');
      await world.clock.advance(3000);
      if (attempt < 3) expect(await world.ask({ type: 'retry-open' })).toBeNull();
    }
    expect(await world.ask({ type: 'retry-open' })).toBe('faulty');
    expect(await world.ask({ type: 'give-up-open' })).toBeNull();
    world.scan(world.piece('bgs'));
    expect(world.verdict).toBe('faulty');
    expect(world.actuator.orders.map((order) => order.attempt)).toEqual([1, 2, 3]);
    expect(new Set(world.actuator.orders.map((order) => order.intent)).size).toBe(1);
  });

  it('is not tried again while nobody knows whether the door is closed', async () => {
    using world = await ready();
    world.scan(world.piece('bgs'));
    world.actuator.silent();
    await world.clock.advance(5000);
    expect(world.screen).toMatchObject({ name: 'not-opened', why: 'unknown' });
    expect(await world.ask({ type: 'retry-open' })).toBe('door-unknown');
    world.actuator.read('A1', 'closed');
    expect(await world.ask({ type: 'retry-open' })).toBeNull();
    expect(world.actuator.orders).toHaveLength(2);
  });

  it('goes on as opened when the door is seen open although the board was silent', async () => {
    using world = await ready();
    world.scan(world.piece('bgs'));
    world.actuator.silent();
    world.actuator.read('A1', 'open');
    expect(world.screen.name).toBe('drop-open');
    expect(world.alarms()).toEqual([]);
  });

  it('leaves an alarm when a door springs open after the person went on without it', async () => {
    using world = await ready();
    world.scan(world.piece('bgs'));
    world.actuator.silent();
    await world.ask({ type: 'give-up-open' });
    world.actuator.read('A1', 'open');
    expect(world.alarms()).toEqual(['door-left-open']);
    expect(world.events('DoorForced')).toEqual([]);
  });

  it('is shown as unknown once its window has passed without the door being seen open', async () => {
    using world = await ready();
    world.scan(world.piece('bgs'));
    world.actuator.answer({ kind: 'opened', raw: '8a010100' });
    await world.clock.advance(29_000);
    expect(world.screen.name).toBe('opening');
    await world.clock.advance(1500);
    expect(world.screen).toMatchObject({ name: 'not-opened', why: 'unknown' });
  });
});
