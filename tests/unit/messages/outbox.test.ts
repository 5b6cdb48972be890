import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replayMessage } from '#controller/commands/messages.ts';
import { GATHER_MS } from '#controller/supervision/messages/deposit-notices.ts';
import { GIVE_UP_AFTER_MS, RESTS_MS } from '#controller/supervision/messages/rests.ts';
import { by, temporaryFolder } from '#tests/support/api-site.ts';
import {
  channelsConfig,
  collect,
  deposit,
  down,
  FakeChannel,
  hook,
  HOUR,
  mail,
  messageSite,
  MINUTE,
  no,
  outcomes,
  person,
  register,
  startMessages,
} from '#tests/support/message-site.ts';

const config = channelsConfig([hook]);
const one = () => {
  const site = messageSite(config);
  const channel = new FakeChannel('hook');
  const messages = startMessages(site, [channel]);
  const put = (department = 'bgs'): string => {
    const [docket = ''] = register(site, department);
    deposit(site, docket);
    return docket;
  };
  return { site, channel, messages, put };
};

describe('the outbox', () => {
  it('tells a department once of all pieces of one drop, without titles', async () => {
    const { site, channel, messages, put } = one();
    const dockets = [put(), put()];
    await site.clock.advance(GATHER_MS);
    expect(channel.dockets).toEqual([dockets]);
    expect(channel.heard[0]?.event.type).toBe('pieces.deposited');
    expect(channel.heard[0]?.text).toContain('市政府办公室有 2 件公文待领取');
    expect(JSON.stringify(channel.heard)).not.toContain('防汛');
    expect(outcomes(site)).toEqual(['Decided', 'Delivered']);
    await site.clock.advance(24 * HOUR);
    expect(channel.heard).toHaveLength(1);
    await messages.stop();
    expect(site.clock.pending).toBe(0);
  });

  it('reads the state again before each attempt: what was collected meanwhile is not told', async () => {
    const { site, channel, messages, put } = one();
    channel.answer = () => down;
    const [early, late] = [put(), put()];
    await site.clock.advance(GATHER_MS);
    collect(site, early);
    channel.answer = () => ({ ok: true });
    await site.clock.advance(MINUTE);
    expect(channel.dockets).toEqual([[early, late], [late]]);
    const last = put();
    channel.answer = () => down;
    await site.clock.advance(GATHER_MS);
    collect(site, last);
    await site.clock.advance(HOUR);
    expect(channel.heard).toHaveLength(3);
    expect(outcomes(site).slice(-3)).toEqual(['Decided', 'AttemptFailed', 'Dropped']);
    await messages.stop();
  });

  it('tries again after growing rests, under the same id, and goes on by itself when the channel is back', async () => {
    const { site, channel, messages, put } = one();
    channel.answer = () => down;
    put();
    await site.clock.advance(GATHER_MS);
    for (const rest of RESTS_MS.unreachable) await site.clock.advance(rest);
    expect(channel.heard.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(channel.heard.map(({ id }) => id)).size).toBe(1);
    expect(site.failures).toHaveLength(6);
    channel.answer = () => ({ ok: true });
    await site.clock.advance(RESTS_MS.unreachable.at(-1) ?? 0);
    expect(outcomes(site).at(-1)).toBe('Delivered');
    await messages.stop();
  });

  it('makes a dead letter of what is refused five times, which a person can replay under its id', async () => {
    const { site, channel, messages, put } = one();
    channel.answer = () => no;
    const docket = put();
    await site.clock.advance(GATHER_MS + HOUR);
    expect(channel.heard).toHaveLength(5);
    const dead = site.views.messages({ limit: 10 }, 'dead').rows;
    expect(dead).toMatchObject([{ state: 'dead', attempts: 5, why: 'error 93000' }]);
    channel.answer = () => ({ ok: true });
    const id = dead[0]?.id ?? '';
    expect(replayMessage(site.desk, id, by).ok).toBe(true);
    await site.clock.advance(1);
    expect(channel.heard.at(-1)).toMatchObject({ id, attempt: 1 });
    expect(channel.dockets.at(-1)).toEqual([docket]);
    expect(replayMessage(site.desk, id, by)).toMatchObject({ ok: false, refusal: { code: 'wrong-state' } });
    expect(replayMessage(site.desk, 'msg_none', by)).toMatchObject({
      ok: false,
      refusal: { code: 'no-such' },
    });
    await messages.stop();
  });

  it('gives up what nobody could be told for a week', async () => {
    const { site, channel, messages, put } = one();
    channel.answer = () => down;
    put();
    await site.clock.advance(GATHER_MS + GIVE_UP_AFTER_MS + HOUR);
    expect(site.views.messages({ limit: 10 }).rows).toMatchObject([{ state: 'dead', why: 'ECONNREFUSED' }]);
    await messages.stop();
  });

  it('keeps the order of messages about one document, and lets others pass', async () => {
    const site = messageSite(config);
    const channel = new FakeChannel('hook');
    const messages = startMessages(site, [channel]);
    const [first = '', second = ''] = register(site, 'bgs', 'none', 2);
    channel.answer = ({ event }) => ((event.data['dockets'] as string[]).includes(first) ? no : { ok: true });
    deposit(site, first);
    await site.clock.advance(GATHER_MS);
    deposit(site, second);
    const [other = ''] = register(site, 'fgw');
    deposit(site, other);
    await site.clock.advance(GATHER_MS);
    expect(channel.dockets).toEqual([[first], [other]]);
    channel.answer = () => ({ ok: true });
    await site.clock.advance(HOUR);
    expect(channel.dockets.slice(2)).toEqual([[first], [second]]);
    await messages.stop();
  });

  it('does not hammer a channel that is down: one message tries it, then all follow', async () => {
    const { site, channel, messages, put } = one();
    channel.answer = () => down;
    for (let n = 0; n < 40; n += 1) put(n % 2 ? 'bgs' : 'fgw');
    for (let n = 0; n < 10; n += 1) {
      put(n % 2 ? 'bgs' : 'fgw');
      await site.clock.advance(GATHER_MS);
    }
    await site.clock.advance(24 * HOUR);
    // Every five minutes, and some more at first.
    expect(channel.heard.length).toBeLessThan(24 * 12 + 20);
    channel.heard.length = 0;
    channel.answer = () => ({ ok: true });
    await site.clock.advance(5 * MINUTE);
    expect(channel.dockets.flat()).toHaveLength(50);
    expect(new Set(channel.dockets.flat()).size).toBe(50);
    await messages.stop();
  });

  it('is not held up for others by one message that nobody can take', async () => {
    const { site, channel, messages, put } = one();
    const poison = put();
    channel.answer = ({ event }) =>
      (event.data['dockets'] as string[]).includes(poison) ? down : { ok: true };
    await site.clock.advance(GATHER_MS);
    for (let n = 0; n < 5; n += 1) {
      await site.clock.advance(7 * MINUTE);
      const docket = put('fgw');
      await site.clock.advance(GATHER_MS);
      expect(channel.dockets.at(-1)).toEqual([docket]);
    }
    await messages.stop();
  });

  it('survives a crash at every point: none is lost, and only an unrecorded one is repeated, under its old id', async () => {
    const dataDir = temporaryFolder();
    const begin = (clock?: ReturnType<typeof messageSite>['clock']) => {
      const site = messageSite(config, { dataDir, ...(clock ? { clock } : {}) });
      const channel = new FakeChannel('hook');
      return { site, channel, messages: startMessages(site, [channel]) };
    };
    const first = begin();
    const [lost = ''] = register(first.site);
    deposit(first.site, lost);
    // Before anything was decided.
    await first.messages.stop();
    first.site.ledger.close();

    const second = begin(first.site.clock);
    second.channel.answer = () => 'hang';
    await second.site.clock.advance(GATHER_MS);
    expect(second.channel.dockets).toEqual([[lost]]);
    // The receiver has it, we have not its answer.
    await second.messages.stop();
    second.site.ledger.close();

    const third = begin(first.site.clock);
    await third.site.clock.advance(1);
    expect(third.channel.heard.map(({ id }) => id)).toEqual([second.channel.heard[0]?.id]);
    await third.messages.stop();
    third.site.ledger.close();

    const fourth = begin(first.site.clock);
    await fourth.site.clock.advance(24 * HOUR);
    expect(fourth.channel.heard).toEqual([]);
    expect(outcomes(fourth.site)).toEqual(['Decided', 'Delivered']);
    await fourth.messages.stop();
    fourth.site.ledger.close();
    rmSync(dataDir, { recursive: true });
  });

  it('says nothing while the ledger cannot be written, and everything afterwards', async () => {
    const { site, channel, messages, put } = one();
    put();
    site.ledger.distrust('broken');
    await site.clock.advance(HOUR);
    expect(channel.heard).toEqual([]);
    site.ledger.distrust(null);
    await site.clock.advance(HOUR);
    expect(channel.heard).toHaveLength(1);
    await messages.stop();
  });

  it('goes on after the clock was put back by a day', async () => {
    const { site, channel, messages, put } = one();
    channel.answer = () => down;
    put();
    await site.clock.advance(GATHER_MS);
    channel.answer = () => ({ ok: true });
    const real = site.clock.now.bind(site.clock);
    site.clock.now = () => real() - 24 * HOUR;
    await site.clock.advance(11 * MINUTE);
    expect(channel.heard).toHaveLength(2);
    await messages.stop();
  });

  it('gives up nothing because the clock jumped ahead by a month', async () => {
    const { site, channel, messages, put } = one();
    channel.answer = () => down;
    put();
    await site.clock.advance(GATHER_MS);
    const real = site.clock.now.bind(site.clock);
    site.clock.now = () => real() + 30 * 24 * HOUR;
    await site.clock.advance(11 * MINUTE);
    channel.answer = () => ({ ok: true });
    await site.clock.advance(11 * MINUTE);
    expect(outcomes(site).at(-1)).toBe('Delivered');
    await messages.stop();
  });

  it('stays below the most messages a minute, also across a restart', async () => {
    const site = messageSite(config);
    const sent: number[] = [];
    const limited = () => {
      const channel = new FakeChannel('hook', null, 20);
      channel.answer = () => {
        sent.push(site.clock.now());
        return { ok: true };
      };
      return startMessages(site, [channel]);
    };
    let messages = limited();
    for (let n = 0; n < 60; n += 1) {
      const [docket = ''] = register(site, n % 2 ? 'bgs' : 'fgw');
      deposit(site, docket);
      await site.clock.advance(GATHER_MS);
      if (n === 30) {
        await messages.stop();
        messages = limited();
      }
    }
    await site.clock.advance(10 * MINUTE);
    const worst = Math.max(
      ...sent.map((from) => sent.filter((at) => at >= from && at < from + MINUTE).length),
    );
    expect(sent).toHaveLength(60);
    expect(worst).toBeLessThanOrEqual(20);
    await messages.stop();
  });

  it('sends personal messages to the address a person has then, and keeps what has none as a dead letter', async () => {
    const site = messageSite(channelsConfig([mail]));
    const channel = new FakeChannel('mail', 'email');
    person(site, '1001', ['collector'], ['bgs']);
    person(site, '1002', ['collector'], ['bgs']);
    site.secrets.delete('contact:email:1002');
    const messages = startMessages(site, [channel]);
    const [docket = ''] = register(site);
    deposit(site, docket);
    await site.clock.advance(GATHER_MS);
    expect(channel.heard.map(({ to }) => to)).toEqual(['1001@example.org']);
    expect(site.views.messages({ limit: 10 }, 'dead').rows).toMatchObject([
      { person: '1002', why: 'email of 1002 is not set' },
    ]);
    await messages.stop();
  });
});
