import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contentText } from '#controller/domain/list-book.ts';
import { StationWorld } from '#tests/support/station-world.ts';

const shut = async (world: StationWorld, docket: string): Promise<void> => {
  world.scan(docket);
  world.actuator.opens();
  world.actuator.bin('A1', 'occupied');
  world.actuator.read('A1', 'closed');
  await world.ask({ type: 'confirm-count', dockets: [docket] });
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('a session', () => {
  it('ends with a receipt that names the event proving each hand-over, and its slip is queued', async () => {
    using world = new StationWorld();
    await world.enter('100');
    const docket = world.piece('bgs');
    await shut(world, docket);
    expect(await world.ask({ type: 'finish', print: 'receipt' })).toBeNull();
    const deposited = world.events('ConsignmentDeposited')[0];
    const receipt = world.events('ReceiptIssued')[0];
    expect(receipt?.payload).toMatchObject({
      ...{ kind: 'drop', station: 'front', person: '100' },
      pieces: [{ docket, department: 'bgs', compartment: 'A1', sequence: deposited?.sequence }],
    });
    const size = receipt?.payload.size ?? 0;
    expect(size).toBeGreaterThanOrEqual(deposited?.sequence ?? Infinity);
    expect(world.ledger.proof(size)?.root).toBe(receipt?.payload.root);
    expect(world.events('PrintJobQueued')[0]?.payload).toMatchObject({
      printer: 'slips',
      artwork: 'receipt',
    });
    const id = receipt?.stream.slice('receipt:'.length);
    expect(world.screen).toEqual({ name: 'signed-out', receipt: id, pieces: 1 });
    await world.clock.advance(15_000);
    expect(world.screen).toEqual({ name: 'welcome' });
  });

  it('that moved nothing ends without a receipt; one that wants no slip queues none', async () => {
    using world = new StationWorld();
    await world.enter('100');
    await world.ask({ type: 'finish', print: 'both' });
    expect(world.events('ReceiptIssued')).toEqual([]);
    await world.enter('100');
    await shut(world, world.piece('bgs'));
    await world.ask({ type: 'finish', print: 'none' });
    expect(world.events('ReceiptIssued')).toHaveLength(1);
    expect(world.events('PrintJobQueued')).toEqual([]);
  });

  it('issues the list that was asked for under the next number of the year, and prints it, and no receipt', async () => {
    using world = new StationWorld();
    for (const print of ['list', 'both'] as const) {
      await world.enter('100');
      await shut(world, world.piece('bgs'));
      expect(await world.ask({ type: 'finish', print })).toBeNull();
    }
    const issued = world.events('ListIssued');
    expect(issued.map(({ payload }) => payload.number.slice(4))).toEqual(['00000001', '00000002']);
    const [drawn] = world.events('ListDrawnUp');
    const [deposited] = world.events('ConsignmentDeposited');
    expect(drawn?.payload).toMatchObject({
      ...{ number: issued[0]?.payload.number, kind: 'drop', place: 'Front' },
      person: { number: '100', name: '送' },
      entries: [{ party: '办公室', compartment: 'A1', sequence: deposited?.sequence }],
    });
    expect(issued[0]?.payload.content).toBe(sha256(contentText(drawn?.payload ?? expect.fail())));
    expect(world.events('PrintJobQueued').map(({ payload }) => [payload.artwork, payload.printer])).toEqual([
      ['list', 'slips'],
      ['receipt', 'slips'],
      ['list', 'slips'],
    ]);
  });

  it('cannot be finished while a door is open or a count is asked for', async () => {
    using world = new StationWorld();
    await world.enter('100');
    world.scan(world.piece('bgs'));
    world.actuator.opens();
    expect(await world.ask({ type: 'finish', print: 'none' })).toBe('finish-other-first');
  });

  it('is over after 60 s without a sign of life, with a receipt for what was done', async () => {
    using world = new StationWorld();
    await world.enter('100');
    await shut(world, world.piece('bgs'));
    await world.clock.advance(59_000);
    await world.ask({ type: 'touch' });
    await world.clock.advance(59_000);
    expect(world.shown().person).not.toBeNull();
    await world.clock.advance(1000);
    expect(world.shown().person).toBeNull();
    expect(world.events('SessionEnded')[0]).toMatchObject({ actor: 'system', payload: { reason: 'idle' } });
    expect(world.events('ReceiptIssued')).toHaveLength(1);
  });

  it('is over after 5 minutes whatever is touched', async () => {
    using world = new StationWorld();
    await world.enter('100');
    for (let i = 0; i < 9; i++) {
      await world.clock.advance(33_000);
      await world.ask({ type: 'touch' });
    }
    await world.clock.advance(4000);
    expect(world.events('SessionEnded')[0]?.payload.reason).toBe('absolute');
  });

  it('never ends silently over an open door: the alarm sounds, and closing it settles and ends', async () => {
    using world = new StationWorld();
    const docket = world.lying('bgs', 'A1');
    await world.enter('200');
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.opens();
    await world.clock.advance(30_000);
    expect(world.alarms()).toEqual(['door-left-open']);
    const [alarm] = world.shown().alarms;
    await world.ask({ type: 'acknowledge-alarm', alarm: alarm?.alarm ?? '' });
    await world.clock.advance(30_000);
    expect(world.alarms()).toEqual(['door-left-open']);
    await world.clock.advance(400_000);
    expect(world.events('SessionEnded')).toEqual([]);
    expect(await world.ask({ type: 'finish', print: 'none' })).toBe('session-over');
    world.actuator.bin('A1', 'empty');
    world.actuator.read('A1', 'closed');
    await world.clock.advance(1);
    expect(world.state(docket)).toBe('collected');
    expect(world.events('SessionEnded')[0]?.payload.reason).toBe('absolute');
    expect(world.events('ReceiptIssued')[0]?.payload.pieces).toHaveLength(1);
    expect(world.alarms()).toEqual(['door-left-open']);
  });

  it('leaves a count nobody answered as settled by nobody', async () => {
    using world = new StationWorld();
    await world.enter('100');
    const docket = world.piece('bgs');
    world.scan(docket);
    world.actuator.opens();
    world.actuator.bin('A1', 'occupied');
    world.actuator.read('A1', 'closed');
    await world.clock.advance(60_000);
    expect(world.events('VisitSettled')[0]?.payload).toMatchObject({ settledBy: 'nobody', left: [docket] });
    expect(world.state(docket)).toBe('labelled');
  });

  it('lets nobody else in, and a person in one flow goes straight to it', async () => {
    using world = new StationWorld();
    await world.enter('300');
    expect(world.screen).toEqual({ name: 'choose-flow', flows: ['drop', 'pickup', 'return'] });
    await world.enter('100');
    expect(world.shown()).toMatchObject({ person: { number: '300' }, message: { code: 'in-use' } });
    expect(await world.ask({ type: 'sign-in', number: '100', pin: '12345678' })).toBe('in-use');
    expect(await world.ask({ type: 'choose-flow', flow: 'pickup' })).toBeNull();
    expect(world.screen.name).toBe('pickup-list');
  });

  it('needs a role that this station serves', async () => {
    using world = new StationWorld();
    await world.enter('500');
    expect(world.shown()).toMatchObject({ person: null, message: { code: 'no-role' } });
    await world.enter('100', 'side');
    expect(world.shown('side').person).toBeNull();
  });

  it('with one card in two places is an alarm and lets nobody in', async () => {
    using world = new StationWorld();
    await world.enter('100');
    await world.enter('100', 'far');
    expect(world.shown('far').person).toBeNull();
    expect(world.alarms('far')).toEqual(['same-card-twice']);
    expect(world.events('StationAlarmRaised')[0]?.stream).toBe('station:far');
  });

  it('shows a stranger nothing but that they are not known', async () => {
    using world = new StationWorld();
    expect(await world.ask({ type: 'sign-in', number: '999', pin: '12345678' })).toBe('unknown-person');
    world.scan('BADGE200');
    await world.clock.advance(0);
    expect(world.shown().person?.number).toBe('200');
  });
});
