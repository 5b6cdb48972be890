import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSetUp } from '#controller/commands/set-up.ts';
import { listTokens, revokeToken } from '#controller/commands/tokens.ts';
import {
  client,
  makeSite,
  serve,
  temporaryFolder,
  tokenFor,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';

const PIN = '86420135';
const CARD = '04A1B2C3D4';
let dataDir: string;
let site: Site;
let served: Served;
const everything = (): string => {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
  return [...bytes, ...site.logged].join('\n');
};
beforeAll(async () => {
  dataDir = temporaryFolder();
  site = makeSite({ dataDir });
  served = await serve(site);
});
afterAll(async () => {
  await served.stop();
  site.ledger.close();
  rmSync(dataDir, { recursive: true });
});

describe('secrets', () => {
  it('of set-up, sign-in, cards, badges and tokens are in no file and no log line', async () => {
    const code = startSetUp(site) ?? '';
    const anonymous = client(`${served.url}/api/v1`);
    expect((await anonymous('GET', '/setup')).body).toEqual({ needed: true });
    const setUp = (body: object) =>
      anonymous('POST', '/setup', { code, number: '1001', name: '王登记', pin: PIN, ...body });
    expect((await setUp({ code: 'WRONG-WRONG-CODE' })).body.code).toBe('set-up-refused');
    expect((await setUp({ pin: '12345678' })).body.code).toBe('weak-pin');
    const made = await setUp({ code: code.toLowerCase() });
    expect([made.status, made.body.roles]).toEqual([201, ['registrar']]);
    expect((await setUp({ number: '1002' })).body.code).toBe('set-up-done');
    expect(startSetUp(site)).toBeNull();

    const cookie = (made.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(made.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    const ask = client(`${served.url}/api/v1`, { cookie });
    await ask('POST', '/people', { number: '1002', name: '李四', roles: ['collector'] });
    const credential = (body: object, key: string) => ask('POST', '/people/1002/credentials', body, { key });
    await credential({ method: 'pin', pin: '97531024' }, 'pin-key-1');
    await credential({ method: 'card', uid: CARD }, 'card-key-1');
    const badge = await credential({ method: 'badge' }, 'badge-key-1');
    const token = tokenFor(site, 'auditor');
    await client(served.url, { token })('GET', '/api/v1/events');
    await anonymous('POST', '/sign-in', { number: '1002', pin: '11223344' });

    const stored = everything();
    const session = cookie.split('=')[1] ?? '';
    const letters = code.replaceAll('-', '');
    for (const value of [
      PIN,
      '97531024',
      '11223344',
      CARD,
      CARD.toLowerCase(),
      badge.body.badge,
      token,
      session,
      code,
      letters,
    ])
      expect(stored).not.toContain(value);
    expect(stored).toContain('$argon2id$v=19$');
  });

  it('are never repeated by an error answer', async () => {
    const { body } = await client(`${served.url}/api/v1`)('POST', '/setup', {
      code: 'sesame-open',
      pin: '1234',
    });
    expect(JSON.stringify(body)).not.toMatch(/sesame|1234/);
    expect(body.errors.find((error: any) => error.path === '/pin').value).toBe('***');
  });

  it('a token is void once revoked, and its name can be used again', async () => {
    const token = tokenFor(site, 'auditor', 'oa-2');
    const me = () => client(served.url, { token })('GET', '/api/v1/me');
    expect((await me()).body).toEqual({
      ...{ number: 'token:oa-2', name: 'oa-2', roles: ['auditor'] },
      timeZone: 'Asia/Shanghai',
    });
    expect(() => tokenFor(site, 'auditor', 'oa-2')).toThrow(/"oa-2" is taken/);
    expect(() => tokenFor(site, 'auditor', 'a b')).toThrow(/use 1 to 40 letters/);
    expect(revokeToken(site.secrets, 'oa-2')).toBe(true);
    expect((await me()).body.code).toBe('bad-token');
    expect(listTokens(site.secrets).map(({ name }) => name)).not.toContain('oa-2');
    tokenFor(site, 'auditor', 'oa-2');
  });
});
