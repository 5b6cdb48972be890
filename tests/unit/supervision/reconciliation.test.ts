import { beforeAll, describe, expect, it } from 'vitest';
import { settleDifference } from '#controller/commands/reconciliation.ts';
import type { Facts, Limits } from '#controller/domain/reconciliation/facts.ts';
import { reconcile } from '#controller/domain/reconciliation/reconcile.ts';
import { factsAt, limitsAt } from '#controller/supervision/reconciliation-facts.ts';
import { by } from '#tests/support/api-site.ts';
import { busySite, said, type BusySite } from '#tests/support/planted-differences.ts';
import { PLANTS } from '#tests/support/plants.ts';

/** Departments without a plant. */
const ORDINARY = ['33', '34', '35', '36', '37', '38', '41', '42'];

/** Days of ordinary business, holding paper against record at odd moments; whatever was open then. */
const ordinaryDays = async (site: BusySite, days: number): Promise<Set<string>> => {
  const seen = new Set<string>();
  const look = (): void => site.open().forEach((row) => seen.add(row));
  for (let day = 0; day < days; day++) {
    for (const n of ORDINARY) {
      const pieces = site.register(`d${n}`, 1 + (day % 3));
      await site.minutes(10);
      site.drop(`B${n}`, pieces);
      // A hand before the sensor, a sheet that slips: moments that mean nothing.
      site.bin(`B${n}`, 'Empty');
      await site.pass(2_000);
      if (n === ORDINARY[day % ORDINARY.length]) look();
      site.bin(`B${n}`, 'Occupied');
      await site.minutes(5);
      site.collect(`B${n}`, `d${n}`, pieces);
      for (const piece of pieces) site.handle(piece);
    }
    await site.hours(22);
    look();
  }
  return seen;
};

/** Everything planted, then three weeks of business around it. */
const planted = async (): Promise<{ site: BusySite; expected: string[]; seen: Set<string> }> => {
  const site = busySite();
  const expected = PLANTS.flatMap(([, plant], i) => {
    const n = String(i + 1).padStart(2, '0');
    return plant(site, `d${n}`, `B${n}`);
  });
  return { site, expected: expected.sort(), seen: await ordinaryDays(site, 21) };
};

let all: Awaited<ReturnType<typeof planted>>;
beforeAll(async () => {
  all = await planted();
}, 120_000);

describe('The reconciliation', () => {
  it('finds each of thirty-two planted differences, explains it, and invents none', () => {
    expect(PLANTS).toHaveLength(32);
    const { site, expected, seen } = all;
    expect(site.open()).toEqual(expected);
    expect([...seen].sort()).toEqual(expected);
    // Each told once; the pieces of ten of them wait uncollected as well.
    expect(new Set(expected).size).toBe(expected.length);
    expect(
      JSON.stringify(site.site.ledger.read(0, 100_000).filter(({ type }) => type.startsWith('Difference'))),
    ).not.toContain('不外传');
  });

  it('finds nothing in two weeks of ordinary business', async () => {
    const site = busySite();
    expect([...(await ordinaryDays(site, 14))]).toEqual([]);
  });

  it('tells each at the moment its window ends, and not before', async () => {
    const site = busySite();
    // Thursday, nine o’clock there: with a weekend between, sixteen office hours end on Monday at nine.
    const [piece = ''] = site.register('d01');
    const found: string[] = [];
    for (let hour = 0; hour < 24 * 6 && found.length === 0; hour++) {
      await site.hours(1);
      found.push(...site.open().map((row) => `${row} after ${hour + 1} h`));
    }
    expect(found).toEqual([`${said('never-dropped', null, [piece])} after 96 h`]);
  });
});

describe('A paper whose circulation was ended', () => {
  it('is told of while nobody fetches it out of its box, and not as one its reader should collect', async () => {
    const site = busySite();
    const [piece = ''] = site.register('d01');
    const stops = ['d01', 'd02'].map((department) => ({ department, reader: null }));
    site.write(`consignment:${piece}`, { type: 'CirculationRouted', payload: { stops, at: 0 } });
    site.drop('B01', [piece]);
    const payload = { stops: stops.slice(0, 1), at: 0, reason: '会议取消' };
    site.write(`consignment:${piece}`, { type: 'CirculationEnded', payload });
    const found: string[] = [];
    for (let hour = 0; hour < 24 * 9; hour++) {
      await site.hours(1);
      found.push(...site.open());
    }
    expect([...new Set(found)]).toEqual([said('not-fetched-back', 'B01', [piece])]);
    const people = { registrar: '1001', messenger: '2001', reason: 'circulation-ended' };
    const at = { compartment: 'B01', session: 's', intent: 'i' };
    site.bin('B01', 'Empty');
    site.write(`consignment:${piece}`, { type: 'ConsignmentCorrected', payload: { ...at, ...people } });
    await site.minutes(10);
    expect(site.open()).toEqual([]);
  });
});

describe('A settled difference', () => {
  const settled = async () => {
    const site = busySite();
    const [piece = ''] = site.register('d01');
    site.drop('B01', [piece]);
    await site.minutes(2);
    site.bin('B01', 'Empty');
    await site.minutes(5);
    expect(site.open()).toEqual([said('sensor-empty', 'B01', [piece])]);
    const settle = (action: 'acknowledged' | 'missing' | 'withdrawn') => {
      const [row] = site.site.views.differences({ limit: 1 }, { state: 'open' }).rows;
      return settleDifference(site.site, row?.id ?? '', { action, reason: '已查明' }, by);
    };
    return { site, piece, settle };
  };

  it('stays settled while the facts stay, whatever the sensor flickers', async () => {
    const { site, settle } = await settled();
    expect(settle('acknowledged').ok).toBe(true);
    for (let i = 0; i < 20; i++) {
      site.bin('B01', 'Occupied');
      await site.pass(3_000);
      expect(site.open()).toEqual([]);
      site.bin('B01', 'Empty');
      await site.minutes(3);
      expect(site.open()).toEqual([]);
    }
  });

  it('is open again when the facts changed', async () => {
    const { site, piece, settle } = await settled();
    settle('acknowledged');
    site.bin('B01', 'Occupied');
    await site.minutes(10);
    expect(site.open()).toEqual([]);
    site.bin('B01', 'Empty');
    await site.minutes(10);
    expect(site.open()).toEqual([said('sensor-empty', 'B01', [piece])]);
  });

  it('marks its pieces missing in the same append when that settles it, and is gone then', async () => {
    const { site, piece, settle } = await settled();
    expect(settle('withdrawn')).toMatchObject({ ok: false, refusal: { code: 'no-such-action' } });
    expect(settle('missing').ok).toBe(true);
    expect(site.site.views.consignment(piece)).toMatchObject({ state: 'missing', compartment: null });
    expect(site.open()).toEqual([]);
    expect(site.site.views.differences({ limit: 9 }, { state: 'gone' }).rows).toMatchObject([
      { settled: { action: 'missing', reason: '已查明', by: 'test' } },
    ]);
    expect(settle('acknowledged')).toMatchObject({ ok: false, refusal: { code: 'no-such' } });
  });

  it('of something that happened once is not asked about again', async () => {
    const site = busySite();
    PLANTS.find(([name]) => name.includes('nobody signed in'))?.[1](site, 'd05', 'B05');
    site.bin('B05', 'Empty');
    expect(site.open()).toEqual([said('through-wrong-slot', 'B05', [])]);
    const [row] = site.site.views.differences({ limit: 1 }).rows;
    settleDifference(site.site, row?.id ?? '', { action: 'acknowledged', reason: '误触' }, by);
    await site.hours(1);
    expect(site.open()).toEqual([]);
  });
});

/** What a reconciliation with a fault would find of all that was planted. */
const mutants: readonly (readonly [string, (facts: Facts) => Facts, (limits: Limits) => Limits])[] = [
  ['does not look into boxes', (f) => ({ ...f, boxes: [] }), same],
  ['forgets incidents', (f) => ({ ...f, incidents: [] }), same],
  ['forgets pieces that wait to be dropped', (f) => ({ ...f, pending: [] }), same],
  ['trusts every sensor', (f) => ({ ...f, boxes: f.boxes.map((box) => ({ ...box, bin: null })) }), same],
  ['believes any code is registered', (f) => ({ ...f, where: (d) => f.where(d) ?? anywhere }), same],
  ['takes no doubt for one', (f) => ({ ...f, doubts: [] }), same],
  [
    'waits for ever',
    (f) => f,
    (l) => ({ ...l, notDropped: '0', copiesShort: '0', inHand: '0', overdue: '0' }),
  ],
  [
    'counts the first drop for all copies',
    (f) => ({ ...f, pending: f.pending.filter((p) => p.firstDropAt === null) }),
    same,
  ],
];
function same<T>(value: T): T {
  return value;
}
const anywhere = { document: 'x', department: 'd01', compartment: 'B01', movedAt: '9' };

describe('Planted mutants', () => {
  it('are all caught: a reconciliation that looks away finds other differences', () => {
    const { site } = all;
    const sources = site.site;
    const limits = limitsAt(site.site.clock.now(), sources);
    const facts = factsAt(new Date(site.site.clock.now()).toISOString(), sources, limits);
    const told = (f: Facts, l: Limits) => JSON.stringify(reconcile(f, l).map(({ identity }) => identity));
    const right = told(facts, limits);
    expect(told({ ...facts }, { ...limits })).toBe(right);
    expect(
      mutants.filter(([, see, wait]) => told(see(facts), wait(limits)) === right).map(([name]) => name),
    ).toEqual([]);
  });

  it('a sensor believed at once would invent a difference', async () => {
    const site = busySite();
    const [piece = ''] = site.register('d01');
    site.drop('B01', [piece]);
    await site.minutes(30);
    site.bin('B01', 'Empty');
    await site.pass(5_000);
    const sources = site.site;
    const now = new Date(site.site.clock.now()).toISOString();
    const limits = limitsAt(site.site.clock.now(), sources);
    const facts = factsAt(now, sources, limits);
    expect(reconcile(facts, limits)).toEqual([]);
    const believed = facts.boxes.map((box) =>
      box.compartment === 'B01' ? { ...box, bin: { reading: 'empty' as const, since: now } } : box,
    );
    expect(reconcile({ ...facts, boxes: believed }, { ...limits, sensor: now })).toHaveLength(1);
  });
});
