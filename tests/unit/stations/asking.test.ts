import { describe, expect, it } from 'vitest';
import { makeDocketCode } from '#controller/domain/docket-code.ts';
import type { OpeningAnswer, OpeningAsker, OpeningQuestion } from '#controller/ports/opening-asker.ts';
import { StationWorld } from '#tests/support/station-world.ts';

/** An OA that answers when the test says so. */
const slowOa = (more: Partial<OpeningAsker> = {}) => {
  const asked: { question: OpeningQuestion; answer: (answer: OpeningAnswer) => void }[] = [];
  const asker: OpeningAsker = {
    ...{ asksFor: new Set(['drop', 'pickup', 'send', 'fetch'] as const), onSilence: 'refuse' },
    ask: (_, question) => new Promise((answer) => void asked.push({ question, answer })),
    close: () => undefined,
    ...more,
  };
  return { asked, asker };
};
const silent = { answer: 'silent', detail: 'no answer within 2000 ms' } as const;
const settle = (world: StationWorld) => world.clock.advance(0);

describe('an OA that is asked before a door opens', () => {
  it('is told who, where and which pieces, and nothing is sent or written until it answered', async () => {
    const { asked, asker } = slowOa();
    using world = new StationWorld({}, asker);
    await world.enter('100');
    const docket = world.piece('bgs');
    world.scan(docket);
    expect(asked.map(({ question }) => question)).toMatchObject([
      { station: 'front', person: '100', flow: 'drop', compartments: ['A1'], dockets: [docket] },
    ]);
    expect([world.actuator.orders, world.events('OpenRequested'), world.events('ScanJudged')]).toEqual([
      [],
      [],
      [],
    ]);
    expect(world.shown().message?.code).toBe('asking-oa');
    await world.clock.advance(800);
    asked[0]?.answer({ answer: 'allowed' });
    await settle(world);
    expect(world.actuator.orders).toMatchObject([{ compartment: 'A1', attempt: 1 }]);
    const [answered] = world.events('OpeningAnswered');
    expect(answered).toMatchObject({
      ...{ actor: '100', station: 'front' },
      payload: { answer: 'allowed', followed: 'allow', ms: 800, dockets: [docket], detail: null },
    });
    expect(answered?.sequence).toBeLessThan(world.events('OpenRequested')[0]?.sequence ?? 0);
  });

  it.each([
    ['refuses', { answer: 'refused' } as const, 'refuse' as const, 'oa-refused'],
    ['is silent where silence refuses', silent, 'refuse' as const, 'oa-silent'],
  ])('keeps the door closed when it %s, and says so', async (_, answer, onSilence, code) => {
    const { asked, asker } = slowOa({ onSilence });
    using world = new StationWorld({}, asker);
    await world.enter('100');
    world.scan(world.piece('bgs'));
    asked[0]?.answer(answer);
    await settle(world);
    expect(world.actuator.orders).toEqual([]);
    expect(world.shown().message?.code).toBe(code);
    expect(world.events('OpeningAnswered')[0]?.payload).toMatchObject({
      answer: answer.answer,
      followed: 'refuse',
    });
    world.scan(world.piece('bgs'));
    expect(asked).toHaveLength(2);
  });

  it('opens when it is silent where silence allows, and the silence stands in the record', async () => {
    const { asked, asker } = slowOa({ onSilence: 'allow' });
    using world = new StationWorld({}, asker);
    await world.enter('100');
    world.scan(world.piece('bgs'));
    asked[0]?.answer(silent);
    await settle(world);
    expect(world.actuator.orders).toHaveLength(1);
    expect(world.events('OpeningAnswered')[0]?.payload).toMatchObject({
      ...{ answer: 'silent', followed: 'allow', detail: 'no answer within 2000 ms' },
    });
  });

  it('holds up nothing else: the other station opens, alarms sound, a second scan waits its turn', async () => {
    const { asked, asker } = slowOa({ asksFor: new Set(['drop'] as const) });
    using world = new StationWorld({}, asker);
    world.lying('bgs', 'A1');
    await world.enter('100');
    world.scan(world.piece('fgw'));
    await world.enter('200', 'side');
    expect(await world.ask({ type: 'open-boxes', compartments: ['A1'] }, 'side')).toBeNull();
    expect(world.actuator.orders.map(({ compartment }) => compartment)).toEqual(['A1']);
    world.scan(world.piece('fgw'));
    expect(asked).toHaveLength(1);
    expect(world.shown().message?.code).toBe('asking-oa');
    asked[0]?.answer({ answer: 'allowed' });
    await settle(world);
    expect(world.actuator.orders.map(({ compartment }) => compartment)).toEqual(['A1', 'A2']);
  });

  it('is asked once for all boxes that are chosen together', async () => {
    const { asked, asker } = slowOa();
    using world = new StationWorld({}, asker);
    const dockets = [world.lying('bgs', 'A1'), world.lying('wjw', 'A3')];
    await world.enter('200');
    await world.ask({ type: 'open-boxes', compartments: ['A1', 'A3'] });
    expect(asked[0]?.question).toMatchObject({ flow: 'pickup', compartments: ['A1', 'A3'], dockets });
    asked[0]?.answer({ answer: 'allowed' });
    await settle(world);
    world.actuator.opens();
    world.actuator.bin('A1', 'empty');
    world.actuator.read('A1', 'closed');
    expect(world.actuator.orders.map(({ compartment }) => compartment)).toEqual(['A1', 'A3']);
    expect(asked).toHaveLength(1);
  });

  it('is asked once for a bag, about all of it, whatever boxes it goes into', async () => {
    const { asked, asker } = slowOa();
    using world = new StationWorld({}, asker);
    const members = [world.piece('bgs'), world.piece('fgw')];
    const code = makeDocketCode(new Uint8Array(10).fill(99));
    world.given(`bundle:${code}`, { type: 'BundleMade', payload: { members } });
    await world.enter('100');
    world.scan(code);
    expect(asked[0]?.question).toMatchObject({ flow: 'drop', compartments: ['A1'], dockets: members });
    asked[0]?.answer({ answer: 'allowed' });
    await settle(world);
    world.actuator.opens();
    world.actuator.bin('A1', 'occupied');
    world.actuator.read('A1', 'closed');
    await world.clock.advance(2000);
    await world.ask({ type: 'confirm-count', dockets: members.slice(0, 1) });
    expect(world.actuator.orders.map(({ compartment }) => compartment)).toEqual(['A1', 'A2']);
    expect(asked).toHaveLength(1);
  });

  it('opens nothing when its answer comes after the person has gone', async () => {
    const { asked, asker } = slowOa();
    using world = new StationWorld({}, asker);
    await world.enter('100');
    world.scan(world.piece('bgs'));
    await world.ask({ type: 'finish', print: 'none' });
    asked[0]?.answer({ answer: 'allowed' });
    await settle(world);
    expect(world.actuator.orders).toEqual([]);
    expect(world.events('OpeningAnswered')).toHaveLength(1);
  });

  it('is believed only of the world as it is then: a piece withdrawn meanwhile opens nothing', async () => {
    const { asked, asker } = slowOa();
    using world = new StationWorld({}, asker);
    await world.enter('100');
    const docket = world.piece('bgs');
    world.scan(docket);
    world.given(`consignment:${docket}`, { type: 'ConsignmentWithdrawn', payload: { reason: 'late' } });
    asked[0]?.answer({ answer: 'allowed' });
    await settle(world);
    expect([world.actuator.orders, world.verdict]).toEqual([[], 'withdrawn']);
  });
});

/** Cabinet B, with the outgoing compartment B8, and what lies in it; the person is about to make it open. */
const atOutgoing = async (flow: 'send' | 'fetch', asker: OpeningAsker) => {
  const world = new StationWorld({}, asker);
  const docket = world.piece('slj');
  if (flow === 'fetch') {
    const payload = { compartment: 'B8', session: 'earlier', intent: 'earlier', counted: 'person' } as const;
    world.given(`consignment:${docket}`, {
      type: 'ConsignmentHandedIn',
      payload: { ...payload, department: 'bgs' },
    });
    world.actuator.bin('B8', 'occupied');
  }
  const person = flow === 'send' ? '200' : '100';
  await world.enter(person, 'far');
  await world.ask({ type: 'choose-flow', flow }, 'far');
  if (flow === 'send') world.scan(docket, 'far');
  else await world.ask({ type: 'open-boxes', compartments: ['B8'] }, 'far');
  return { world, docket, person, [Symbol.dispose]: () => world[Symbol.dispose]() };
};
/** Doors that were asked to open without the OA's leave before it: none, when it is to be asked about all. */
const unasked = (world: StationWorld): string[] =>
  world.events('OpenRequested').flatMap(({ sequence, stream }) => {
    const compartment = stream.replace(/^compartment:/, '');
    const leave = world
      .events('OpeningAnswered')
      .some(
        (said) =>
          said.sequence < sequence &&
          said.payload.followed === 'allow' &&
          said.payload.compartments.includes(compartment),
      );
    return leave ? [] : [compartment];
  });

describe.each(['send', 'fetch'] as const)(
  'an OA that is asked before an outgoing door opens, to %s',
  (flow) => {
    it('is told who, where and which pieces, and the door waits for its word', async () => {
      const { asked, asker } = slowOa();
      using site = await atOutgoing(flow, asker);
      const { world, docket, person } = site;
      expect(asked.map(({ question }) => question)).toMatchObject([
        { station: 'far', person, flow, compartments: ['B8'], dockets: [docket] },
      ]);
      expect([world.actuator.orders, world.events('OpenRequested')]).toEqual([[], []]);
      expect(world.shown('far').message?.code).toBe('asking-oa');
      asked[0]?.answer({ answer: 'allowed' });
      await settle(world);
      expect(world.actuator.orders).toMatchObject([{ compartment: 'B8', attempt: 1 }]);
      expect(world.events('OpeningAnswered')[0]?.payload).toMatchObject({ flow, followed: 'allow' });
      expect(unasked(world)).toEqual([]);
    });

    it.each([
      ['refuses', { answer: 'refused' } as const, 'refuse' as const, 'oa-refused'],
      ['is silent where silence refuses', silent, 'refuse' as const, 'oa-silent'],
    ])('keeps it closed when it %s, and the piece stays where it is', async (_, answer, onSilence, code) => {
      const { asked, asker } = slowOa({ onSilence });
      using site = await atOutgoing(flow, asker);
      const { world, docket } = site;
      const before = world.state(docket);
      asked[0]?.answer(answer);
      await settle(world);
      expect([world.actuator.orders, world.events('OpenRequested')]).toEqual([[], []]);
      expect(world.shown('far').message?.code).toBe(code);
      expect(world.state(docket)).toBe(before);
      expect(world.events('OpeningAnswered')[0]?.payload).toMatchObject({ flow, followed: 'refuse' });
    });

    it('opens it when it is silent where silence allows, and the silence stands in the record', async () => {
      const { asked, asker } = slowOa({ onSilence: 'allow' });
      using site = await atOutgoing(flow, asker);
      asked[0]?.answer(silent);
      await settle(site.world);
      expect(site.world.actuator.orders).toHaveLength(1);
      expect(site.world.events('OpeningAnswered')[0]?.payload).toMatchObject({
        ...{ flow, answer: 'silent', followed: 'allow', detail: 'no answer within 2000 ms' },
      });
    });

    it('is missed when it is asked about boxes of departments only (mutant)', async () => {
      const { asked, asker } = slowOa({ asksFor: new Set(['drop', 'pickup'] as const) });
      using site = await atOutgoing(flow, asker);
      expect(asked).toEqual([]);
      expect(unasked(site.world)).toEqual(['B8']);
    });
  },
);
