import { describe, expect, it } from 'vitest';
import { makeDocketCode } from '#controller/domain/docket-code.ts';
import { StationWorld } from '#tests/support/station-world.ts';

const signedIn = async (person = '600') => {
  const world = new StationWorld();
  await world.enter(person);
  return { world, [Symbol.dispose]: () => world[Symbol.dispose]() };
};
const close = (world: StationWorld, box: string, bin: 'occupied' | 'empty'): void => {
  world.actuator.bin(box, bin);
  world.actuator.read(box, 'closed');
};
const bag = (world: StationWorld, code: string, members: string[]) =>
  world.given(`bundle:${code}`, { type: 'BundleMade', payload: { members } });
/** A code of the right form that stands for no piece. */
const bagCode = (): string => makeDocketCode(new Uint8Array(10).fill(99));

describe('a bag at the slot', () => {
  it('goes in by one scan, compartment by compartment, and each piece of it once', async () => {
    using site = await signedIn('100');
    const { world } = site;
    const code = bagCode();
    const [one, two, other] = [world.piece('bgs'), world.piece('bgs'), world.piece('slj')];
    const [third, before] = [world.piece('fgw'), world.lying('bgs', 'A1')];
    bag(world, code, [one, two, other, third, before]);
    world.scan(code);
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['A1']);
    expect(world.screen).toMatchObject({ name: 'opening', pieces: [{ docket: one }, { docket: two }] });
    world.actuator.opens();
    close(world, 'A1', 'occupied');
    await world.ask({ type: 'confirm-count', dockets: [one, two] });
    expect([one, two].map((docket) => world.state(docket))).toEqual(['deposited', 'deposited']);
    // What belongs to the other cabinet is named and left out; the next box opens by itself.
    expect(world.events('ScanJudged').map((event) => event.payload.verdict)).toContain('go-to-cabinet');
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['A1', 'A2']);
    world.actuator.opens();
    close(world, 'A2', 'occupied');
    await world.ask({ type: 'confirm-count', dockets: [third] });
    expect(world.state(third)).toBe('deposited');
    expect(world.state(other)).toBe('labelled');
    expect(
      world.events('ConsignmentDeposited').filter((event) => event.stream.endsWith(before)),
    ).toHaveLength(1);
    world.scan(code);
    expect(world.verdict).toBe('go-to-cabinet');
    expect(world.errors).toEqual([]);
  });

  it('stands for nothing once it was dissolved', async () => {
    using site = await signedIn('100');
    const { world } = site;
    const code = bagCode();
    bag(world, code, [world.piece('bgs')]);
    world.given(`bundle:${code}`, { type: 'BundleDissolved', payload: {} });
    world.scan(code);
    expect(world.verdict).toBe('bundle-dissolved');
    expect(world.actuator.orders).toEqual([]);
  });
});

describe('bringing back', () => {
  const collected = (world: StationWorld, department: string): string => {
    const docket = world.lying(department, 'A1');
    world.given(`consignment:${docket}`, {
      type: 'ConsignmentCollected',
      payload: { compartment: 'A1', session: 's', intent: 'i', signedBy: 'box', department },
    });
    world.actuator.bin('A1', 'empty');
    return docket;
  };

  it('takes what circulates and what was asked for, through the returns compartment, and nothing else', async () => {
    using site = await signedIn('200');
    const { world } = site;
    const [read, asked, own, foreign] = [
      ...[collected(world, 'bgs'), collected(world, 'bgs'), collected(world, 'bgs')],
      collected(world, 'fgw'),
    ] as const;
    const stops = ['bgs', 'fgw'].map((department) => ({ department, reader: null }));
    world.given(`consignment:${read}`, { type: 'CirculationRouted', payload: { stops, at: 0 } });
    world.given(`consignment:${asked}`, { type: 'ConsignmentCalledBack', payload: { recall: 'r1' } });
    await world.ask({ type: 'choose-flow', flow: 'return' });
    world.scan(own);
    expect(world.verdict).toBe('not-asked-back');
    world.scan(foreign);
    expect(world.verdict).toBe('not-yours');
    world.scan(read);
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['A5']);
    world.actuator.opens();
    world.scan(asked);
    close(world, 'A5', 'occupied');
    expect(world.views.consignment(read)).toMatchObject({ state: 'returned', compartment: 'A5' });
    expect(world.views.consignment(asked)).toMatchObject({ state: 'recalled', compartment: 'A5' });
    expect(world.screen).toMatchObject({ name: 'return-ready', returned: [{}, {}] });

    // The office empties the box: the circulating piece is due to its next reader.
    await world.ask({ type: 'finish', print: 'none' });
    await world.enter('600');
    await world.ask({ type: 'choose-flow', flow: 'take-in' });
    expect(world.screen).toMatchObject({ name: 'task-list', boxes: [{ compartment: { id: 'A5' } }] });
    await world.ask({ type: 'open-boxes', compartments: ['A5'] });
    world.actuator.opens();
    close(world, 'A5', 'empty');
    expect(world.views.consignment(read)).toMatchObject({ state: 'labelled', department: 'fgw' });
    expect(world.views.consignment(asked)).toMatchObject({ state: 'recalled', compartment: null });
    expect(world.screen).toMatchObject({ name: 'task-list', boxes: [], takenOut: [{}, {}] });
  });

  it('is not taken in while paper is left in the box and none of it was scanned', async () => {
    using site = await signedIn();
    const { world } = site;
    const docket = collected(world, 'bgs');
    world.given(`consignment:${docket}`, { type: 'ConsignmentCalledBack', payload: { recall: 'r1' } });
    const payload = { recall: 'r1', compartment: 'A5', session: 's', intent: 'i' };
    world.given(`consignment:${docket}`, { type: 'ConsignmentRecalled', payload });
    world.actuator.bin('A5', 'occupied');
    await world.ask({ type: 'choose-flow', flow: 'take-in' });
    await world.ask({ type: 'open-boxes', compartments: ['A5'] });
    world.actuator.opens();
    world.actuator.read('A5', 'closed');
    await world.clock.advance(2000);
    expect(world.alarms()).toContain('not-emptied');
    expect(world.views.consignment(docket)?.compartment).toBe('A5');
  });
});

describe('a wrong drop', () => {
  it('is reversed by two people, and only what was scanned behind the open door', async () => {
    using site = await signedIn();
    const { world } = site;
    const [wrong, right] = [world.lying('bgs', 'A1'), world.lying('bgs', 'A1')];
    await world.ask({ type: 'choose-flow', flow: 'correct' });
    expect(await world.ask({ type: 'open-boxes', compartments: ['A1'] })).toBe('witness-first');
    await world.enter('600');
    await world.enter('200');
    expect(world.shown().message?.code).toBe('witness-is-messenger');
    expect(await world.ask({ type: 'open-boxes', compartments: ['A1'] })).toBe('witness-first');
    expect(world.actuator.orders).toEqual([]);
    await world.enter('100');
    expect(world.screen).toMatchObject({ name: 'task-list', witness: { number: '100' } });
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.opens();
    world.scan(wrong);
    expect(world.verdict).toBe('taken-out');
    close(world, 'A1', 'occupied');
    await world.clock.advance(2000);
    expect(world.state(wrong)).toBe('corrected');
    expect(world.state(right)).toBe('deposited');
    const [event] = world.events('ConsignmentCorrected');
    expect(event?.payload).toMatchObject({ registrar: '600', messenger: '100', compartment: 'A1' });
    // It is dropped again where it belongs.
    await world.ask({ type: 'choose-flow', flow: 'drop' });
    world.scan(wrong);
    expect(world.verdict).toBe('accepted');
  });

  it('takes a paper whose circulation was ended out as one fetched back: it is in the office, and not dropped again', async () => {
    using site = await signedIn();
    const { world } = site;
    const docket = world.lying('bgs', 'A1');
    const stops = [{ department: 'bgs', reader: null }];
    world.given(`consignment:${docket}`, { type: 'CirculationRouted', payload: { stops, at: 0 } });
    const payload = { stops, at: 0, reason: '会议取消' };
    world.given(`consignment:${docket}`, { type: 'CirculationEnded', payload });
    await world.ask({ type: 'choose-flow', flow: 'correct' });
    await world.enter('100');
    await world.ask({ type: 'open-boxes', compartments: ['A1'] });
    world.actuator.opens();
    world.scan(docket);
    close(world, 'A1', 'empty');
    await world.clock.advance(2000);
    expect(world.views.consignment(docket)).toMatchObject({ state: 'returned', compartment: null });
    const [event] = world.events('ConsignmentCorrected');
    expect(event?.payload).toMatchObject({ reason: 'circulation-ended', registrar: '600', messenger: '100' });
    await world.ask({ type: 'choose-flow', flow: 'drop' });
    world.scan(docket);
    expect(world.verdict).not.toBe('accepted');
  });

  it('is nobody’s task but the registrar’s', async () => {
    using site = await signedIn('100');
    expect(await site.world.ask({ type: 'choose-flow', flow: 'correct' })).toBe('not-allowed');
    expect(await site.world.ask({ type: 'choose-flow', flow: 'stock-take' })).toBe('not-allowed');
  });
});

describe('a stock-take', () => {
  it('opens every box in turn and writes what is there, what is missing and what nobody expected', async () => {
    using site = await signedIn();
    const { world } = site;
    const [there, seen, gone] = [
      world.lying('bgs', 'A1'),
      world.lying('bgs', 'A1'),
      world.lying('bgs', 'A1'),
    ];
    const stray = world.lying('fgw', 'A2');
    const lost = world.lying('fgw', 'A2');
    world.given(`consignment:${lost}`, {
      type: 'ConsignmentMissing',
      payload: { was: 'deposited', compartment: 'A2', by: 'desk', note: null },
    });
    await world.ask({ type: 'choose-flow', flow: 'stock-take' });
    expect(world.screen).toMatchObject({ name: 'task-list', task: 'stock-take' });
    await world.ask({ type: 'open-boxes', compartments: ['A1', 'A3'] });
    world.actuator.opens();
    for (const code of [there, stray, lost, 'not a code']) world.scan(code);
    expect(world.screen).toMatchObject({ name: 'task-open', scanned: [there, stray, lost], strange: 2 });
    close(world, 'A1', 'occupied');
    await world.clock.advance(2000);
    expect(world.screen).toMatchObject({ name: 'stock-count', pieces: [{ docket: seen }, { docket: gone }] });
    expect(world.state(gone)).toBe('deposited');
    await world.ask({ type: 'confirm-count', dockets: [seen] });
    expect(world.state(gone)).toBe('missing');
    expect(world.state(stray)).toBe('deposited');
    expect(world.views.consignment(lost)).toMatchObject({ state: 'deposited', compartment: 'A1' });
    expect(world.events('StockTakeCounted')[0]?.payload).toMatchObject({
      ...{ compartment: 'A1', found: [there, seen], missing: [gone], unexpected: [stray, lost] },
      unreadable: 1,
    });
    expect(world.actuator.orders.map((order) => order.compartment)).toEqual(['A1', 'A3']);
    world.actuator.opens();
    close(world, 'A3', 'empty');
    await world.clock.advance(2000);
    await world.ask({ type: 'finish', print: 'none' });
    expect(world.events('StockTakeFinished')[0]?.payload).toEqual({ counted: 2, skipped: 4 });
    expect(world.errors).toEqual([]);
  });
});
