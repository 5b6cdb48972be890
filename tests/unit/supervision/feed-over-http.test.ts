import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { SignedPoster } from '#controller/adapters/channels/standard-webhook.ts';
import { webhookKey, webhookSecretText } from '#controller/commands/webhooks.ts';
import { ProgramFeeds } from '#controller/supervision/feed/program-feeds.ts';
import { by, makeSite, SITE_KEY } from '#tests/support/api-site.ts';
import { outOfOrder, type Taken } from '#tests/support/program-feed.ts';
import type { StreamId } from '#controller/domain/event.ts';
import type { EventDraft, EventType } from '#controller/domain/events.ts';

/** What a receiver does with a message: each in its turn, then it takes everything. */
const WAYS: Readonly<Record<string, (keep: () => void, response: ServerResponse) => void>> = {
  fails: (_, response) => void response.writeHead(503).end(),
  stalls: () => undefined,
  lies: (keep, response) => {
    keep();
    response.writeHead(500).end();
  },
  breaks: (keep, response) => {
    keep();
    response.destroy();
  },
  redirects: (_, response) => void response.writeHead(307, { location: '/elsewhere' }).end(),
  babbles: (keep, response) => {
    keep();
    response.writeHead(200).end('x'.repeat(100_000));
  },
};

it('a real receiver that fails, stalls, lies and breaks off gets every message once, in each paper’s order', async () => {
  const site = makeSite();
  const kept = new Map<string, Taken>();
  const wrong: string[] = [];
  const addresses = new Set<string>();
  const moods = [...Object.keys(WAYS), ...Object.keys(WAYS)];
  const secret = new Webhook(webhookSecretText(SITE_KEY, 'w'));
  const receive = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    addresses.add(request.url ?? '');
    const { headers } = request;
    const id = String(headers['webhook-id']);
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    if (headers['webhook-signature'] !== secret.sign(id, at, body)) wrong.push(id);
    const { type, data } = JSON.parse(body) as { type: string; data: any };
    const keep = () => {
      const taken = { id, type, body, sequence: data.sequence, document: data.document.id };
      if (!kept.has(id)) kept.set(id, taken);
    };
    const way = WAYS[moods.shift() ?? ''];
    if (way) return way(keep, response);
    keep();
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => receive(request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;

  const write = (stream: StreamId, type: EventType, payload: object) =>
    site.desk.append([{ stream, events: [{ type, payload } as EventDraft] }], by);
  const feeds = new ProgramFeeds({
    ...{ ...site, sender: new SignedPoster(site.clock), keyOf: (id) => webhookKey(SITE_KEY, id) },
    allowed: () => true,
    onError: (error) => {
      throw error;
    },
  });
  feeds.start();
  try {
    write('webhook:w', 'WebhookSubscribed', { url, events: [], description: '', after: 0 });
    for (let n = 0; n < 24; n++)
      write(`consignment:P${n}`, 'ConsignmentRegistered', {
        ...{ document: `d${n % 3}`, department: 'bgs', copy: 1, copies: 1 },
      });
    // Time is moved by hand; what comes over the wire comes when it comes.
    for (let turn = 0; kept.size < 24 && turn < 4_000; turn++) {
      await site.clock.advance(250);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect([kept.size, wrong, outOfOrder([...kept.values()])]).toEqual([24, [], []]);
    expect([...addresses]).toEqual(['/hook']);
  } finally {
    feeds.stop();
    server.closeAllConnections();
    server.close();
  }
});
