import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '#controller/ports/channel.ts';
import type { OpenClock, OpenClocks } from '#controller/ports/open-clocks.ts';
import { checkFigures } from '#tests/support/office-year/check-figures.ts';
import { checkMessages } from '#tests/support/office-year/check-messages.ts';
import { liveThrough, type Lived, type LivingPlan } from '#tests/support/office-year/live.ts';
import { CHANNELS } from '#tests/support/office-year/plan.ts';
import { planEdits } from '#tests/support/office-year/upsets.ts';

/** 2026 in Shanghai; `npm run bench -- year` lives the same with 100,000 papers and 60 departments. */
const START = '2025-12-31T16:00:00.000Z';
const year: LivingPlan = { start: START, days: 365, documents: 800, departments: 12, seed: 7 };

describe('A working year with holidays, restarts and outages of every channel', () => {
  let lived: Lived;
  beforeAll(async () => void (lived = await liveThrough(year)), 600_000);

  it('tells of everything that is due once and in time, of nothing that is done, and loses nothing', () => {
    const { problems, counted } = checkMessages(lived);
    expect(problems).toEqual([]);
    const least = { reminder: 200, overdue: 150, 'escalation to head': 80, 'escalation to supervisor': 40 };
    for (const [what, count] of Object.entries({
      ...least,
      ...{ 'digest to collector': 150, 'digest to head': 50, 'digest to supervisor': 50, deposited: 150 },
      ...{ 'missed visits': 400, 'sent again': 3, superseded: 3, settled: 3 },
      ...{ 'set forward': 20, 'set back': 20, 'said while somebody stood in': 20 },
      ...{ 'told again, for the calendar or a stand-in': 5, 'due by another calendar than at first': 1 },
      ...Object.fromEntries(CHANNELS.map((channel) => [`taken by ${channel}`, 80])),
    }))
      expect(counted[what], what).toBeGreaterThanOrEqual(count);
  });

  it('has the figures of each department, month and the year that its events add up to', () => {
    const { problems, counted } = checkFigures(lived);
    expect(problems).toEqual([]);
    // Twelve months and the year, each department, all together, and the working days.
    expect(counted).toBe(13 * (12 + 2));
  });

  it.each([
    ['that the clock was set', { jumps: [], sets: [], passedAt: (shown: number) => shown }],
    ['that somebody was away', { absences: [] }],
    ['that the calendar was changed', { edits: planEdits(year).slice(0, 1) }],
  ])('is not as somebody would have it who does not know %s', (_, blind) => {
    expect(checkMessages({ ...lived, ...blind }).problems.length).toBeGreaterThan(5);
  });

  it.each([
    ['a piece in time too many', 'UPDATE view_evaluation_day SET inTime = inTime + 1 WHERE inTime < met'],
    ['a visit forgotten', 'DELETE FROM view_evaluation_visit WHERE session LIKE :one'],
    ['a refusal counted for another month', 'UPDATE view_evaluation_mark SET day = day + 31'],
  ])('is not taken for right with %s', (_, sql) => {
    const { db } = lived.ledger;
    db.exec('SAVEPOINT mutant');
    db.prepare(sql.replace(':one', "'%7'")).run();
    try {
      expect(checkFigures(lived).problems).not.toEqual([]);
    } finally {
      db.exec('ROLLBACK TO mutant; RELEASE mutant');
    }
    expect(checkFigures(lived).problems).toEqual([]);
  });
});

describe('Twelve days of the same', () => {
  const days: LivingPlan = { ...year, days: 12, documents: 100 };
  const seeing =
    (change: (found: readonly OpenClock[]) => readonly OpenClock[]) =>
    (clocks: OpenClocks): OpenClocks => ({
      ...clocks,
      upTo: (...asked) => change(clocks.upTo(...asked)),
      of: (docket) => change(clocks.of(docket)),
    });
  const sending =
    (send: (channel: Channel) => Channel['send']) =>
    (channel: Channel): Channel => ({
      ...{ id: channel.id, personal: channel.personal, perMinute: channel.perMinute },
      send: send(channel),
      close: () => channel.close(),
    });
  const remembering = (): ((clocks: OpenClocks) => OpenClocks) => {
    const seen = new Map<string, OpenClock>();
    const keep = (found: readonly OpenClock[]): readonly OpenClock[] => {
      for (const one of found) seen.set(`${one.docket} ${one.clock}`, one);
      return found;
    };
    return (clocks) => ({
      ...clocks,
      upTo: (...asked) => keep(clocks.upTo(...asked)),
      of: (docket) => (keep(clocks.of(docket)), [...seen.values()].filter((one) => one.docket === docket)),
    });
  };
  const mutants: Readonly<Record<string, readonly [Partial<LivingPlan>, RegExp]>> = {
    'a chaser that overlooks some': [
      { spoilClocks: seeing((found) => found.filter(({ docket }) => !docket.endsWith('3'))) },
      /never|in time|missing/,
    ],
    'a chaser that believes that nothing is ever done': [
      { spoilClocks: remembering() },
      /is done|out of its time|though done/,
    ],
    'a chaser that forgets who stands in for whom': [
      { spoilViews: (views) => ({ ...views, standIns: () => [] }) },
      /does not hear of it now/,
    ],
    'a channel that says everything twice': [
      {
        spoilChannel: sending((channel) => async (message) => {
          await channel.send(message);
          return channel.send(message);
        }),
      },
      /arrived again/,
    ],
    'a channel that takes an outage for an answer': [
      {
        spoilChannel: sending((channel) => async (message) => {
          await channel.send(message);
          return { ok: true };
        }),
      },
      /the other side says otherwise/,
    ],
    'a channel that names each attempt anew': [
      {
        spoilChannel: sending(
          (channel) =>
            ({ id, ...message }) =>
              channel.send({
                ...message,
                id: `${id.slice(0, -2)}${String(message.attempt).padStart(2, '0')}`,
              }),
        ),
      },
      /nobody decided/,
    ],
  };
  it.each(Object.keys(mutants))('with %s is not taken for right', { timeout: 300_000 }, async (name) => {
    const [spoilt = {}, complaint = /^$/] = mutants[name] ?? [];
    const { problems } = checkMessages(await liveThrough({ ...days, ...spoilt }));
    expect(problems.filter((problem) => complaint.test(problem))).not.toEqual([]);
  });
});
