import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StationSnapshot } from '#controller/api/contract/station.ts';
import { OFFICE_ABSOLUTE_MS, OFFICE_IDLE_MS } from '#controller/api/http/sessions.ts';
import type { StationDoor } from '#controller/api/http/deps.ts';
import { setPin } from '#controller/commands/credentials.ts';
import { disablePerson, registerPerson } from '#controller/commands/people.ts';
import { by, client, makeSite, seed, serve, type Served, type Site } from '#tests/support/api-site.ts';

const PIN = '86420135';
let site: Site;
let served: Served;
let ask: ReturnType<typeof client>;
let listeners: ((snapshot: StationSnapshot) => void)[];
let commands: string[];
const sockets: Socket[] = [];

const snapshot = (revision: number) => ({ station: { id: 'front' }, revision }) as unknown as StationSnapshot;
const door: StationDoor = {
  snapshot: () => snapshot(1),
  command: (command) => {
    commands.push(command.type);
    return Promise.resolve(
      command.type === 'retry-open'
        ? { ok: false, refusal: { code: 'wrong-state', values: { state: 'open', needed: 'closed' } } }
        : { ok: true, snapshot: snapshot(2) },
    );
  },
  onSnapshot: (listener) => {
    listeners.push(listener);
    return () => void (listeners = listeners.filter((other) => other !== listener));
  },
};

beforeEach(async () => {
  listeners = [];
  commands = [];
  site = makeSite({ stations: new Map([['front', door]]) });
  seed(site);
  for (const number of ['1001', '1002']) {
    registerPerson(site, number, { name: '王', roles: ['registrar'], departments: [], standsInFor: [] }, by);
    await setPin(site, number, PIN, by);
  }
  served = await serve(site);
  ask = client(`${served.url}/api/v1`);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await served.stop();
  expect(listeners).toEqual([]);
});

const signIn = async (number = '1001'): Promise<string> => {
  const { headers } = await ask('POST', '/sign-in', { number, pin: PIN });
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
};
const me = async (cookie: string): Promise<number> => (await ask('GET', '/me', undefined, { cookie })).status;
const join = (namespace: string, auth: object, extraHeaders: Record<string, string> = {}): Socket => {
  const socket = io(served.url + namespace, {
    auth,
    extraHeaders,
    reconnection: false,
    transports: ['websocket'],
  });
  sockets.push(socket);
  return socket;
};
const heard = (socket: Socket, event: string): Promise<any> =>
  new Promise((resolve, reject) => {
    socket.once(event, resolve);
    if (event !== 'connect_error') socket.once('connect_error', reject);
  });

describe('an office session', () => {
  it('ends after fifteen minutes without use, at the latest after a working day, and at sign-out', async () => {
    const cookie = await signIn();
    await site.clock.advance(OFFICE_IDLE_MS - 1);
    expect(await me(cookie)).toBe(200);
    await site.clock.advance(OFFICE_IDLE_MS);
    expect(await me(cookie)).toBe(401);

    const long = await signIn();
    for (let t = 0; t < OFFICE_ABSOLUTE_MS - OFFICE_IDLE_MS; t += OFFICE_IDLE_MS / 2) {
      expect(await me(long)).toBe(200);
      await site.clock.advance(OFFICE_IDLE_MS / 2);
    }
    await site.clock.advance(OFFICE_IDLE_MS - 1);
    expect(await me(long)).toBe(401);

    const left = await signIn();
    expect((await ask('POST', '/sign-out', undefined, { cookie: left })).status).toBe(200);
    expect(await me(left)).toBe(401);
  });

  it('gets a new id at each sign-in, and the old one is void', async () => {
    const first = await signIn();
    const { headers } = await ask('POST', '/sign-in', { number: '1001', pin: PIN }, { cookie: first });
    const second = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(second).not.toBe(first);
    expect([await me(first), await me(second)]).toEqual([401, 200]);
  });

  it('of a person who is disabled is over at once', async () => {
    const cookie = await signIn('1002');
    disablePerson(site, '1002', '调离', by);
    expect(await me(cookie)).toBe(401);
  });

  it('is refused with one answer for a wrong PIN, an unknown number and a locked account', async () => {
    const answers: unknown[] = [];
    for (const number of ['1001', '9999']) {
      for (let i = 0; i < 2; i++) {
        const { status, body } = await ask('POST', '/sign-in', { number, pin: '00000000' });
        answers.push([status, body]);
      }
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await ask('POST', '/sign-in', { number: '9998', pin: '00000000' });
    const locked = await ask('POST', '/sign-in', { number: '1002', pin: PIN });
    expect([locked.status, locked.body.code]).toEqual([429, 'place-locked']);
  });

  it('can be tried twenty times a minute from one address', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++)
      statuses.push((await ask('POST', '/sign-in', { number: '1', pin: 'x' })).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    await site.clock.advance(60_000);
    expect((await ask('POST', '/sign-in', { number: '1', pin: 'x' })).status).toBe(422);
  });
});

describe('a station over HTTP', () => {
  it('follows a command once, however often its key is repeated', async () => {
    const key = 'station-key-1';
    for (let i = 0; i < 3; i++) {
      const { body } = await ask('POST', '/stations/front/session', { type: 'touch' }, { key });
      expect(body.revision).toBe(2);
    }
    expect(commands).toEqual(['touch']);
    const other = await ask('POST', '/stations/front/session', { type: 'discard-record' }, { key });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    const refused = await ask('POST', '/stations/front/session', { type: 'retry-open' });
    expect([refused.status, refused.body.code]).toEqual([409, 'wrong-state']);
  });
});

describe('sockets', () => {
  it('show a station its snapshot at once and every later one', async () => {
    const socket = join('/stations', { station: 'front' });
    expect((await heard(socket, 'snapshot')).revision).toBe(1);
    const next = heard(socket, 'snapshot');
    for (const listener of listeners) listener(snapshot(7));
    expect((await next).revision).toBe(7);
  });

  it('tell a signed-in office what changed, and let go of it when its session is over', async () => {
    const cookie = await signIn();
    const socket = join('/office', {}, { cookie });
    expect(await heard(socket, 'changed')).toEqual({ sequence: site.ledger.head().sequence, topics: [] });
    const next = heard(socket, 'changed');
    disablePerson(site, '1002', '调离', by);
    expect(await next).toEqual({ sequence: site.ledger.head().sequence, topics: ['people'] });
    await ask('POST', '/sign-out', undefined, { cookie });
    const gone = heard(socket, 'disconnect');
    registerPerson(site, '1003', { name: '赵', roles: [], departments: [], standsInFor: [] }, by);
    expect(await gone).toBe('io server disconnect');
  });

  it.each([
    ['/office', {}, {}, 'sign-in-required'],
    ['/office', {}, { cookie: `docketbox=${'x'.repeat(43)}` }, 'sign-in-required'],
    ['/stations', { station: 'nope' }, {}, 'no-such'],
    ['/stations', {}, {}, 'no-such'],
    ['/stations', { station: 'front' }, { 'x-forwarded-for': '10.9.8.7' }, 'sign-in-required'],
    ['/stations', { station: 'front' }, { origin: 'https://evil.example' }, 'websocket error'],
    ['/stations', { station: 'front' }, { host: 'evil.example' }, 'websocket error'],
  ])('on %s refuse %j with headers %j', async (namespace, auth, headers, message) => {
    const refused = await heard(join(namespace, auth, headers as Record<string, string>), 'connect_error');
    expect(refused.message).toBe(message);
  });
});
