import { describe, expect, it } from 'vitest';
import { siteMessages, type MessageDeps } from '#controller/composition/messages.ts';
import type { Channel, OutgoingMessage } from '#controller/ports/channel.ts';
import type { OpenClocks } from '#controller/ports/open-clocks.ts';
import { GATHER_MS } from '#controller/supervision/messages/deposit-notices.ts';
import {
  channelsConfig,
  collect,
  deposit,
  down,
  FakeChannel,
  hook,
  HOUR,
  messageSite,
  MINUTE,
  register,
  startMessages,
  waiting,
  type MessageSite,
} from '#tests/support/message-site.ts';

/** Each check holds for the real thing and fails for a variant that is broken on purpose. */
type Change = (site: MessageSite, channel: FakeChannel) => Partial<MessageDeps>;
const real: Change = () => ({});

/** Two pieces, one collected while the channel is down: whether only the other one is told in the end. */
const readsAgain = async (change: Change): Promise<boolean> => {
  const site = messageSite(channelsConfig([hook]));
  const channel = new FakeChannel('hook');
  const messages = startMessages(site, [channel], change(site, channel));
  channel.answer = () => down;
  const [stays = '', leaves = ''] = register(site, 'bgs', 'none', 2);
  for (const docket of [stays, leaves]) deposit(site, docket);
  await site.clock.advance(GATHER_MS);
  collect(site, leaves);
  channel.answer = () => ({ ok: true });
  await site.clock.advance(MINUTE);
  await messages.stop();
  return channel.dockets.at(-1)?.join() === stays;
};
describe('the check that the state is read again', () => {
  it('passes the real outbox', async () => expect(await readsAgain(real)).toBe(true));
  it('catches one that says what it once decided', async () => {
    const blind: Change = ({ views }) => ({
      views: {
        ...views,
        consignment(docket) {
          const row = views.consignment(docket);
          return row && { ...row, state: 'deposited' };
        },
      },
    });
    expect(await readsAgain(blind)).toBe(false);
  });
});

/** An urgent paper with stages a minute apart: whether nobody is chased twice within the quiet half hour. */
const keepsQuiet = async (change: Change): Promise<boolean> => {
  const rules = { signFor: { teji: { headAfter: 1, supervisorAfter: 2, quiet: 30 } } };
  const site = messageSite(channelsConfig([{ ...hook, tells: ['chasing'] }], rules));
  const channel = new FakeChannel('hook');
  const at: number[] = [];
  channel.answer = () => {
    at.push(site.clock.now());
    return { ok: true };
  };
  const messages = startMessages(site, [channel], change(site, channel));
  waiting(site);
  await site.clock.advance(6 * HOUR);
  await messages.stop();
  return at.length > 1 && at.every((time, n) => n === 0 || time - (at[n - 1] ?? 0) >= 30 * MINUTE);
};
describe('the check of the quiet time', () => {
  it('passes the real rules', async () => expect(await keepsQuiet(real)).toBe(true));
  it('catches one that does not look when it last said something', async () => {
    const forgetful: Change = ({ views }) => ({
      views: { ...views, toldOf: (docket) => views.toldOf(docket).map((told) => ({ ...told, at: null })) },
    });
    expect(await keepsQuiet(forgetful)).toBe(false);
  });
  it('catches a rule without quiet', async () => {
    const { config } = { config: channelsConfig([{ ...hook, tells: ['chasing'] }]) };
    const { teji } = config.policies.chasing.signFor;
    teji.headAfter = 1;
    teji.supervisorAfter = 2;
    teji.quiet = 0;
    expect(await keepsQuiet(() => ({ config }))).toBe(false);
  });
});

/** The process dies while a message is under way: whether the next one sends it again, under the same id. */
const losesNothing = async (
  change: Change,
  wrap: (channel: Channel, site: MessageSite) => Channel = (channel) => channel,
): Promise<readonly [told: boolean, sameId: boolean]> => {
  const site = messageSite(channelsConfig([hook]));
  const first = new FakeChannel('hook');
  first.answer = () => 'hang';
  const before = startMessages(site, [wrap(first, site)], change(site, first));
  deposit(site, register(site)[0] ?? '');
  await site.clock.advance(GATHER_MS);
  await before.stop();
  const second = new FakeChannel('hook');
  const after = startMessages(site, [wrap(second, site)], change(site, second));
  await site.clock.advance(HOUR);
  await after.stop();
  return [second.heard.length === 1, second.heard[0]?.id === first.heard[0]?.id];
};
describe('the check of a death on the way', () => {
  it('passes the real outbox', async () => expect(await losesNothing(real)).toEqual([true, true]));

  it('catches one that records the outcome before it sends', async () => {
    // The outbox is told "taken" at once, while the real sending still hangs.
    const early = (channel: Channel): Channel => ({
      ...{ id: channel.id, personal: null, perMinute: null },
      send(message) {
        void channel.send(message);
        return Promise.resolve({ ok: true });
      },
      close: () => channel.close(),
    });
    expect(await losesNothing(real, early)).toEqual([false, false]);
  });

  it('catches one that tries again under a new id', async () => {
    let attempts = 0;
    const renaming = (channel: Channel): Channel => ({
      ...{ id: channel.id, personal: null, perMinute: null },
      send: (message: OutgoingMessage) => channel.send({ ...message, id: `msg_${++attempts}` }),
      close: () => channel.close(),
    });
    expect(await losesNothing(real, renaming)).toEqual([true, false]);
  });
});

/** Two pieces of one document, the first of which the other side refuses for a while: whether they come in order. */
const keepsOrder = async (documentOf: (document: string, docket: string) => string): Promise<boolean> => {
  const site = messageSite(channelsConfig([hook]));
  const channel = new FakeChannel('hook');
  const [first = '', second = ''] = register(site, 'bgs', 'none', 2);
  let refusals = 2;
  channel.answer = ({ event }) =>
    (event.data['dockets'] as string[]).includes(first) && refusals-- > 0
      ? { ok: false, fault: 'refused', why: 'no' }
      : { ok: true };
  const consignment: MessageDeps['views']['consignment'] = (docket) => {
    const row = site.views.consignment(docket);
    return row && { ...row, document: documentOf(row.document, docket) };
  };
  const messages = startMessages(site, [channel], { views: { ...site.views, consignment } });
  for (const docket of [first, second]) {
    deposit(site, docket);
    await site.clock.advance(GATHER_MS);
  }
  await site.clock.advance(HOUR);
  await messages.stop();
  const taken = channel.dockets.flat();
  return taken.lastIndexOf(first) < taken.indexOf(second);
};
describe('the check of the order', () => {
  it('passes the real outbox', async () => expect(await keepsOrder((document) => document)).toBe(true));
  it('catches one that does not know which document a piece is of', async () =>
    expect(await keepsOrder((_document, docket) => docket)).toBe(false));
});

/** Two starts of the controller on a day with one digest: how many were sent. */
const digests = async (change: Change): Promise<number> => {
  const site = messageSite(channelsConfig([{ ...hook, tells: ['digests'] }], { digest: { every: 'day' } }));
  const channel = new FakeChannel('hook');
  for (let start = 0; start < 2; start += 1) {
    const messages = siteMessages({
      ...{ ...site, channels: [channel], onTrouble: () => undefined },
      ...change(site, channel),
    });
    messages.start();
    if (start === 0) waiting(site, { urgency: 'none' });
    await site.clock.advance(start === 0 ? 24 * HOUR + 1 : HOUR);
    await messages.stop();
  }
  return channel.heard.length;
};
describe('the check of digests', () => {
  it('passes the real ones, also when they lose their note at every look', async () => {
    expect(await digests(real)).toBe(1);
    const noteless: Change = ({ secrets }) => ({
      secrets: { ...secrets, get: (name) => (name === 'messages:digest' ? '2026-06-01' : secrets.get(name)) },
    });
    // That of the day of the start as well, and each once.
    expect(await digests(noteless)).toBe(2);
  });
  it('catches a calendar without working days', async () => {
    const never: Change = ({ clocks }) => ({
      clocks: Object.assign(Object.create(clocks) as OpenClocks, { isWorkingDay: () => false }),
    });
    expect(await digests(never)).toBe(0);
  });
});
