import { describe, expect, it } from 'vitest';
import { LedgerUnavailable } from '#controller/ports/ledger.ts';
import type { OpenClocks } from '#controller/ports/open-clocks.ts';
import { nameHead, nameStandIn } from '#controller/commands/reach.ts';
import { by } from '#tests/support/api-site.ts';
import {
  channelsConfig,
  collect,
  down,
  FakeChannel,
  hook,
  HOUR,
  mail,
  messageSite,
  MINUTE,
  person,
  startMessages,
  waiting,
  type MessageSite,
} from '#tests/support/message-site.ts';

const chasing = { tells: ['chasing', 'digests', 'visits'] };
const group = (more: object = {}, rules: object = {}) => {
  const site = messageSite(channelsConfig([{ ...hook, ...chasing, ...more }], rules));
  const channel = new FakeChannel('hook');
  return { site, channel };
};
const said = ({ heard }: FakeChannel): string[] =>
  heard.map(({ event }) => `${event.type.replace('chasing.', '')}/${String(event.data['level'])}`);
const people = (site: MessageSite): void => {
  person(site, '1001', ['collector'], ['bgs']);
  person(site, '1002', ['collector'], ['fgw']);
  person(site, '2001', []);
  person(site, '3001', ['supervisor']);
  nameHead(site, 'bgs', '2001', by);
};
/** Tells that deadlines moved, or that a visit was missed, as the record does; which ones the test's clocks know. */
const moved = (site: MessageSite): void =>
  void site.desk.append(
    [
      {
        stream: 'site:deadlines',
        events: [
          {
            type: 'DeadlinesMoved',
            payload: { reason: 'settings', department: 'bgs', after: 0, upTo: 99, moved: 1 },
          },
        ],
      },
    ],
    by,
  );
const missed = (site: MessageSite): void => {
  const half = { from: '2026-06-18T00:30:00.000Z', to: '2026-06-18T04:00:00.000Z' };
  const event = { type: 'VisitMissed', payload: { ...half, waiting: 1 } } as const;
  site.desk.append([{ stream: 'department:bgs', events: [event] }], by);
};

describe('an urgent paper', () => {
  it('is chased before, at and after its deadline: collector, then head, then supervisor, once each', async () => {
    const site = messageSite(channelsConfig([{ ...mail, ...chasing }]));
    const channel = new FakeChannel('mail', 'email');
    people(site);
    const messages = startMessages(site, [channel]);
    const docket = waiting(site, { urgency: 'teji', minutes: 30, remind: 10 });
    const at: string[] = [];
    channel.answer = ({ to, time, event }) => {
      at.push(`${time.slice(11, 16)} ${event.type} ${to ?? ''}`);
      return { ok: true };
    };
    await site.clock.advance(5 * HOUR);
    expect(at).toEqual([
      '01:20 chasing.reminder 1001@example.org',
      '01:30 chasing.overdue 1001@example.org',
      '01:45 chasing.escalation 2001@example.org',
      '02:00 chasing.escalation 3001@example.org',
    ]);
    expect(channel.heard[3]?.text).toContain(
      `${docket}：箱格 A01，签收期限 2026-06-18 09:30，已超期 30 分钟`,
    );
    expect(JSON.stringify(channel.heard)).not.toContain('防汛');
    await messages.stop();
    expect(site.clock.pending).toBe(0);
  });

  it('that was collected is not chased any more, also when a reminder was on its way', async () => {
    const { site, channel } = group();
    const messages = startMessages(site, [channel]);
    const docket = waiting(site);
    channel.answer = () => down;
    await site.clock.advance(21 * MINUTE);
    expect(said(channel)[0]).toBe('reminder/collector');
    collect(site, docket);
    channel.answer = () => ({ ok: true });
    channel.heard.length = 0;
    await site.clock.advance(24 * HOUR);
    expect(channel.heard).toEqual([]);
    expect(site.views.messages({ limit: 9 }).rows.map(({ state }) => state)).toEqual(['dropped']);
    await messages.stop();
  });

  it('is chased once when the channel was down for all of it: what is older is left out', async () => {
    const { site, channel } = group();
    const messages = startMessages(site, [channel]);
    waiting(site);
    channel.answer = () => down;
    await site.clock.advance(3 * HOUR);
    channel.heard.length = 0;
    channel.answer = () => ({ ok: true });
    await site.clock.advance(24 * HOUR);
    expect(said(channel)).toEqual(['escalation/supervisor']);
    await messages.stop();
  });

  it('is not chased twice within the quiet time, but later', async () => {
    const rules = { signFor: { teji: { headAfter: 1, supervisorAfter: 2, quiet: 30 } } };
    const { site, channel } = group({}, rules);
    const messages = startMessages(site, [channel]);
    waiting(site, { minutes: 30, remind: 10 });
    const at: number[] = [];
    channel.answer = () => {
      at.push(site.clock.now());
      return { ok: true };
    };
    await site.clock.advance(24 * HOUR);
    expect(at.length).toBeGreaterThan(1);
    at.slice(1).forEach((time, index) => expect(time - (at[index] ?? 0)).toBeGreaterThanOrEqual(30 * MINUTE));
    await messages.stop();
  });

  it('says nothing of an earlier stage behind a later one to who is told of all', async () => {
    const rules = { signFor: { teji: { headAfter: 5, supervisorAfter: 200, quiet: 30 } } };
    const { site, channel } = group({}, rules);
    const messages = startMessages(site, [channel]);
    waiting(site, { minutes: 30, remind: 10 });
    await site.clock.advance(24 * HOUR);
    // The deadline fell into the quiet time behind the reminder, and so did the head’s stage, which stands for both.
    expect(said(channel)).toEqual(['reminder/collector', 'escalation/head', 'escalation/supervisor']);
    await messages.stop();
  });

  it('whose reminder fell into a time when the controller was off is chased at the start', async () => {
    const { site, channel } = group();
    waiting(site);
    await site.clock.advance(40 * MINUTE);
    const messages = startMessages(site, [channel]);
    await site.clock.advance(MINUTE);
    expect(said(channel)).toEqual(['overdue/collector']);
    await messages.stop();
    const again = startMessages(site, [channel]);
    await site.clock.advance(MINUTE);
    expect(said(channel)).toEqual(['overdue/collector']);
    await again.stop();
  });

  it('with a new deadline is chased again for that one', async () => {
    const { site, channel } = group();
    const messages = startMessages(site, [channel]);
    waiting(site);
    await site.clock.advance(31 * MINUTE);
    const [row] = site.clocks.rows;
    const later = (iso: string): string => new Date(Date.parse(iso) + 4 * HOUR).toISOString();
    if (row) site.clocks.rows.splice(0, 1, { ...row, due: later(row.due), remindAt: later(row.remindAt) });
    moved(site);
    await site.clock.advance(4 * HOUR);
    expect(said(channel)).toEqual([
      'reminder/collector',
      'overdue/collector',
      'reminder/collector',
      'overdue/collector',
    ]);
    await messages.stop();
  });

  it('tells a stand-in in place of whoever is away, and nobody twice', async () => {
    const site = messageSite(channelsConfig([{ ...mail, ...chasing }]));
    const channel = new FakeChannel('mail', 'email');
    people(site);
    person(site, '1003', ['collector'], ['bgs']);
    const named = { standIn: '1003', from: '2026-06-18T00:00:00.000Z', until: '2026-06-19T00:00:00.000Z' };
    expect(nameStandIn(site, '1001', named, by).ok).toBe(true);
    const messages = startMessages(site, [channel]);
    waiting(site);
    await site.clock.advance(21 * MINUTE);
    expect(channel.heard.map(({ to }) => to)).toEqual(['1003@example.org']);
    await site.clock.advance(24 * HOUR);
    channel.heard.length = 0;
    waiting(site);
    await site.clock.advance(21 * MINUTE);
    expect(channel.heard.map(({ to }) => to)).toEqual(['1001@example.org', '1003@example.org']);
    await messages.stop();
  });
});

describe('looking at clocks', () => {
  /** How many clocks chasing read, by which question. */
  const counting = (site: MessageSite) => {
    const read = { upTo: 0, of: 0 };
    const clocks: OpenClocks = {
      upTo(...asked) {
        const found = site.clocks.upTo(...asked);
        read.upTo += found.length;
        return found;
      },
      of(docket) {
        const found = site.clocks.of(docket);
        read.of += found.length;
        return found;
      },
      next: (...asked) => site.clocks.next(...asked),
      missedVisits: (range) => site.clocks.missedVisits(range),
      isWorkingDay: (date) => site.clocks.isWorkingDay(date),
    };
    return { read, clocks };
  };

  it('costs nothing for papers that are late for long, however many they are', async () => {
    const { site, channel } = group({ tells: ['chasing'] });
    const { read, clocks } = counting(site);
    const messages = startMessages(site, [channel], { clocks });
    for (let n = 0; n < 4; n += 1) waiting(site, { urgency: 'teji' });
    await site.clock.advance(48 * HOUR);
    expect(channel.heard).toHaveLength(16);
    Object.assign(read, { upTo: 0, of: 0 });
    for (let n = 0; n < 5; n += 1) {
      waiting(site, { urgency: 'none', minutes: 5 * 24 * 60 });
      await site.clock.advance(HOUR);
    }
    expect(read).toEqual({ upTo: 0, of: 5 });
    await messages.stop();
  });

  it('tells a stand-in whose time begins of what is late already', async () => {
    const site = messageSite(channelsConfig([{ ...mail, tells: ['chasing'] }]));
    const channel = new FakeChannel('mail', 'email');
    people(site);
    person(site, '1003', ['collector'], ['fgw']);
    const messages = startMessages(site, [channel]);
    waiting(site);
    await site.clock.advance(24 * HOUR);
    channel.heard.length = 0;
    const from = new Date(site.clock.now() + 5 * HOUR).toISOString();
    nameStandIn(site, '1001', { standIn: '1003', from, until: '2026-07-01T00:00:00.000Z' }, by);
    await site.clock.advance(5 * HOUR - 1);
    expect(channel.heard).toEqual([]);
    await site.clock.advance(1);
    expect(channel.heard.map(({ to }) => to)).toEqual(['1003@example.org']);
    await messages.stop();
  });

  it('tells a collector who came later of what is late already', async () => {
    const site = messageSite(channelsConfig([{ ...mail, tells: ['chasing'] }]));
    const channel = new FakeChannel('mail', 'email');
    people(site);
    const messages = startMessages(site, [channel]);
    waiting(site);
    await site.clock.advance(24 * HOUR);
    channel.heard.length = 0;
    person(site, '1009', ['collector'], ['bgs']);
    await site.clock.advance(MINUTE);
    expect(channel.heard.map(({ to }) => to)).toEqual(['1009@example.org']);
    await messages.stop();
  });

  it('goes on after a decision that could not be recorded', async () => {
    const { site, channel } = group({ tells: ['chasing'] });
    let broken = true;
    const messages = startMessages(site, [channel], {
      desk: {
        ...site.desk,
        append(writes, ...rest) {
          if (broken && writes.some(({ stream }) => stream.startsWith('message:')))
            throw new LedgerUnavailable('the disk is full');
          return site.desk.append(writes, ...rest);
        },
      },
    });
    waiting(site);
    await site.clock.advance(25 * MINUTE);
    expect(channel.heard).toEqual([]);
    broken = false;
    await site.clock.advance(3 * MINUTE);
    expect(said(channel)).toEqual(['reminder/collector']);
    await messages.stop();
  });
});

describe('ordinary papers', () => {
  it('are gathered in a weekly digest, on the next working day where that is a day off', async () => {
    // 18 June 2026 is a Thursday, 9 o’clock in Shanghai.
    const { site, channel } = group();
    site.clocks.daysOff.add('2026-06-22');
    const messages = startMessages(site, [channel]);
    const dockets = [
      waiting(site, { urgency: 'none' }),
      waiting(site, { urgency: 'none', department: 'fgw' }),
    ];
    const at: string[] = [];
    channel.answer = ({ time }) => {
      at.push(time.slice(0, 16));
      return { ok: true };
    };
    await site.clock.advance(9 * 24 * HOUR);
    expect(at).toEqual(['2026-06-23T01:00']);
    expect(channel.dockets[0]).toEqual(dockets);
    expect(channel.heard[0]?.subject).toBe(
      '【某市公文交换站（演示）】催办汇总：各部门未办结 2 件，其中超期 2 件',
    );
    await messages.stop();
  });

  it('are told to each receiver in one digest, daily where the site says so, and to supervisors when long overdue', async () => {
    const site = messageSite(channelsConfig([{ ...mail, ...chasing }], { digest: { every: 'day' } }));
    const channel = new FakeChannel('mail', 'email');
    people(site);
    const messages = startMessages(site, [channel]);
    waiting(site, { urgency: 'none' });
    waiting(site, { urgency: 'none', department: 'fgw' });
    await site.clock.advance(24 * HOUR + 1);
    expect(channel.heard.map(({ to }) => to).sort()).toEqual(['1001@example.org', '1002@example.org']);
    channel.heard.length = 0;
    // Friday to Monday: overdue for more than three days.
    await site.clock.advance(3 * 24 * HOUR + 1);
    expect(channel.heard.map(({ to }) => to).sort()).toEqual([
      '1001@example.org',
      '1002@example.org',
      '2001@example.org',
      '3001@example.org',
    ]);
    await messages.stop();
  });

  it('of a digest that a crash cut off are told once', async () => {
    const { site, channel } = group({}, { digest: { every: 'day' } });
    const first = startMessages(site, [channel]);
    waiting(site, { urgency: 'none' });
    await site.clock.advance(24 * HOUR + 1);
    await first.stop();
    // The note that it was decided was lost, and another paper came meanwhile.
    site.secrets.set('messages:digest', '2026-06-18');
    waiting(site, { urgency: 'none' });
    const second = startMessages(site, [channel]);
    await site.clock.advance(HOUR);
    expect(said(channel)).toEqual(['digest/collector']);
    await second.stop();
  });
});

describe('a clock that is put back over the hour of the digest', () => {
  it('brings no digest of an earlier day, and none of this one again', async () => {
    const { site, channel } = group({}, { digest: { every: 'day' } });
    const messages = startMessages(site, [channel]);
    waiting(site, { urgency: 'none' });
    await site.clock.advance(24 * HOUR + MINUTE);
    expect(said(channel)).toEqual(['digest/collector']);
    site.clock.set(-2 * HOUR);
    await site.clock.advance(HOUR);
    await site.clock.advance(2 * HOUR);
    expect(said(channel)).toEqual(['digest/collector']);
    // A weekend lies between.
    await site.clock.advance(3 * 24 * HOUR);
    expect(said(channel)).toEqual(['digest/collector', 'digest/supervisor']);
    await messages.stop();
  });
});

describe('a department that nobody came from', () => {
  it('is told when half a working day passed, if paper still waits', async () => {
    const { site, channel } = group();
    const messages = startMessages(site, [channel]);
    const docket = waiting(site, { urgency: 'none' });
    const half = { from: '2026-06-18T00:30:00.000Z', to: '2026-06-18T04:00:00.000Z' };
    site.clocks.missed.push(
      { department: 'bgs', ...half, sequence: 7 },
      { department: 'fgw', ...half, sequence: 8 },
    );
    missed(site);
    await site.clock.advance(4 * HOUR);
    expect(said(channel)).toEqual(['visit/collector']);
    expect(channel.dockets).toEqual([[docket]]);
    await site.clock.advance(4 * HOUR);
    expect(channel.heard).toHaveLength(1);
    await messages.stop();
  });
});
