import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { openingAsker } from '#controller/adapters/opening-asker.ts';
import { systemClock } from '#controller/adapters/system-clock.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const question = {
  ...{ station: 'front', session: 's', person: '100', flow: 'drop' as const },
  ...{ compartments: ['A1'], dockets: ['D1'] },
};
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
const asked = async (oa: RequestListener, deadlineMs = 10_000) => {
  server = createServer(oa);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ask`;
  const policy = { url, secretEnv: 'ASK', deadlineMs, onSilence: 'refuse', for: 'both' } as const;
  const asker = openingAsker(policy, systemClock, { ASK: SECRET });
  const answer = await asker.ask('ask_1', question);
  asker.close();
  return answer;
};

describe('the question to the OA', () => {
  it('is signed, so that an OA knows who asks, and its answer is taken', async () => {
    let seen: unknown;
    const answer = await asked((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        seen = new Webhook(SECRET).verify(body, request.headers as Record<string, string>);
        response.end('{"allow":true}');
      });
    });
    expect(answer).toEqual({ answer: 'allowed' });
    expect(seen).toMatchObject({ type: 'opening.asked', data: question });
  });

  it.each<[string, RequestListener, object]>([
    ['no', (_, response) => response.end('{"allow":false}'), { answer: 'refused' }],
    ['something else', (_, response) => response.end('{"allow":"true"}'), { answer: 'silent' }],
    ['no JSON', (_, response) => response.end('<html>'), { answer: 'silent' }],
    ['an error', (_, response) => response.writeHead(500).end('{"allow":true}'), { answer: 'silent' }],
    ['a redirect', (_, response) => response.writeHead(302, { location: '/' }).end(), { answer: 'silent' }],
    [
      'half an answer',
      (_, response) =>
        response.writeHead(200, { 'content-length': 99 }).end('{"al', () => response.destroy()),
      { answer: 'silent' },
    ],
  ])('answered with %s is understood', async (_, oa, answer) => {
    expect(await asked(oa)).toMatchObject(answer);
  });

  it('that stays without an answer is silence after the deadline', async () => {
    expect(await asked(() => undefined, 200)).toMatchObject({
      answer: 'silent',
      detail: 'no answer within 200 ms',
    });
  });

  it.each([
    ['drop', ['drop', 'send']],
    ['pickup', ['pickup', 'fetch']],
    ['both', ['drop', 'send', 'pickup', 'fetch']],
  ] as const)('where it is for %s is about what goes out as well: %s', (flows, asked) => {
    const policy = { url: 'http://x', secretEnv: 'ASK', deadlineMs: 200, onSilence: 'allow' } as const;
    const asker = openingAsker({ ...policy, for: flows }, systemClock, { ASK: SECRET });
    expect([...asker.asksFor]).toEqual(asked);
    asker.close();
  });

  it('is not asked without a secret: nothing starts', () => {
    const policy = {
      url: 'http://x',
      secretEnv: 'ASK',
      deadlineMs: 200,
      onSilence: 'allow',
      for: 'drop',
    } as const;
    expect(() => openingAsker(policy, systemClock, {})).toThrow('ASK is not set');
  });
});
