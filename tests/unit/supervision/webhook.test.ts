import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Notice } from '#controller/ports/notifier.ts';
import { WEBHOOK_TIMEOUT_MS, webhookNotifier, webhookSecret } from '#controller/supervision/webhook.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

const secret = Buffer.alloc(32, 9);
const notice: Notice = {
  id: 'msg_1',
  department: 'bgs',
  departmentName: '市政府办公室',
  dockets: ['D'],
  urgent: 1,
  compartments: ['A01'],
  time: '2026-06-18T01:00:00.000Z',
};

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** A receiver that does what the test says; resolves what came in. */
const receiver = async (
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
) => {
  let arrived: () => void = () => undefined;
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(request, response, Buffer.concat(chunks).toString());
      arrived();
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clock = new ManualClock();
  return {
    clock,
    arrival,
    hook: webhookNotifier({ id: 'hook', url: `http://127.0.0.1:${port}/in` }, secret, clock),
  };
};

describe('a webhook', () => {
  it('is signed as Standard Webhooks says, over the very bytes that were sent', async () => {
    let seen: { headers: IncomingMessage['headers']; body: string } | undefined;
    const { hook, clock } = await receiver(({ headers }, response, body) => {
      seen = { headers, body };
      response.writeHead(204).end();
    });
    expect(await hook.notify(notice, 1)).toBeNull();
    const { headers, body } = seen ?? { headers: {}, body: '' };
    const timestamp = Number(headers['webhook-timestamp']);
    expect(timestamp).toBe(Math.floor(clock.now() / 1000));
    const signed = createHmac('sha256', secret).update(`msg_1.${timestamp}.${body}`).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signed}`);
    expect(headers['webhook-id']).toBe('msg_1');
    expect(JSON.parse(body)).toMatchObject({
      type: 'pieces.deposited',
      data: { department: 'bgs', dockets: ['D'] },
    });
    expect(clock.pending).toBe(0);
  });

  it.each([[301], [400], [410], [500], [503]])('that is answered %i failed', async (status) => {
    const { hook, clock } = await receiver((_request, response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('whatever'),
    );
    expect(await hook.notify(notice, 1)).toBe(`answered HTTP ${status}`);
    expect(clock.pending).toBe(0);
  });

  it('whose receiver stalls fails after ten seconds', async () => {
    const { hook, clock, arrival } = await receiver(() => undefined);
    const outcome = hook.notify(notice, 1);
    await arrival;
    await clock.advance(WEBHOOK_TIMEOUT_MS - 1);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    expect(await outcome).toBe('no answer within 10 s');
  });

  it('whose receiver says yes and then never ends its body is taken and let go of', async () => {
    const { hook, clock } = await receiver((_request, response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write('{"ok":');
    });
    expect(await hook.notify(notice, 1)).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('whose receiver talks nonsense, hangs up or is not there failed', async () => {
    const nonsense = await receiver((request) => request.socket.end('HTTP/9.9 banana\r\n\r\n'));
    expect(await nonsense.hook.notify(notice, 1)).toBe('HPE_INVALID_VERSION');
    const clock = new ManualClock();
    const gone = webhookNotifier({ id: 'gone', url: 'http://127.0.0.1:1/' }, secret, clock);
    expect(await gone.notify(notice, 1)).toBe('ECONNREFUSED');
    expect(clock.pending).toBe(0);
  });

  it('under way when the controller stops fails at once', async () => {
    const { hook, clock, arrival } = await receiver(() => undefined);
    const outcome = hook.notify(notice, 1);
    await arrival;
    hook.close();
    expect(await outcome).toBe('the controller stopped');
    expect(clock.pending).toBe(0);
  });

  it('takes its secret from the environment and never repeats it', () => {
    const channel = { id: 'oa', secretEnv: 'OA_SECRET' };
    expect(webhookSecret(channel, { OA_SECRET: `whsec_${secret.toString('base64')}` })).toEqual(secret);
    expect(() => webhookSecret(channel, {})).toThrow(/OA_SECRET is not set: set it to whsec_/);
    expect(() => webhookSecret(channel, { OA_SECRET: 'whsec_hunter2' })).toThrow(/^((?!hunter2).)*$/);
  });
});
