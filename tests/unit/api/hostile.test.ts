import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, documentBody, makeSite, seed, serve, type Served } from '#tests/support/api-site.ts';

const site = makeSite();
let served: Served;
let ask: ReturnType<typeof client>;
beforeAll(async () => {
  const { token } = seed(site);
  served = await serve(site);
  ask = client(`${served.url}/api/v1`, { token });
});
afterAll(() => served.stop());

/** Writes bytes as they are and reads the first answer's status and head. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(served.port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
const statusOf = (text: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);

const WRITES = [
  '/documents',
  '/documents/read-record',
  '/departments',
  '/departments/bgs',
  '/people',
  '/people/1',
  '/people/1/disable',
  '/people/1/credentials',
  '/compartments/A01/service',
  '/print-jobs',
  '/print-jobs/x/settle',
  '/consignments/x/withdraw',
  '/sign-in',
  '/setup',
  '/stations/front/session',
];

describe('hostile HTTP', () => {
  it('never causes a fault of ours, whatever JSON is posted anywhere', async () => {
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc.jsonValue().map((value) => JSON.stringify({ ...documentBody(), title: value, recipients: value })),
      fc
        .record({
          secrecy: fc.constantFrom('none', '无', null, 1),
          number: fc.anything(),
          title: fc.string(),
        })
        .map(
          (value) => JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)) ?? '',
        ),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...WRITES), body, async (path, text) => {
        const { status, body: answer, headers } = await ask('POST', path, undefined, { raw: text });
        expect(status).toBeLessThan(500);
        if (status >= 400) {
          expect(headers.get('content-type')).toContain('application/problem+json');
          expect(answer).toMatchObject({ status, code: expect.any(String), title: expect.any(String) });
          expect(answer.detail.length).toBeGreaterThan(0);
        }
        expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.ts:\d+/);
      }),
      { numRuns: 300, verbose: 1 },
    );
    expect(site.logged).toEqual([]);
  });

  it('never causes a fault of ours, whatever headers and addresses come', async () => {
    const token = fc.stringMatching(/^[\x21-\x7e]{0,40}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE'),
        fc.stringMatching(/^[\x21-\x7e]{0,60}$/),
        fc.array(
          fc.tuple(
            fc.constantFrom(
              ...['Cookie', 'Authorization', 'Accept-Language', 'Origin', 'Idempotency-Key', 'Content-Type'],
              ...['Range', 'If-None-Match', 'X-Forwarded-For', 'Accept', 'Content-Encoding', 'Expect'],
            ),
            token,
          ),
          { maxLength: 5 },
        ),
        async (method, path, headers) => {
          const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
          const answer = await raw(
            `${method} /api/v1/${path} HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\n${lines}Content-Length: 0\r\n\r\n`,
          );
          const status = statusOf(answer);
          expect(status).toBeGreaterThanOrEqual(200);
          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 300, verbose: 1 },
    );
    expect(site.logged).toEqual([]);
  });

  it.each([
    ['malformed JSON', { raw: '{"a":' }, 400, 'malformed-json'],
    ['half of a surrogate pair', { raw: '{"name":"\\ud800"}' }, 400, 'malformed-json'],
    ['half a character', { raw: new Uint8Array([0x22, 0xe5, 0x85, 0x22]) }, 400, 'malformed-json'],
    [
      'another content type',
      { raw: 'a=b', headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported-media-type',
    ],
    [
      'a form, as a foreign page would post it',
      { raw: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
    ],
    ['one megabyte', { raw: JSON.stringify({ title: 'x'.repeat(1_000_000) }) }, 413, 'body-too-large'],
    [
      'a compressed body',
      { raw: '{}', headers: { 'content-encoding': 'gzip' } },
      415,
      'unsupported-media-type',
    ],
    ['a hundred thousand brackets', { raw: '['.repeat(100_000) + ']'.repeat(100_000) }, 422, 'invalid'],
    ['a bad idempotency key', { raw: '{}', key: '../../etc' }, 400, 'bad-idempotency-key'],
    ['an unknown token', { raw: '{}', token: 'dxb_nope' }, 401, 'bad-token'],
  ])('answers %s with a clean problem', async (_name, request, status, code) => {
    const answer = await ask('POST', '/departments', undefined, request);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('answers unknown routes and methods with problems that help', async () => {
    expect((await ask('GET', '/nope')).body.code).toBe('not-found');
    const wrong = await ask('POST', '/devices', {});
    expect([wrong.status, wrong.headers.get('allow'), wrong.body.code]).toEqual([
      405,
      'GET',
      'method-not-allowed',
    ]);
    expect((await ask('GET', '/documents/%E0%A4%A')).status).toBe(400);
    expect((await ask('GET', '/documents?limit=0')).body.errors[0].path).toBe('/limit');
    expect((await ask('GET', '/documents?cursor=../x')).status).toBe(422);
  });

  it('does not let a body set what it may not', async () => {
    const sneaky = '{"code":"czj","name":"财政局","__proto__":{"aliases":["x"]},"constructor":1}';
    expect((await ask('POST', '/departments', undefined, { raw: sneaky })).status).toBe(422);
    const registered = await ask('POST', '/documents', { ...documentBody(), registeredBy: 'somebody' });
    expect(registered.body.errors).toEqual([expect.objectContaining({ path: '/registeredBy' })]);
  });

  it('answers under its own name only, so that a rebound name reaches nothing', async () => {
    const to = (host: string, path = '/api/v1/setup') => raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    for (const host of [`localhost:${served.port}`, '127.0.0.1', '[::1]:8080'])
      expect(statusOf(await to(host))).toBe(200);
    for (const host of ['evil.example', '10.0.0.1', 'localhost.evil.example', '', '127.0.0.1.nip.io', 'a b'])
      expect([400, 421]).toContain(statusOf(await to(host)));
    expect(statusOf(await to('evil.example', '/kiosk/front'))).toBe(421);
  });

  it('follows no write that comes from another site’s page', async () => {
    const post = (headers: Record<string, string>) =>
      ask('POST', '/sign-out', undefined, { headers }).then(({ status }) => status);
    expect(await post({ origin: served.url })).toBe(200);
    expect(await post({})).toBe(200);
    for (const origin of ['https://evil.example', 'null', `${served.url}.evil.example`, 'http://127.0.0.1:1'])
      expect(await post({ origin })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  });

  it('does not take a proxied stranger for the kiosk of this machine', async () => {
    const stranger = client(`${served.url}/api/v1`);
    const direct = await stranger('GET', '/stations/nope/session');
    const proxied = await stranger('GET', '/stations/nope/session', undefined, {
      headers: { 'x-forwarded-for': '10.9.8.7' },
    });
    expect([direct.status, proxied.status]).toEqual([404, 401]);
  });

  it('sends a strict policy with every answer and names no software', async () => {
    for (const path of ['/healthz', '/api/v1/setup', '/nope', '/admin']) {
      const { headers } = await client(served.url)('GET', path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*|data:|https?:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});
