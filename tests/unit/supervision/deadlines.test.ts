import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basisOf, clockBook } from '#controller/domain/clocks/clock-book.ts';
import { deadlineOf } from '#controller/domain/clocks/deadline.ts';
import { defaultClockSettings } from '#controller/domain/clocks/default-settings.ts';
import { dumpViews } from '#controller/ledger/projector.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { projections } from '#controller/views/read-models.ts';
import { previewClocks } from '#controller/supervision/clock-preview.ts';
import { temporaryDir } from '#tests/support/ledgers.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { clockSite, type ClockSite } from '#tests/support/clock-site.ts';
import { MUTANT_SEED } from '#tests/support/mutant-seed.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const slower = {
  ...defaultClockSettings,
  signFor: defaultClockSettings.signFor.map((rule) => ({ ...rule, amount: rule.amount * 2 })),
};

describe('The clocks of a piece', () => {
  it('run from drop to pickup, then from pickup to the end of its handling', () => {
    const site = clockSite();
    site.register('A', 'jiaji');
    expect(site.views.deadlinesOf('A')).toEqual([]);
    site.deposit('A');
    expect(site.views.nextDeadline('due', '2026-06-18T00:00:00.000Z')).toBe('2026-06-18T05:00:00.000Z');
    expect(site.views.nextDeadline('remind', '2026-06-18T00:00:00.000Z')).toBe('2026-06-18T04:00:00.000Z');
    site.collect('A');
    site.handle('A');
    expect(site.views.deadlinesOf('A')).toMatchObject([
      { clock: 'sign-for', metAt: '2026-06-18T01:00:00.000Z', number: '文〔2026〕A号' },
      { clock: 'handling', metAt: '2026-06-18T01:00:00.000Z', struckAt: null },
    ]);
    expect(site.views.nextDeadline('due', '2026-06-18T00:00:00.000Z')).toBeNull();
  });

  it('are struck, not met, when the piece is refused', () => {
    const site = clockSite();
    site.register('A');
    site.deposit('A');
    site.write('consignment:A', {
      type: 'ConsignmentRefused',
      payload: { session: 's', reason: 'duplicate', note: null },
    });
    expect(site.views.deadlinesOf('A')).toMatchObject([
      { metAt: null, struckAt: '2026-06-18T01:00:00.000Z' },
    ]);
    expect(site.views.openDeadlines('bgs', 10)).toEqual([]);
  });

  it('rest while they are paused, are not due meanwhile, and go on with what was left', async () => {
    const site = clockSite();
    site.register('A', 'jiaji');
    site.deposit('A');
    await site.clock.advance(HOUR);
    site.write('consignment:A', {
      type: 'ClockPaused',
      payload: { clock: 'sign-for', reason: 'away', note: '' },
    });
    expect(site.views.nextDeadline('due', '2026-06-18T00:00:00.000Z')).toBeNull();
    expect(site.views.deadlinesOf('A')[0]?.paused).toEqual({
      since: '2026-06-18T02:00:00.000Z',
      reason: 'away',
    });
    await site.clock.advance(DAY);
    site.write('consignment:A', { type: 'ClockResumed', payload: { clock: 'sign-for' } });
    expect(site.views.deadlinesOf('A')[0]).toMatchObject({ dueAt: '2026-06-19T05:00:00.000Z', paused: null });
  });

  it('come in the order of their moment, page by page, none twice', () => {
    const site = clockSite();
    for (const docket of ['A', 'B', 'C', 'D', 'E']) {
      site.register(docket, docket === 'C' ? 'teti' : 'teji');
      site.deposit(docket);
    }
    const range = { after: null, before: '2026-06-18T23:00:00.000Z' };
    const first = site.views.deadlinesIn('due', range, 2);
    const second = site.views.deadlinesIn('due', range, 2, first.next);
    const third = site.views.deadlinesIn('due', range, 2, second.next);
    expect([first, second, third].map(({ rows }) => rows.map(({ docket }) => docket))).toEqual([
      ['C', 'A'],
      ['B', 'D'],
      ['E'],
    ]);
    expect(third.next).toBeNull();
  });
});

/** Every open clock is due when it would be, computed now. */
const isFresh = ({ desk, views }: ClockSite): void => {
  const basis = basisOf(desk.state(clockBook, 'clocks').state);
  for (const one of views.openClocks(null, 5000)) {
    const { dueAt, remindAt } = one;
    expect({ dueAt, remindAt }, one.docket).toEqual(deadlineOf(basis, one));
  }
};

type Step = readonly [name: string, value: number];
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom(
      'drop',
      'drop',
      'drop',
      'settings',
      'collect',
      'pause',
      'resume',
      'settings',
      'day',
      'undo',
      'wait',
    ),
    fc.integer({ min: 0, max: 9 }),
  ),
  { maxLength: 30 },
);
const URGENCIES = ['none', 'jiaji', 'teji', 'pingji', 'teti'] as const;
const follow = async (site: ClockSite, [name, n]: Step): Promise<void> => {
  const [docket, date] = [`P${n}`, `2026-06-${18 + n}`];
  const [row] = site.views.deadlinesOf(docket).slice(-1);
  const open = row && row.metAt === null;
  if (name === 'drop' && !row) {
    site.register(docket, URGENCIES[n % 5], n % 2 ? '意见' : '函', n % 3 ? 'bgs' : 'fgw');
    site.deposit(docket);
  }
  if (name === 'collect' && row?.clock === 'sign-for' && open) site.collect(docket);
  if (name === 'pause' && open && !row.paused)
    site.write(`consignment:${docket}`, {
      type: 'ClockPaused',
      payload: { clock: row.clock, reason: 'other', note: '' },
    });
  if (name === 'resume' && row?.paused)
    site.write(`consignment:${docket}`, { type: 'ClockResumed', payload: { clock: row.clock } });
  if (name === 'settings')
    site.write('site:clocks', { type: 'ClockSettingsSaved', payload: n % 2 ? slower : defaultClockSettings });
  if (name === 'day')
    site.write('site:clocks', {
      type: 'OfficeDaySet',
      payload: { date, working: n % 2 === 0, hours: n % 3 ? null : [{ from: 600, to: 660 }], note: '' },
    });
  if (name === 'undo') site.write('site:clocks', { type: 'OfficeDayRemoved', payload: { date } });
  if (name === 'wait') await site.clock.advance(n * HOUR);
};

const keptFresh = (
  make: (site: ClockSite) => { start(): void; stop(): void },
  options: { readonly seed?: number; readonly numRuns: number } = { numRuns: 15 },
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const site = clockSite();
      const kept = make(site);
      kept.start();
      for (const step of story) await follow(site, step);
      await site.clock.advance(1000);
      isFresh(site);
      expect(site.troubles).toEqual([]);
      kept.stop();
      const grown = dumpViews(site.ledger.db);
      site.ledger.rebuildViews();
      expect(dumpViews(site.ledger.db)).toEqual(grown);
      site.ledger.close();
    }),
    { ...options, endOnFailure: true },
  );

describe('Open deadlines', { timeout: 120_000 }, () => {
  it('are what they would be if each were computed now, whatever was changed, and the same when rebuilt', () =>
    keptFresh((site) => site.make()));

  it('that nobody computes anew are caught', async () => {
    await expect(
      keptFresh(() => ({ start: () => undefined, stop: () => undefined }), {
        seed: MUTANT_SEED,
        numRuns: 100,
      }),
    ).rejects.toThrow(/seed/);
  });

  it('move with an event when settings are saved, those that were met do not', async () => {
    const site = clockSite();
    const kept = site.make();
    kept.start();
    for (const docket of ['A', 'B']) {
      site.register(docket, 'jiaji');
      site.deposit(docket);
    }
    site.collect('A');
    site.write('site:clocks', { type: 'ClockSettingsSaved', payload: slower });
    await site.clock.advance(1000);
    expect(site.views.deadlinesOf('A')[0]?.dueAt).toBe('2026-06-18T05:00:00.000Z');
    expect(site.views.deadlinesOf('B')[0]?.dueAt).toBe('2026-06-18T09:00:00.000Z');
    expect(kept.recomputation()).toMatchObject({ running: null, last: { reason: 'settings', moved: 1 } });
    expect(site.types().slice(-2)).toEqual(['DeadlinesMoved', 'DeadlinesRecomputed']);
    kept.stop();
    expect(site.clock.pending).toBe(0);
  });

  it('are computed anew after a restart in the middle of a change, and nothing is recorded when all is well', async () => {
    using dir = temporaryDir();
    const clock = new ManualClock();
    const open = () => openLedger({ dataDir: dir.path, site: 'test', projections });
    const first = clockSite('', open(), clock);
    const before = first.make();
    before.start();
    await clock.advance(1000);
    first.register('A');
    first.deposit('A');
    first.write('site:clocks', { type: 'ClockSettingsSaved', payload: slower });
    // Stopped before the first stretch.
    before.stop();
    first.ledger.close();
    const second = clockSite('', open(), clock);
    const after = second.make();
    after.start();
    await clock.advance(1000);
    isFresh(second);
    expect(after.recomputation().last).toMatchObject({ reason: 'start', moved: 1 });
    const { sequence } = second.ledger.head();
    await clock.advance(2 * DAY);
    expect(
      second
        .types()
        .slice(sequence)
        .filter((type) => type.startsWith('Deadlines')),
    ).toEqual([]);
    after.stop();
    second.ledger.close();
  });
});

describe('A preview', () => {
  it('says beforehand exactly what saving does', async () => {
    const site = clockSite();
    const kept = site.make();
    kept.start();
    for (const docket of ['A', 'B', 'C']) {
      site.register(docket, docket === 'C' ? 'none' : 'jiaji');
      site.deposit(docket);
    }
    await site.clock.advance(5 * HOUR);
    const effect = await previewClocks(site, { settings: slower, set: [], remove: [] });
    expect(effect).toMatchObject({ open: 3, earlier: 0, later: 3, becomeOverdue: 0, noLongerOverdue: 2 });
    site.write('site:clocks', { type: 'ClockSettingsSaved', payload: slower });
    await site.clock.advance(1000);
    for (const { row, dueThen } of effect.examples)
      expect(site.views.deadlinesOf(row.docket)[0]?.dueAt).toBe(dueThen);
    expect(effect.examples).toHaveLength(3);
    const off = { date: '2026-06-22', working: false, hours: null, note: '停电' };
    const days = await previewClocks(site, { settings: null, set: [off], remove: [] });
    expect(days).toMatchObject({ later: 1, earlier: 0 });
    kept.stop();
  });
});

describe('The machine’s clock', () => {
  it.each([
    ['forward', 3 * HOUR],
    ['back', -3 * HOUR],
  ])(
    'set %s is noticed within a minute, recorded, and deadlines stay what they follow from',
    async (_, off) => {
      const clock = new ManualClock();
      const site = clockSite('', undefined, clock);
      const kept = site.make();
      kept.start();
      site.register('A', 'jiaji');
      site.deposit('A');
      await clock.advance(10 * MINUTE);
      expect(kept.jumps(10)).toEqual([]);
      clock.set(off);
      await clock.advance(2 * MINUTE);
      const [jump, ...more] = kept.jumps(10);
      expect(more).toEqual([]);
      expect(Date.parse(jump?.found ?? '') - Date.parse(jump?.expected ?? '')).toBe(off);
      expect(site.views.deadlinesOf('A')[0]?.dueAt).toBe('2026-06-18T05:00:00.000Z');
      await clock.advance(2 * DAY);
      expect(kept.jumps(10)).toHaveLength(1);
      kept.stop();
      expect(clock.pending).toBe(0);
    },
  );

  it('that is before the last event at a start is recorded', () => {
    const site = clockSite();
    site.register('A');
    const late = clockSite('2026-06-17T01:00:00.000Z', site.ledger);
    const kept = late.make();
    kept.start();
    expect(kept.jumps(10)).toMatchObject([
      { while: 'stopped', expected: '2026-06-18T01:00:00.000Z', found: '2026-06-17T01:00:00.000Z' },
    ]);
    kept.stop();
  });
});

describe('Two visits a working day', () => {
  const missed = (site: ClockSite) =>
    site.views
      .missedVisits({ from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' })
      .map(({ department, to, waiting }) => `${department} ${to} ${waiting}`);

  it('are missed by who leaves paper waiting through a half day, and by nobody else', async () => {
    const site = clockSite('2026-06-18T00:00:00.000Z');
    const kept = site.make();
    kept.start();
    site.register('A', 'none', '函', 'bgs');
    site.register('B', 'none', '函', 'fgw');
    site.deposit('A');
    site.deposit('B');
    await site.clock.advance(2 * HOUR);
    site.collect('B', 'fgw');
    site.register('C', 'none', '函', 'fgw');
    site.deposit('C');
    await site.clock.advance(3 * HOUR);
    expect(missed(site)).toEqual(['bgs 2026-06-18T04:00:00.000Z 1']);
    site.collect('A');
    await site.clock.advance(6 * HOUR);
    expect(missed(site)).toEqual(['bgs 2026-06-18T04:00:00.000Z 1', 'fgw 2026-06-18T10:00:00.000Z 1']);
    // Friday 19 June 2026 is the Dragon Boat Festival; then the weekend.
    await site.clock.advance(2.5 * DAY);
    expect(missed(site)).toHaveLength(2);
    kept.stop();
  });

  it('that ended while nothing ran are judged at the next start, once', async () => {
    const site = clockSite('2026-06-18T00:00:00.000Z');
    const first = site.make();
    first.start();
    site.register('A');
    site.deposit('A');
    first.stop();
    await site.clock.advance(5 * HOUR);
    for (let i = 0; i < 2; i++) {
      const again = site.make();
      again.start();
      again.stop();
    }
    expect(missed(site)).toEqual(['bgs 2026-06-18T04:00:00.000Z 1']);
  });
});
