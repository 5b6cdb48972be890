import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#controller/adapters/system-clock.ts';
import { channelOf } from '#controller/adapters/channels/channels.ts';
import { ANSWER_WITHIN_MS, LONGEST_ANSWER } from '#controller/adapters/channels/http-post.ts';
import { cutTo } from '#controller/adapters/channels/robots.ts';
import { siteConfig, type ChannelConfig } from '#controller/config-schema.ts';
import type { Channel } from '#controller/ports/channel.ts';
import { demoConfig } from '#tests/support/api-site.ts';
import { outgoing, Receiver } from '#tests/support/liars.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const key = Buffer.alloc(32, 9);
let server: Receiver;
let url: string;
let clock: ManualClock;
beforeEach(async () => {
  server = new Receiver();
  url = await server.listen();
  clock = new ManualClock();
});
afterEach(() => server.close());

const parsed = (channel: object): ChannelConfig => {
  const [first] = siteConfig.parse({ ...demoConfig(), channels: [channel] }).channels;
  if (!first) throw new Error('no channel');
  return first;
};
const env = () => ({
  KEY: `whsec_${key.toString('base64')}`,
  ROBOT: `${url}/robot?key=k1&access_token=t1`,
  SIGN: 'SECabc',
});
const make = (channel: object): Channel => channelOf(parsed({ id: 'c', ...channel }), 'demo', env(), clock);
const hook = () => make({ kind: 'webhook', url: `${url}/in`, secretEnv: 'KEY' });
const said = (code: object) => {
  server.answer = (response) => void response.writeHead(200).end(JSON.stringify(code));
};

describe('a webhook', () => {
  it('is signed as Standard Webhooks says, over the very bytes that were sent', async () => {
    expect(await hook().send(outgoing())).toEqual({ ok: true });
    const [heard] = server.heard;
    const timestamp = Math.floor(clock.now() / 1000);
    const signed = createHmac('sha256', key)
      .update(`msg_1.${timestamp}.${heard?.body ?? ''}`)
      .digest('base64');
    expect(heard?.headers).toMatchObject({
      ...{
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,${signed}`,
      },
    });
    expect(JSON.parse(heard?.body ?? '')).toEqual({
      type: 'pieces.deposited',
      timestamp: '2026-06-18T01:00:00.000Z',
      data: { department: 'bgs', dockets: ['D'], attempt: 1 },
    });
    expect(clock.pending).toBe(0);
  });

  it('is believed by the reference library of Standard Webhooks, and not when a byte of it changed', async () => {
    const config = parsed({ id: 'c', kind: 'webhook', url: `${url}/in`, secretEnv: 'KEY' });
    expect(await channelOf(config, 'demo', env(), systemClock).send(outgoing())).toEqual({ ok: true });
    const [heard] = server.heard;
    const headers = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
        name,
        String(heard?.headers[name]),
      ]),
    );
    const library = new Webhook(env().KEY);
    expect(library.verify(heard?.body ?? '', headers)).toMatchObject({ type: 'pieces.deposited' });
    expect(() => library.verify(`${heard?.body ?? ''} `, headers)).toThrow(/signature/);
  });

  it.each([
    [301, 'refused'],
    [307, 'refused'],
    [400, 'refused'],
    [410, 'refused'],
    [429, 'busy'],
    [500, 'unreachable'],
    [503, 'busy'],
  ])('that is answered %i counts as %s, and no redirect is followed', async (status, fault) => {
    server.answer = (response) =>
      void response.writeHead(status, { location: `${url}/elsewhere`, 'retry-after': '90' }).end('whatever');
    const after = fault === 'busy' ? { afterMs: 90_000 } : {};
    expect(await hook().send(outgoing())).toEqual({
      ok: false,
      fault,
      why: `answered HTTP ${status}`,
      ...after,
    });
    expect(server.heard).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('whose receiver stalls is unreachable after ten seconds', async () => {
    const arrived = new Promise<void>((resolve) => (server.answer = () => resolve()));
    const outcome = hook().send(outgoing());
    await arrived;
    await clock.advance(ANSWER_WITHIN_MS - 1);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    expect(await outcome).toMatchObject({ ok: false, fault: 'unreachable', why: 'no answer within 10 s' });
  });

  it('whose receiver says yes and then breaks off, or never ends its body, is taken', async () => {
    server.answer = (response, _heard, request) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write('{"ok":', () => request.socket.resetAndDestroy());
    };
    expect(await hook().send(outgoing())).toEqual({ ok: true });
    server.answer = (response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write('{"ok":');
    };
    expect(await hook().send(outgoing())).toEqual({ ok: true });
    expect(clock.pending).toBe(0);
  });

  it('whose receiver talks nonsense, hangs up or is not there is unreachable', async () => {
    server.answer = (_response, _heard, request) => void request.socket.end('HTTP/9.9 banana\r\n\r\n');
    expect(await hook().send(outgoing())).toMatchObject({ fault: 'unreachable', why: 'HPE_INVALID_VERSION' });
    server.answer = (_response, _heard, request) => void request.socket.destroy();
    expect(await hook().send(outgoing())).toMatchObject({ fault: 'unreachable', why: 'ECONNRESET' });
    const gone = make({ kind: 'webhook', url: 'http://127.0.0.1:1/', secretEnv: 'KEY' });
    expect(await gone.send(outgoing())).toMatchObject({ fault: 'unreachable', why: 'ECONNREFUSED' });
    expect(clock.pending).toBe(0);
  });

  it('under way when the controller stops fails at once', async () => {
    const arrived = new Promise<void>((resolve) => (server.answer = () => resolve()));
    const channel = hook();
    const outcome = channel.send(outgoing());
    await arrived;
    channel.close();
    expect(await outcome).toMatchObject({ ok: false, fault: 'unreachable', why: 'the controller stopped' });
    expect(clock.pending).toBe(0);
  });
});

describe('a group robot', () => {
  it('of WeCom gets its text with the id in the last line, at most 2048 bytes', async () => {
    said({ errcode: 0, errmsg: 'ok' });
    const robot = make({ kind: 'wecom', urlEnv: 'ROBOT' });
    expect(robot.perMinute).toBe(20);
    expect(await robot.send(outgoing({ text: '文'.repeat(5000) }))).toEqual({ ok: true });
    const [heard] = server.heard;
    expect(heard?.path).toBe('/robot?key=k1&access_token=t1');
    const { msgtype, text } = JSON.parse(heard?.body ?? '') as { msgtype: string; text: { content: string } };
    expect(msgtype).toBe('text');
    expect(text.content.endsWith('文…\n#msg_1')).toBe(true);
    expect(Buffer.byteLength(text.content)).toBeLessThanOrEqual(2048);
  });

  it('of DingTalk is signed in its address: HMAC over time and secret, keyed with the secret', async () => {
    said({ errcode: 0 });
    await make({ kind: 'dingtalk', urlEnv: 'ROBOT', secretEnv: 'SIGN' }).send(outgoing());
    const { searchParams } = new URL(server.heard[0]?.path ?? '', url);
    const now = String(clock.now());
    const sign = createHmac('sha256', 'SECabc').update(`${now}\nSECabc`).digest('base64');
    expect(Object.fromEntries(searchParams)).toEqual({ key: 'k1', access_token: 't1', timestamp: now, sign });
  });

  it('of Feishu is signed in its body: time and secret are the key, over nothing', async () => {
    said({ code: 0, msg: 'success' });
    expect(await make({ kind: 'feishu', urlEnv: 'ROBOT', secretEnv: 'SIGN' }).send(outgoing())).toEqual({
      ok: true,
    });
    const timestamp = String(Math.floor(clock.now() / 1000));
    const sign = createHmac('sha256', `${timestamp}\nSECabc`).update('').digest('base64');
    expect(JSON.parse(server.heard[0]?.body ?? '')).toEqual({
      ...{ timestamp, sign, msg_type: 'text', content: { text: '第一行\n第二行\n#msg_1' } },
    });
  });

  it.each([
    [
      'wecom',
      { errcode: 93_000, errmsg: 'invalid webhook url' },
      'refused',
      'error 93000: invalid webhook url',
    ],
    [
      'wecom',
      { errcode: 45_009, errmsg: 'api freq out of limit' },
      'busy',
      'error 45009: api freq out of limit',
    ],
    ['dingtalk', { errcode: 310_000, errmsg: 'sign not match' }, 'refused', 'error 310000: sign not match'],
    ['dingtalk', { errcode: 130_101, errmsg: 'send too fast' }, 'busy', 'error 130101: send too fast'],
    ['feishu', { code: 19_021, msg: 'sign match fail' }, 'refused', 'error 19021: sign match fail'],
    ['feishu', { code: 9_499, msg: 'too many\nrequests\u202e' }, 'busy', 'error 9499: too many requests'],
    ['feishu', { StatusCode: 0 }, undefined, undefined],
    ['wecom', { whatever: true }, 'unreachable', 'answered without an error code'],
  ])('of %s that answers HTTP 200 with %j is believed its code', async (kind, answer, fault, why) => {
    said(answer);
    const outcome = await make({ kind, urlEnv: 'ROBOT' }).send(outgoing());
    expect(outcome).toMatchObject(fault === undefined ? { ok: true } : { ok: false, fault, why });
  });

  it('whose yes breaks off, never ends or is too long is unreachable: nobody knows what became of it', async () => {
    const robot = make({ kind: 'wecom', urlEnv: 'ROBOT' });
    server.answer = (response, _heard, request) => {
      response.writeHead(200, { 'content-length': '40' });
      response.write('{"errcode":0', () => request.socket.resetAndDestroy());
    };
    expect(await robot.send(outgoing())).toMatchObject({ ok: false, fault: 'unreachable' });
    server.answer = (response) => void response.writeHead(200).end(' '.repeat(LONGEST_ANSWER + 1));
    expect(await robot.send(outgoing())).toMatchObject({ fault: 'unreachable', why: 'answer too long' });
    const began = new Promise<void>((resolve) => {
      server.answer = (response) => {
        response.writeHead(200);
        response.write('{"errcode":0', () => resolve());
      };
    });
    const slow = robot.send(outgoing());
    await began;
    await clock.advance(ANSWER_WITHIN_MS);
    expect(await slow).toMatchObject({ fault: 'unreachable', why: 'no answer within 10 s' });
    expect(clock.pending).toBe(0);
  });

  it('never gets half a character', () => {
    expect(cutTo('文文文', 9)).toBe('文文文');
    expect(cutTo('文文文文', 11)).toBe('文文…');
    expect(cutTo('a😀b😀', 8)).toBe('a😀…');
  });
});

describe('an SMS gateway', () => {
  const evil = '"},{"to":"1"}\n<x a="b">&amp;\'%0d%0a文';
  const sent = outgoing({ to: '+8613800000000', text: evil });

  it('gets values escaped for JSON, XML, a form, an address and a header', async () => {
    const template = {
      kind: 'sms',
      url: `${url}/send/{{phone}}?t={{text}}`,
      headers: { 'X-Text': 'a {{text}}' },
    };
    const bodyOf = async (contentType: string, body: string): Promise<string> => {
      server.heard.length = 0;
      expect(await make({ ...template, contentType, body }).send(sent)).toEqual({ ok: true });
      return server.heard[0]?.body ?? '';
    };
    const json = await bodyOf('application/json', '{"m":["{{phone}}"],"c":"【站】{{text}}","id":"{{id}}"}');
    expect(JSON.parse(json)).toEqual({ m: ['+8613800000000'], c: `【站】${evil}`, id: 'msg_1' });
    const form = await bodyOf('application/x-www-form-urlencoded', 'to={{phone}}&text={{text}}');
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({ to: '+8613800000000', text: evil });
    const xml = await bodyOf('application/xml', '<sms to="{{phone}}">{{text}}</sms>');
    expect(xml).toBe(
      '<sms to="+8613800000000">&#34;},{&#34;to&#34;:&#34;1&#34;}&#10;&#60;x a=&#34;b&#34;&#62;&#38;amp;&#39;%0d%0a文</sms>',
    );
    const asked = new URL(server.heard[0]?.path ?? '', url);
    expect(asked.pathname).toBe('/send/%2B8613800000000');
    expect(asked.searchParams.get('t')).toBe(evil);
    expect(server.heard[0]?.headers['x-text']).toBe('a "},{"to":"1"}<x a="b">&amp;\'%0d%0a');
  });

  it('took a message only when its answer says so where the configuration looks', async () => {
    const channel = make({
      ...{ kind: 'sms', url, body: '{"p":"{{phone}}","t":"{{text}}"}' },
      taken: { path: 'result.code', equals: '0' },
    });
    said({ result: { code: 0 } });
    expect(await channel.send(sent)).toEqual({ ok: true });
    for (const answer of [{ result: { code: 7 } }, { result: null }, {}, []]) {
      said(answer);
      expect(await channel.send(sent)).toMatchObject({ ok: false, fault: 'refused' });
    }
  });
});

describe('the secrets of channels', () => {
  it('come from the environment and are never repeated', () => {
    const webhook = parsed({ id: 'oa', kind: 'webhook', url: 'https://oa.example/', secretEnv: 'OA_SECRET' });
    const start = (variables: Record<string, string>) => () => channelOf(webhook, 'demo', variables, clock);
    expect(start({})).toThrow(/OA_SECRET is not set/);
    expect(start({ OA_SECRET: 'whsec_hunter2' })).toThrow(
      /^((?!hunter2).)*whsec_ and the base64((?!hunter2).)*$/,
    );
    const robot = parsed({ id: 'r', kind: 'wecom', urlEnv: 'ROBOT' });
    expect(() => channelOf(robot, 'demo', { ROBOT: 'hunter2' }, clock)).toThrow(
      /^((?!hunter2).)*no address((?!hunter2).)*$/,
    );
  });
});
