import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createApi } from '#controller/api/create-api.ts';
import type { StationDoor } from '#controller/api/http/deps.ts';
import { lastAnswers } from '#controller/api/http/last-answers.ts';
import { makeSite, seed } from '#tests/support/api-site.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { until } from '#tests/support/until.ts';

let open = new DisposableStack();
afterEach(() => {
  open.dispose();
  open = new DisposableStack();
});

/** Listening on a port of the system's choice; a kept-alive connection would be kept for an hour. */
const listening = async (server: Server): Promise<number> => {
  open.defer(() => server.closeAllConnections());
  server.keepAliveTimeout = 3_600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};
/** A client that would keep its connection. */
const asking = async (port: number, path: string, headers = {}): Promise<IncomingMessage> => {
  const agent = open.adopt(new Agent({ keepAlive: true }), (one) => one.destroy());
  const [answer] = await once(get({ port, path, agent, headers, host: '127.0.0.1' }), 'response');
  return answer as IncomingMessage;
};
const whole = async (answer: IncomingMessage): Promise<Buffer> => Buffer.concat(await answer.toArray());
/** What a line to a station is told when it breaks. */
const lineTo = async (port: number, transport: 'polling' | 'websocket') => {
  const line = io(`http://127.0.0.1:${port}/stations`, {
    ...{ auth: { station: 'front' }, reconnection: false, transports: [transport] },
  });
  open.defer(() => line.disconnect());
  await new Promise((told) => line.once('snapshot', told));
  return { broken: new Promise<string>((tell) => line.once('disconnect', tell)) };
};
const door = { snapshot: () => ({}), onSnapshot: () => () => undefined } as unknown as StationDoor;

describe('At a stop', () => {
  it('whoever waits for an answer gets it, and their connection is not kept', async () => {
    const asked = Promise.withResolvers<undefined>();
    const made = Promise.withResolvers<undefined>();
    const clock = new ManualClock();
    const site = makeSite({
      clock,
      stations: new Map([['front', door]]),
      async writeTable() {
        asked.resolve(undefined);
        await made.promise;
        return Buffer.from('the table');
      },
    });
    const { token } = seed(site);
    const api = createApi(site);
    const server = createServer(api.app);
    const end = api.attach(server);
    const port = await listening(server);
    const lines = await Promise.all([lineTo(port, 'websocket'), lineTo(port, 'polling')]);
    await (await asking(port, '/healthz')).toArray();

    const answer = asking(port, '/api/v1/registers/dispatch?format=csv', {
      authorization: `Bearer ${token}`,
    });
    await asked.promise;
    const ended = end();
    // A page told to go ("io server disconnect") would not come back by itself.
    for (const { broken } of lines) expect(await broken).toMatch(/^transport /);
    made.resolve(undefined);
    expect(await answer).toMatchObject({ statusCode: 200, headers: { connection: 'close' } });
    expect(await whole(await answer)).toEqual(Buffer.from('the table'));
    await ended;
    expect(server.listening).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('an answer the network is slow to take comes whole, and so does one already begun', async () => {
    const bytes = Buffer.alloc(20_000_000, 'a piece of paper ');
    const begun = Promise.withResolvers<() => void>();
    const server = createServer((request, response) => {
      if (request.url === '/big') return void response.end(bytes);
      response.write('first ');
      begun.resolve(() => response.end('last'));
    });
    const clock = new ManualClock();
    const end = lastAnswers(server, clock);
    const port = await listening(server);
    const [big, slow] = await Promise.all([asking(port, '/big'), asking(port, '/slow')]);
    const ended = end();
    (await begun.promise)();
    expect((await whole(slow)).toString()).toBe('first last');
    expect((await whole(big)).equals(bytes)).toBe(true);
    await ended;
    expect(clock.pending).toBe(0);
  });

  it('nobody new gets in, and a connection that waits for nothing ends before the last answer', async () => {
    const asked = Promise.withResolvers<() => void>();
    const server = createServer((_request, response) => asked.resolve(() => response.end('done')));
    const end = lastAnswers(server, new ManualClock());
    const port = await listening(server);
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    const answer = asking(port, '/');
    const give = await asked.promise;
    const ended = end();
    await idle.toArray().catch(() => []);
    const late = connect(port, '127.0.0.1', () => late.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n'));
    late.on('error', () => undefined);
    expect(await late.toArray().catch(() => [])).toEqual([]);
    give();
    expect((await whole(await answer)).toString()).toBe('done');
    await ended;
  });

  it('a request that never comes whole is waited for ten seconds and no longer', async () => {
    const clock = new ManualClock();
    const begun = Promise.withResolvers<undefined>();
    const server = createServer(() => begun.resolve(undefined));
    const end = lastAnswers(server, clock);
    const port = await listening(server);
    const client = connect(port, '127.0.0.1');
    client.on('error', () => undefined);
    client.write('POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nhalf');
    await begun.promise;
    let over = false;
    const ended = end().then(() => (over = true));
    await until('the end to wait', () => clock.pending === 1);
    await clock.advance(9_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(over).toBe(false);
    await clock.advance(1);
    await ended;
  });
});
