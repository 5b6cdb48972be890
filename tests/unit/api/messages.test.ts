import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { message as decider } from '#controller/domain/message.ts';
import { by, client, serve, tokenFor, type Served } from '#tests/support/api-site.ts';
import {
  channelsConfig,
  FakeChannel,
  hook,
  mail,
  messageSite,
  person,
  startMessages,
  type MessageSite,
} from '#tests/support/message-site.ts';

let site: MessageSite;
let served: Served;
let ask: ReturnType<typeof client>;
beforeEach(async () => {
  site = messageSite(channelsConfig([hook, mail]));
  person(site, '1001', ['collector'], ['bgs']);
  person(site, '1002', ['collector'], ['fgw']);
  served = await serve({ ...site, channelRests: (id) => (id === 'mail' ? site.clock.now() + 60_000 : null) });
  ask = client(`${served.url}/api/v1`, { token: tokenFor(site, 'registrar') });
});
afterEach(() => served.stop());

describe('the channels', () => {
  it('are listed with how they fare', async () => {
    const { body } = await ask('GET', '/channels');
    expect(body.items).toMatchObject([
      {
        id: 'hook',
        kind: 'wecom',
        personal: false,
        condition: 'unused',
        waiting: 0,
        dead: 0,
        restsUntil: null,
      },
      {
        id: 'mail',
        kind: 'email',
        personal: true,
        condition: 'resting',
        restsUntil: '2026-06-18T01:01:00.000Z',
      },
    ]);
  });

  it('take a test message, once a key, and tell what became of it', async () => {
    const channels = [new FakeChannel('hook'), new FakeChannel('mail', 'email')] as const;
    const messages = startMessages(site, channels);
    const key = 'a-test-key-1';
    const first = await ask('POST', '/channels/hook/test', {}, { key });
    const again = await ask('POST', '/channels/hook/test', {}, { key });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.id).toBe(first.body.id);
    await site.clock.advance(1);
    expect(channels[0].heard).toMatchObject([{ id: first.body.id, event: { type: 'channel.test' } }]);
    expect((await ask('POST', '/channels/mail/test', {})).body).toMatchObject({ code: 'test-needs-person' });
    expect((await ask('POST', '/channels/mail/test', { person: '1001' })).status).toBe(201);
    await site.clock.advance(1);
    expect(channels[1].heard.map(({ to }) => to)).toEqual(['1001@example.org']);
    expect((await ask('POST', '/channels/none/test', {})).status).toBe(404);
    const { body } = await ask('GET', '/messages?state=delivered');
    expect(body.items.map((one: { channel: string }) => one.channel)).toEqual(['mail', 'hook']);
    expect((await ask('GET', '/channels')).body.items[0]).toMatchObject({
      ...{ condition: 'good', deliveredAt: '2026-06-18T01:00:00.000Z' },
    });
    await messages.stop();
  });
});

describe('a dead letter', () => {
  it('is listed and put back into the outbox, by those who may', async () => {
    const { body: made } = await ask('POST', '/channels/hook/test', {});
    const path = `/messages/${made.id as string}/replay`;
    expect((await ask('POST', path)).body).toMatchObject({ code: 'wrong-state' });
    site.desk.decide(
      decider,
      made.id as string,
      { type: 'Fail', fault: 'refused', why: 'no', last: true },
      by,
    );
    expect((await ask('GET', '/messages?state=dead')).body.items).toMatchObject([
      { id: made.id, why: 'no', attempts: 1 },
    ]);
    expect((await ask('GET', '/channels')).body.items[0]).toMatchObject({
      condition: 'failing',
      dead: 1,
      why: 'no',
    });
    expect((await ask('POST', path, undefined, { token: tokenFor(site, 'auditor') })).status).toBe(403);
    const replayed = await ask('POST', path);
    expect(replayed.body).toMatchObject({ id: made.id, state: 'waiting', attempts: 0, why: null });
    expect((await ask('GET', '/messages?state=waiting')).body.items).toHaveLength(1);
    expect((await ask('POST', '/messages/msg_none/replay')).status).toBe(404);
  });
});

describe('dead letters', () => {
  const die = (id: string) =>
    site.desk.decide(decider, id, { type: 'Fail', fault: 'refused', why: 'no', last: true }, by);
  it('are put back all at once, of one channel or of all, the answer told again to the same key', async () => {
    const ids: string[] = [];
    for (const [channel, body] of [
      ['hook', {}],
      ['mail', { person: '1001' }],
      ['hook', {}],
    ] as const) {
      ids.push((await ask('POST', `/channels/${channel}/test`, body)).body.id as string);
      die(ids.at(-1) ?? '');
    }
    const key = 'all-of-hook';
    const first = await ask('POST', '/messages/replay-dead', { channel: 'hook' }, { key });
    expect([first.status, first.body]).toEqual([200, { replayed: 2, left: 0 }]);
    die(ids[0] ?? '');
    expect((await ask('POST', '/messages/replay-dead', { channel: 'hook' }, { key })).body).toEqual(
      first.body,
    );
    const dead = async () =>
      (await ask('GET', '/messages?state=dead')).body.items.map(({ id }: { id: string }) => id);
    expect(await dead()).toEqual([ids[1], ids[0]]);
    expect((await ask('POST', '/messages/replay-dead')).body).toEqual({ replayed: 2, left: 0 });
    expect(await dead()).toEqual([]);
    expect((await ask('POST', '/messages/replay-dead')).body).toEqual({ replayed: 0, left: 0 });
    expect((await ask('POST', '/messages/replay-dead', { channel: 'none' })).status).toBe(404);
  });
});

describe('how people are reached', () => {
  it('is set and forgotten; the ledger tells that, and never the address', async () => {
    const phone = '+8613800000000';
    const key = 'a-contact-key';
    const set = await ask('POST', '/people/1001/contacts', { phone }, { key });
    expect(set.body).toEqual({ email: '1001@example.org', phone, standIn: null });
    expect((await ask('POST', '/people/1001/contacts', { phone }, { key })).body).toEqual(set.body);
    await ask('POST', '/people/1001/contacts', { email: null });
    expect((await ask('GET', '/people/1001/reach')).body).toEqual({ email: null, phone, standIn: null });
    const events = JSON.stringify(site.ledger.read(0, 1000));
    expect(events).toContain('ContactChanged');
    expect(events).not.toContain('13800000000');
    expect(JSON.stringify(site.ledger.answer(key) ?? '')).not.toContain('13800000000');
    expect((await ask('POST', '/people/1001/contacts', { email: 'a@b\r\nBcc: c@d.org' })).status).toBe(422);
    expect((await ask('POST', '/people/9999/contacts', { phone })).status).toBe(404);
  });

  it('goes over a stand-in for whole days of the site’s clocks', async () => {
    const period = { from: '2026-06-18', until: '2026-06-19' };
    const named = await ask('POST', '/people/1001/stand-in', { person: '1002', ...period });
    expect(named.body.standIn).toEqual({
      ...{ person: '1002', from: '2026-06-17T16:00:00.000Z', until: '2026-06-19T16:00:00.000Z' },
    });
    const wrong = async (body: object) =>
      (await ask('POST', '/people/1001/stand-in', body)).body.code as string;
    expect(await wrong({ person: '1001', ...period })).toBe('stands-in-for-themselves');
    expect(await wrong({ person: '9999', ...period })).toBe('no-such');
    expect(await wrong({ person: '1002', from: '2026-06-19', until: '2026-06-17' })).toBe(
      'period-ends-first',
    );
    expect((await ask('POST', '/people/1001/stand-in/end')).body.standIn).toBeNull();
    expect((await ask('POST', '/people/1001/stand-in/end')).body.code).toBe('no-stand-in');
  });

  it('knows the head of a department', async () => {
    expect((await ask('GET', '/departments/bgs/head')).body).toEqual({ person: null });
    expect((await ask('POST', '/departments/bgs/head', { person: '1001' })).body).toEqual({ person: '1001' });
    expect((await ask('POST', '/departments/bgs/head', { person: '9999' })).status).toBe(404);
    expect((await ask('GET', '/departments/bgs/head')).body).toEqual({ person: '1001' });
    expect((await ask('POST', '/departments/bgs/head', { person: null })).body).toEqual({ person: null });
  });
});
