import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email } from '#controller/adapters/channels/email.ts';
import { webhook } from '#controller/adapters/channels/webhook.ts';
import type { Channel } from '#controller/ports/channel.ts';
import {
  channelsConfig,
  deposit,
  hook,
  mail,
  messageSite,
  person,
  register,
  startMessages,
  type MessageSite,
} from '#tests/support/message-site.ts';
import { fastClock, Receiver, type Answer } from '#tests/support/liars.ts';
import { MailServer } from '#tests/support/mail-server.ts';
import { until } from '#tests/support/until.ts';

/** Hours of rests pass in seconds; time-outs of a connection stay long enough for a busy machine. */
const RESTS = fastClock(3000);
const LINES = fastClock(30);

/** What a receiver believes to have taken: message id and the documents it is about. */
type Taken = readonly [id: string, dockets: readonly string[]];

/** Deposits of many documents, several pieces each, while the other side fails in every way it knows. */
const run = async (site: MessageSite, channel: Channel, documents: number): Promise<void> => {
  const messages = startMessages(site, [channel], { clock: RESTS });
  const lots = Array.from({ length: documents }, (_, n) => register(site, n % 2 ? 'bgs' : 'fgw', 'none', 3));
  for (const piece of [0, 1, 2]) {
    for (const dockets of lots) deposit(site, dockets[piece] ?? '');
    await until('decided', () => site.views.messages({ limit: 200 }).rows.length >= 2 * (piece + 1));
  }
  const settled = (): boolean =>
    site.views.messages({ limit: 200 }).rows.every(({ state }) => state === 'delivered');
  await until('all delivered', settled);
  await messages.stop();
};

/** Nothing lost; nothing doubled but under its id; the pieces of a document in the order they were put in. */
const judge = (site: MessageSite, taken: readonly Taken[]): void => {
  const ids = new Set(taken.map(([id]) => id));
  const rows = site.views.messages({ limit: 200 }).rows;
  expect([...ids].sort()).toEqual(rows.map(({ id }) => id).sort());
  const first = [...ids].map((id) => taken.find(([one]) => one === id)?.[1] ?? []);
  const order = new Map<string, number>();
  first.forEach((dockets, index) => dockets.forEach((docket) => order.set(docket, index)));
  for (const { id, about } of rows) {
    const own = [...ids].indexOf(id);
    for (const { docket } of about) expect(order.get(docket)).toBe(own);
  }
  const decided = [...rows].sort((a, b) => a.sequence - b.sequence);
  for (const earlier of decided)
    for (const later of decided) {
      const shared = earlier.about.some(({ document }) =>
        later.about.some((one) => one.document === document),
      );
      if (shared && earlier.sequence < later.sequence)
        expect([...ids].indexOf(earlier.id)).toBeLessThan([...ids].indexOf(later.id));
    }
};

describe('a receiver over HTTP that fails, stalls and lies', () => {
  let server: Receiver;
  beforeEach(() => void (server = new Receiver()));
  afterEach(() => server.close());

  it('loses nothing, gets nothing twice but under its id, and each document in order', async () => {
    const site = messageSite(channelsConfig([hook]));
    const url = await server.listen();
    const taken: Taken[] = [];
    const take = (body: string, id: unknown): void => {
      const { data } = JSON.parse(body) as { data: { dockets: string[] } };
      taken.push([String(id), data.dockets]);
    };
    const lies: readonly Answer[] = [
      (response) => void response.writeHead(500).end(),
      (_response, _heard, request) => void request.socket.destroy(),
      (response) => void response.writeHead(302, { location: `${url}/trap` }).end(),
      // Takes it and says nothing, or that it did not.
      (_response, { body, headers }, request) => {
        take(body, headers['webhook-id']);
        request.socket.resetAndDestroy();
      },
      (response, { body, headers }) => {
        take(body, headers['webhook-id']);
        response.writeHead(503, { 'retry-after': '5' }).end('x'.repeat(300_000));
      },
      () => undefined,
      // Takes it, says so, and breaks off.
      (response, { body, headers }, request) => {
        take(body, headers['webhook-id']);
        response.writeHead(200, { 'content-length': '999' });
        response.write('y', () => request.socket.resetAndDestroy());
      },
    ];
    let turn = 0;
    server.answer = (response, heard, request) => {
      expect(heard.path).toBe('/in');
      (lies[turn++ % lies.length] ?? lies[0])?.(response, heard, request);
    };
    const key = new Uint8Array(32).fill(3);
    await run(site, webhook({ id: 'hook', url: `${url}/in`, perMinute: null }, key, LINES), 6);
    judge(site, taken);
    // The lies were told: some things were taken twice, under one id.
    expect(taken.length).toBeGreaterThan(new Set(taken.map(([id]) => id)).size);
  });
});

describe('a mail server that greylists and breaks off behind DATA', () => {
  let server: MailServer;
  beforeEach(() => void (server = new MailServer()));
  afterEach(() => server.close());

  it('loses nothing, gets nothing twice but as the same message, and each document in order', async () => {
    const site = messageSite(channelsConfig([mail]));
    person(site, '1001', ['collector'], ['bgs', 'fgw']);
    const port = await server.listen();
    let turn = 0;
    server.onRecipient = () => (turn++ % 3 === 0 ? 451 : null);
    server.afterData = () => (turn++ % 4 === 1 ? 'drop' : turn % 5 === 0 ? 452 : null);
    const settings = {
      id: 'mail',
      host: '127.0.0.1',
      port,
      security: 'starttls',
      from: 'box@example.org',
    } as const;
    const channel = email(
      { ...settings, user: null, password: null, perMinute: null, site: 'demo' },
      { rejectUnauthorized: false },
    );
    await run(site, channel, 4);
    const pieces = site.views.messages({ limit: 200 }).rows;
    const taken = server.mails.map(({ parsed }): Taken => {
      const id = parsed.messageId?.slice(1).split('@')[0] ?? '';
      return [id, pieces.find((row) => row.id === id)?.about.map(({ docket }) => docket) ?? []];
    });
    judge(site, taken);
    expect(taken.length).toBeGreaterThan(pieces.length);
  });
});
