import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  client,
  documentBody,
  makeSite,
  seed,
  serve,
  temporaryFolder,
  tokenFor,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';

const key = '5f6c1c0e-0000-4000-8000-000000000001';
const running: { served: Served; site: Site }[] = [];
const folders: string[] = [];
const start = async (dataDir?: string) => {
  const site = makeSite(dataDir === undefined ? {} : { dataDir });
  const served = await serve(site);
  running.push({ served, site });
  return { site, served, ask: (token: string) => client(`${served.url}/api/v1`, { token }) };
};
/** Ends the HTTP side and the ledger without any farewell to clients. */
const end = async (): Promise<void> => {
  for (const { served, site } of running.splice(0)) {
    await served.stop();
    site.ledger.close();
  }
};
afterEach(async () => {
  await end();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const folder = (): string => {
  folders.push(temporaryFolder());
  return folders.at(-1) ?? '';
};

describe('an idempotency key', () => {
  it('used again for the same request gets the stored answer, also after a crash, and nothing happens twice', async () => {
    const dataDir = folder();
    const before = await start(dataDir);
    const { token } = seed(before.site);
    const first = await before.ask(token)('POST', '/documents', documentBody(), { key });
    expect(first.status).toBe(201);
    const sequence = before.site.ledger.head().sequence;
    // The answer was lost on the way: the client knows nothing, the ledger has it.
    await end();
    const after = await start(dataDir);
    const second = await after.ask(token)('POST', '/documents', documentBody(), { key });
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(after.site.ledger.head().sequence).toBe(sequence);
  });

  it('whose request died before its append is as good as new', async () => {
    const dataDir = folder();
    const before = await start(dataDir);
    const { token } = seed(before.site);
    const { ledger } = before.site;
    const sequence = ledger.head().sequence;
    ledger.close();
    const dead = await before.ask(token)('POST', '/documents', documentBody(), { key });
    expect(dead.status).toBeGreaterThanOrEqual(500);
    await running.splice(0)[0]?.served.stop();
    const after = await start(dataDir);
    expect(after.site.ledger.head().sequence).toBe(sequence);
    expect((await after.ask(token)('POST', '/documents', documentBody(), { key })).status).toBe(201);
  });

  it('used again for another body or another address is an error', async () => {
    const { site, ask } = await start();
    const { token } = seed(site);
    await ask(token)('POST', '/documents', documentBody(), { key });
    const other = await ask(token)('POST', '/documents', documentBody({ pages: 5 }), { key });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    const elsewhere = await ask(token)('POST', '/departments', documentBody(), { key });
    expect(elsewhere.body.code).toBe('idempotency-key-reused');
  });

  it('belongs to whoever used it: another actor neither sees the answer nor is hindered', async () => {
    const { site, ask } = await start();
    const { token } = seed(site);
    await ask(token)('POST', '/documents', documentBody(), { key });
    const other = tokenFor(site, 'registrar', 'other');
    const answer = await ask(other)('POST', '/documents', documentBody({ number: '别〔2026〕1号' }), { key });
    expect([answer.status, answer.body.number]).toEqual([201, '别〔2026〕1号']);
  });

  it('sent by ten requests at once makes one document', async () => {
    const { site, ask } = await start();
    const { token } = seed(site);
    const all = await Promise.all(
      Array.from({ length: 10 }, () => ask(token)('POST', '/documents', documentBody(), { key })),
    );
    expect(new Set(all.map(({ body }) => body.id)).size).toBe(1);
    expect(site.ledger.read(0, 100).filter((event) => event.type === 'DocumentRegistered')).toHaveLength(1);
  });

  it('of a PIN that is set twice at once sets it once', async () => {
    const { site, ask } = await start();
    const { token } = seed(site);
    await ask(token)('POST', '/people', { number: '1001', name: '张三', roles: ['collector'] });
    const body = { method: 'pin', pin: '86420135' };
    const all = await Promise.all(
      [1, 2, 3].map(() => ask(token)('POST', '/people/1001/credentials', body, { key })),
    );
    expect(all.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(site.ledger.read(0, 100).filter((event) => event.type === 'CredentialSet')).toHaveLength(1);
  });

  it('of a badge repeats its text without ever storing it', async () => {
    const { site, ask } = await start();
    const { token } = seed(site);
    await ask(token)('POST', '/people', { number: '1001', name: '张三', roles: ['collector'] });
    const make = () => ask(token)('POST', '/people/1001/credentials', { method: 'badge' }, { key });
    const first = await make();
    expect(first.body.badge).toMatch(/^DXB1/);
    expect((await make()).body).toEqual(first.body);
    expect(site.ledger.answer(`token:oa/${key}`)?.body).toBe('{"method":"badge","badge":null}');
  });

  it('is not needed: a write without one is followed each time', async () => {
    const { site, ask } = await start();
    const { token } = seed(site);
    const number = '无';
    const ids = [
      await ask(token)('POST', '/documents', documentBody({ number })),
      await ask(token)('POST', '/documents', documentBody({ number })),
    ];
    expect(new Set(ids.map(({ body }) => body.id)).size).toBe(2);
  });
});
