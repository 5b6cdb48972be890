import { describe, expect, it } from 'vitest';
import { makeDocketCode } from '#controller/domain/docket-code.ts';
import { StationWorld } from '#tests/support/station-world.ts';

/** Cabinet B has an outgoing compartment, B8, for three pieces. */
const FAR = 'far';
const signedIn = async (person: string, flow: 'send' | 'fetch' | 'drop' | 'correct') => {
  const world = new StationWorld();
  world.given('department:zhen', {
    type: 'DepartmentRegistered',
    payload: { name: '某镇', aliases: [], outside: true },
  });
  await world.enter(person, FAR);
  await world.ask({ type: 'choose-flow', flow }, FAR);
  return { world, [Symbol.dispose]: () => world[Symbol.dispose]() };
};
const close = async (world: StationWorld, box: string, bin: 'occupied' | 'empty'): Promise<void> => {
  world.actuator.bin(box, bin);
  world.actuator.read(box, 'closed');
  await world.clock.advance(2000);
};
/** Pieces that somebody of `bgs` handed in. */
const handedIn = (world: StationWorld, ...departments: string[]): string[] =>
  departments.map((department) => {
    const docket = world.piece(department);
    const payload = { compartment: 'B8', session: 'earlier', intent: 'earlier', counted: 'person' } as const;
    world.given(`consignment:${docket}`, {
      type: 'ConsignmentHandedIn',
      payload: { ...payload, department: 'bgs' },
    });
    world.actuator.bin('B8', 'occupied');
    return docket;
  });
const fetched = async (world: StationWorld): Promise<void> => {
  await world.ask({ type: 'open-boxes', compartments: ['B8'] }, FAR);
  world.actuator.opens();
};

describe('handing in what goes out', () => {
  it('puts it into the outgoing compartment, in the department’s name, and nobody’s clock starts', async () => {
    using site = await signedIn('200', 'send');
    const { world } = site;
    const [one, two] = [world.piece('slj'), world.piece('zhen')];
    world.scan(one, FAR);
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['B8']);
    world.actuator.opens();
    world.scan(two, FAR);
    expect(world.shown(FAR).screen).toMatchObject({ name: 'drop-open', pieces: [{}, {}] });
    await close(world, 'B8', 'occupied');
    await world.ask({ type: 'confirm-count', dockets: [one, two] }, FAR);
    expect(world.views.consignment(one)).toMatchObject({
      state: 'outgoing',
      compartment: 'B8',
      depositedAt: null,
    });
    expect(world.events('ConsignmentHandedIn')[0]).toMatchObject({
      actor: '200',
      payload: { compartment: 'B8', department: 'bgs' },
    });
    expect(world.views.deadlineCounts('2100-01-01T00:00:00.000Z')).toEqual([]);
    expect(world.shown(FAR)).toMatchObject({
      screen: { name: 'send-ready', sent: [{}, {}] },
      outgoing: { pieces: 2, urgent: 0 },
      waiting: [],
    });
    expect(world.shown().outgoing).toBeUndefined();
    await world.ask({ type: 'finish', print: 'both' }, FAR);
    expect(world.events('ReceiptIssued')[0]?.payload).toMatchObject({
      kind: 'drop',
      pieces: [{ docket: one }, { docket: two }],
    });
    expect(world.events('ListDrawnUp')[0]?.payload.entries).toMatchObject([
      { movement: 'handed-in', docket: one, party: '水利局' },
      { movement: 'handed-in', docket: two, party: '某镇' },
    ]);
    expect(world.errors).toEqual([]);
  });

  it('takes no piece that is somewhere already, and none when nothing more fits', async () => {
    using site = await signedIn('200', 'send');
    const { world } = site;
    world.scan(world.lying('bgs', 'A1'), FAR);
    expect(world.verdict).toBe('already-dropped');
    const [lying = ''] = handedIn(world, 'slj', 'slj', 'slj');
    world.scan(lying, FAR);
    expect(world.verdict).toBe('handed-in');
    world.scan(world.piece('slj'), FAR);
    expect(world.verdict).toBe('full');
    world.scan(makeDocketCode(new Uint8Array(10).fill(99)), FAR);
    expect(world.verdict).toBe('not-registered');
    expect(world.actuator.orders).toEqual([]);
  });

  it('takes a bag as a whole or not at all', async () => {
    using site = await signedIn('200', 'send');
    const { world } = site;
    const code = makeDocketCode(new Uint8Array(10).fill(99));
    const members = [world.piece('slj'), world.piece('slj'), world.lying('slj', 'B7')];
    world.given(`bundle:${code}`, { type: 'BundleMade', payload: { members } });
    handedIn(world, 'slj');
    world.scan(code, FAR);
    expect(world.shown(FAR).screen).toMatchObject({ name: 'opening', pieces: [{}, {}] });
    world.actuator.opens();
    await close(world, 'B8', 'occupied');
    await world.ask({ type: 'confirm-count', dockets: members.slice(0, 2) }, FAR);
    expect(members.map((docket) => world.state(docket))).toEqual(['outgoing', 'outgoing', 'deposited']);
    expect(world.events('BundleOpened')).toEqual([]);
  });

  it('is offered where there is an outgoing compartment, to those who send', async () => {
    using site = await signedIn('200', 'send');
    const { world } = site;
    expect(world.shown(FAR).choices).toContain('send');
    await world.ask({ type: 'finish', print: 'none' }, FAR);
    await world.enter('200');
    expect(world.shown().choices).not.toContain('send');
    expect(await world.ask({ type: 'choose-flow', flow: 'send' })).toBe('not-allowed');
    await world.enter('300', FAR);
    expect(world.shown(FAR).choices).toEqual(['drop', 'pickup', 'return', 'send', 'fetch']);
  });

  it('is the only way for a receiver outside the house', async () => {
    using site = await signedIn('100', 'drop');
    const { world } = site;
    world.scan(world.piece('zhen'), FAR);
    expect(world.verdict).toBe('send-out');
    expect(world.actuator.orders).toEqual([]);
  });
});

describe('fetching what goes out', () => {
  it('signs for everything taken; a piece for the house is dropped, one for outside has left it', async () => {
    using site = await signedIn('100', 'fetch');
    const { world } = site;
    const [near = '', outside = ''] = handedIn(world, 'slj', 'zhen');
    await fetched(world);
    await close(world, 'B8', 'empty');
    expect([near, outside].map((docket) => world.state(docket))).toEqual(['carried', 'dispatched']);
    expect(world.shown(FAR)).toMatchObject({
      screen: { name: 'task-list', task: 'fetch', boxes: [], takenOut: [{}, {}] },
      outgoing: { pieces: 0 },
    });
    await world.ask({ type: 'choose-flow', flow: 'drop' }, FAR);
    world.scan(outside, FAR);
    expect(world.verdict).toBe('dispatched');
    world.scan(near, FAR);
    world.actuator.opens();
    await close(world, 'B7', 'occupied');
    await world.ask({ type: 'confirm-count', dockets: [near] }, FAR);
    expect(world.state(near)).toBe('deposited');
    await world.ask({ type: 'finish', print: 'both' }, FAR);
    const proof = (sequence: number) => world.ledger.read(sequence - 1, 1)[0]?.type;
    expect(
      world
        .events('ReceiptIssued')
        .map(({ payload: { kind, pieces } }) => [kind, ...pieces.map(({ sequence }) => proof(sequence))]),
    ).toEqual([
      ['drop', 'ConsignmentDeposited'],
      ['pickup', 'ConsignmentFetched', 'ConsignmentDispatched'],
    ]);
    expect(world.events('ListDrawnUp').at(-1)?.payload).toMatchObject({
      kind: 'pickup',
      entries: [
        { movement: 'fetched', docket: near, party: '水利局' },
        { movement: 'dispatched', docket: outside, party: '某镇' },
      ],
    });
    const range = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };
    expect(world.views.handOvers(range, 0, 10).map(({ movement }) => movement)).toEqual([
      ...['handed-in', 'handed-in', 'fetched', 'dispatched', 'deposited'],
    ]);
    expect(world.errors).toEqual([]);
  });

  it('with paper left inside signs for what was scanned, and without a scan for nothing', async () => {
    using site = await signedIn('100', 'fetch');
    const { world } = site;
    const [one = '', two = ''] = handedIn(world, 'slj', 'slj');
    await fetched(world);
    await close(world, 'B8', 'occupied');
    expect(world.alarms(FAR)).toEqual(['not-emptied']);
    expect([one, two].map((docket) => world.state(docket))).toEqual(['outgoing', 'outgoing']);
    await fetched(world);
    world.scan(two, FAR);
    expect(world.verdict).toBe('fetched');
    await close(world, 'B8', 'occupied');
    expect([one, two].map((docket) => world.state(docket))).toEqual(['outgoing', 'carried']);
    expect(world.events('ConsignmentFetched')[0]?.payload).toMatchObject({ signedBy: 'scanned' });
  });

  it('is nobody’s task but a messenger’s of a registered office', async () => {
    using site = await signedIn('200', 'send');
    expect(await site.world.ask({ type: 'choose-flow', flow: 'fetch' }, FAR)).toBe('not-allowed');
    await site.world.ask({ type: 'finish', print: 'none' }, FAR);
    await site.world.enter('400', FAR);
    expect(site.world.shown(FAR).screen.name).not.toBe('choose-flow');
  });
});

it('a piece that was handed in by mistake comes out by two people, as a wrong drop does', async () => {
  using site = await signedIn('600', 'correct');
  const { world } = site;
  const [docket = ''] = handedIn(world, 'slj');
  await world.enter('100', FAR);
  await fetched(world);
  world.scan(docket, FAR);
  await close(world, 'B8', 'empty');
  expect(world.state(docket)).toBe('corrected');
});
