import { describe, expect, it } from 'vitest';
import { openClocks } from '#controller/composition/open-clocks.ts';
import { withAbsent } from '#controller/stations/absent.ts';
import { nameStandIn } from '#controller/commands/reach.ts';
import { by } from '#tests/support/api-site.ts';
import {
  channelsConfig,
  collect,
  deposit,
  FakeChannel,
  hook,
  HOUR,
  messageSite,
  person,
  register,
  startMessages,
} from '#tests/support/message-site.ts';

describe('chasing by the deadlines of the views', () => {
  it('reminds of an urgent paper before it is due, marks it at its deadline, and stops when it is collected', async () => {
    const site = messageSite(channelsConfig([{ ...hook, tells: ['chasing'] }]));
    const clocks = openClocks(site.views, site.desk);
    const channel = new FakeChannel('hook');
    const messages = startMessages(site, [channel], { clocks });
    const [docket = ''] = register(site, 'bgs', 'teji');
    const since = deposit(site, docket);
    const [open] = clocks.of(docket);
    expect(open).toMatchObject({ docket, clock: 'sign-for', department: 'bgs', urgency: 'teji', since });
    const { due = '', remindAt = '' } = open ?? {};
    expect(clocks.upTo('due', due).map((row) => row.docket)).toEqual([docket]);
    expect(clocks.upTo('due', new Date(Date.parse(due) - 1).toISOString())).toEqual([]);
    expect(clocks.next('remind', new Date(site.clock.now()).toISOString())).toBe(remindAt);
    await site.clock.advance(Date.parse(remindAt) - site.clock.now());
    expect(channel.heard.map(({ event }) => event.type)).toEqual(['chasing.reminder']);
    await site.clock.advance(Date.parse(due) - site.clock.now());
    expect(channel.heard.map(({ event }) => event.type)).toEqual(['chasing.reminder', 'chasing.overdue']);
    collect(site, docket);
    expect(clocks.of(docket).map(({ clock }) => clock)).toEqual(['handling']);
    await site.clock.advance(2 * HOUR);
    expect(channel.heard).toHaveLength(2);
    await messages.stop();
  });

  it('knows days off', () => {
    const site = messageSite(channelsConfig([]));
    const { isWorkingDay } = openClocks(site.views, site.desk);
    // A Thursday and a Saturday.
    expect([isWorkingDay('2026-06-18'), isWorkingDay('2026-06-20')]).toEqual([true, false]);
  });
});

describe('a stand-in', () => {
  it('may collect for the departments of whoever named them, while the period lasts', async () => {
    const site = messageSite(channelsConfig([]));
    person(site, '1001', ['collector'], ['bgs']);
    person(site, '1002', ['collector'], ['fgw']);
    const period = { from: '2026-06-18T02:00:00.000Z', until: '2026-06-18T04:00:00.000Z' };
    nameStandIn(site, '1001', { standIn: '1002', ...period }, by);
    const mayFor = (): readonly string[] => {
      const row = site.views.person('1002');
      return row ? withAbsent(site, '1002', row).standsInFor : ['nobody'];
    };
    expect(mayFor()).toEqual([]);
    await site.clock.advance(HOUR);
    expect(mayFor()).toEqual(['bgs']);
    await site.clock.advance(2 * HOUR);
    expect(mayFor()).toEqual([]);
  });
});
