import { describe, expect, it } from 'vitest';
import { StationWorld } from '#tests/support/station-world.ts';

const RECORD =
  'GB0626-2005^SJ202600000000000123^某市人民政府办公室^通知^某政办发〔2026〕12号^办公室^关于做好防汛工作的通知^无^特急^20260618^市地级^某市人民政府办公室^20260618^^|';
const inService = { service: 'in-service', reason: null } as const;

describe('a scan in a drop is answered', () => {
  const cases: [string, string, (world: StationWorld) => string][] = [
    ['not registered', 'not-registered', () => '0000000000000001'.replace(/.$/, '') + '0'],
    ['go to cabinet B', 'go-to-cabinet', (world) => world.piece('slj')],
    ['already dropped', 'already-dropped', (world) => world.lying('bgs', 'A1')],
    [
      'recipient away',
      'away',
      (world) => {
        const payload = { service: 'away', reason: '出差' } as const;
        world.given('compartment:A1', { type: 'ServiceChanged', payload });
        return world.piece('bgs');
      },
    ],
    [
      'full',
      'full',
      (world) => {
        world.lying('fgw', 'A2');
        world.lying('fgw', 'A2');
        return world.piece('fgw');
      },
    ],
    [
      'out of service',
      'faulty',
      (world) => {
        const payload = { ...inService, service: 'out-of-service' } as const;
        world.given('compartment:A1', { type: 'ServiceChanged', payload });
        return world.piece('bgs');
      },
    ],
    [
      'board offline',
      'offline',
      (world) => {
        world.actuator.offline.add('board');
        return world.piece('bgs');
      },
    ],
    [
      'withdrawn',
      'withdrawn',
      (world) => {
        const docket = world.piece('bgs');
        world.given(`consignment:${docket}`, { type: 'ConsignmentWithdrawn', payload: { reason: 'x' } });
        return docket;
      },
    ],
    [
      'refused before',
      'refused-before',
      (world) => {
        const docket = world.lying('bgs', 'A1');
        const payload = { session: 's', reason: 'other', note: null } as const;
        world.given(`consignment:${docket}`, { type: 'ConsignmentRefused', payload });
        return docket;
      },
    ],
    ['unreadable', 'unreadable', () => 'https://example.org'],
    ['record offered', 'record-offered', () => RECORD],
    ['classified', 'classified', () => RECORD.replace('^无^', '^秘密^')],
  ];
  it.each(cases)('%s', async (_what, verdict, make) => {
    using world = new StationWorld();
    await world.enter('100');
    const text = make(world);
    world.scan(text);
    if (verdict === 'not-registered') expect(world.verdict).toMatch(/not-registered|unreadable/);
    else expect(world.verdict).toBe(verdict);
    expect(world.actuator.orders).toEqual([]);
    expect(
      world.events('ConsignmentDeposited').filter((event) => event.payload.session !== 'earlier'),
    ).toEqual([]);
    expect(world.shown().message?.code).toBe(world.verdict);
  });

  it('a docket code nobody registered', async () => {
    using world = new StationWorld();
    await world.enter('100');
    const { makeDocketCode } = await import('#controller/domain/docket-code.ts');
    world.scan(makeDocketCode(new Uint8Array(10).fill(99)));
    expect(world.verdict).toBe('not-registered');
  });

  it('not allowed, from the very scan after the person was disabled', async () => {
    using world = new StationWorld();
    await world.enter('100');
    world.scan(world.piece('fgw'));
    expect(world.verdict).toBe('accepted');
    world.given('person:100', { type: 'PersonDisabled', payload: { reason: 'left' } });
    world.scan(world.piece('bgs'));
    expect(world.verdict).toBe('not-allowed');
    expect(world.actuator.orders).toHaveLength(1);
  });

  it('finish the open door first, and already scanned', async () => {
    using world = new StationWorld();
    await world.enter('100');
    const one = world.piece('bgs');
    world.scan(one);
    world.scan(one);
    expect(world.verdict).toBe('already-scanned');
    world.scan(world.piece('fgw'));
    expect(world.verdict).toBe('finish-other-first');
    expect(world.actuator.orders).toHaveLength(1);
  });

  it('no compartment, when neither the department nor the pool has one', async () => {
    using world = new StationWorld();
    world.actuator.bin('A3', 'occupied');
    world.lying('bgs', 'A3');
    world.lying('bgs', 'A4');
    await world.enter('100');
    world.scan(world.piece('wjw'));
    expect(world.verdict).toBe('no-compartment');
  });

  it('a department without a box of its own gets a free pooled one, and then the same again', async () => {
    using world = new StationWorld();
    await world.enter('100');
    world.lying('bgs', 'A3');
    const [one, two] = [world.piece('wjw'), world.piece('wjw')];
    for (const docket of [one, two]) {
      world.scan(docket);
      expect(world.actuator.orders.at(-1)?.compartment).toBe('A4');
      world.actuator.opens();
      world.actuator.bin('A4', 'occupied');
      world.actuator.read('A4', 'closed');
      await world.ask({ type: 'confirm-count', dockets: [docket] });
    }
    expect(world.state(two)).toBe('deposited');
  });

  it('a second piece that would overfill the open box is refused', async () => {
    using world = new StationWorld();
    await world.enter('100');
    world.lying('fgw', 'A2');
    world.scan(world.piece('fgw'));
    world.scan(world.piece('fgw'));
    expect(world.verdict).toBe('full');
  });

  it('a messenger of no registered office may not drop', async () => {
    using world = new StationWorld();
    await world.enter('400');
    expect(world.shown().person).toBeNull();
    expect(world.shown().message?.code).toBe('no-role');
  });

  it('an office that loses its registration in mid-session is refused at the next scan', async () => {
    using world = new StationWorld();
    await world.enter('100');
    const payload = { name: '送', roles: ['messenger' as const], departments: [], standsInFor: [] };
    world.given('person:100', { type: 'PersonChanged', payload });
    world.scan(world.piece('bgs'));
    expect(world.verdict).toBe('not-from-registered-office');
  });
});

describe('something secret', () => {
  it('leaves station, person and a keyed hash, and no trace of payload or title', async () => {
    using world = new StationWorld();
    await world.enter('100');
    world.scan(RECORD.replace('^无^', '^机密10年^'));
    expect(world.events('ClassifiedRefused')[0]).toMatchObject({
      stream: 'station:front',
      payload: { way: 'scan', person: '100', hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    const everything = JSON.stringify([world.ledger.read(0, 1000), world.shown()]);
    for (const trace of ['防汛', '某政办发', 'SJ2026', '机密']) expect(everything).not.toContain(trace);
    expect(world.shown().message).toMatchObject({ code: 'classified', tone: 'error' });
  });
  it('is refused when nobody is signed in, too', () => {
    using world = new StationWorld();
    world.scan(RECORD.replace('^无^', '^绝密^'));
    expect(world.events('ClassifiedRefused')[0]?.payload.person).toBeNull();
    expect(world.shown().message?.code).toBe('classified');
  });
  it('is recognised although its mark is malformed', async () => {
    using world = new StationWorld();
    await world.enter('100');
    world.scan(RECORD.replace('^无^', '^？^'));
    expect(world.verdict).toBe('classified');
  });
});

describe('an official record', () => {
  it('not yet registered is registered on the spot, and its pieces can be dropped', async () => {
    using world = new StationWorld();
    await world.enter('100');
    world.scan(RECORD);
    expect(world.screen).toMatchObject({ name: 'drop-register', record: { proposed: ['bgs'] } });
    expect(JSON.stringify(world.shown())).not.toContain('防汛');
    expect(await world.ask({ type: 'register', recipients: [{ department: 'nobody', copies: 1 }] })).toBe(
      'no-such-department',
    );
    expect(world.screen.name).toBe('drop-register');
    expect(await world.ask({ type: 'register', recipients: [{ department: 'bgs', copies: 2 }] })).toBeNull();
    const screen = world.screen;
    expect(screen).toMatchObject({ name: 'drop-registered', pieces: [{}, {}] });
    const docket = screen.name === 'drop-registered' ? screen.pieces[0]?.docket : undefined;
    world.scan(docket ?? '');
    expect(world.verdict).toBe('accepted');
  });
  it('already known is answered with its copies; when all are dropped, with that', async () => {
    using world = new StationWorld();
    await world.enter('100');
    const docket = world.piece('bgs', { barcode: 'SJ202600000000000123' });
    world.scan(RECORD);
    expect(world.screen).toMatchObject({ name: 'drop-registered', pieces: [{ docket }] });
    const payload = { compartment: 'A1', session: 's', intent: 'i', counted: 'person' } as const;
    world.given(`consignment:${docket}`, { type: 'ConsignmentDeposited', payload });
    world.scan(RECORD);
    expect(world.verdict).toBe('already-dropped');
    expect(world.screen.name).toBe('drop-ready');
  });
  it('can be set aside', async () => {
    using world = new StationWorld();
    await world.enter('100');
    world.scan(RECORD);
    await world.ask({ type: 'discard-record' });
    expect(world.screen.name).toBe('drop-ready');
  });
});
