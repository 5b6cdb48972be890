import { afterEach, describe, expect, it } from 'vitest';
import type { DeviceView } from '#controller/api/contract/office.ts';
import { problemCodes, wordsOf } from '#controller/api/http/words.ts';
import { LedgerUnavailable } from '#controller/ports/ledger.ts';
import { client, documentBody, makeSite, seed, serve, type Served } from '#tests/support/api-site.ts';

let served: Served | undefined;
afterEach(() => served?.stop());

const device = (id: string, kind: string, state: DeviceView['state']): DeviceView => ({
  ...{ id, kind, link: 'tcp://x:1', state, problem: state === 'offline' ? 'cable' : null },
  faults: [],
  ...{ since: '2026-06-18T01:00:00.000Z', counters: {}, printer: null },
});

describe('operation', () => {
  it('is ready when the ledger takes writes and every lock board and scanner answers', async () => {
    let devices: DeviceView[] = [device('b', 'lock-board/bcc8a', 'starting')];
    served = await serve(makeSite({ devices: () => devices }));
    const ask = client(served.url);
    const starting = await ask('GET', '/readyz');
    expect([starting.status, starting.body.reasons]).toEqual([503, ['b is starting']]);
    devices = [device('b', 'lock-board/bcc8a', 'offline')];
    expect((await ask('GET', '/readyz')).body).toMatchObject({
      ready: false,
      reasons: ['b is offline: cable'],
    });
    devices = [device('b', 'lock-board/bcc8a', 'online'), device('p', 'printer/zpl', 'offline')];
    const ready = await ask('GET', '/readyz');
    expect([ready.status, ready.body.devices.length]).toEqual([200, 2]);
    expect((await ask('GET', '/healthz')).body.status).toBe('ok');
  });

  it('says so when the ledger is gone, does nothing, and is not ready', async () => {
    const site = makeSite();
    const { token } = seed(site);
    site.ledger.health = () => ({ ok: false, why: 'disk full' });
    const desk = {
      ...site.desk,
      append: () => {
        throw new LedgerUnavailable('disk full');
      },
    };
    served = await serve({ ...site, desk });
    const ask = client(served.url, { token });
    const { status, body } = await ask('POST', '/api/v1/documents', documentBody());
    expect([status, body.code]).toEqual([503, 'ledger-unavailable']);
    expect((await ask('GET', '/readyz')).body.reasons).toEqual(['the ledger takes no writes: disk full']);
    expect((await ask('GET', '/metrics')).body).toContain('docketbox_ledger_healthy 0');
  });

  it('shows the walks over the ledger, and is not ready once one found a fault', async () => {
    const site = makeSite();
    const last = { at: '2026-06-17T19:00:00.000Z', size: 9, root: 'ab', findings: 1 };
    const progress = { verified: 500, total: 1000 };
    const record = {
      state: 'walking',
      progress,
      last,
      fault: 'event 7: leaf-differs',
      next: last.at,
    } as const;
    served = await serve({ ...site, record: () => record });
    site.ledger.distrust('event 7: leaf-differs');
    const ask = client(served.url);
    const { status, body } = await ask('GET', '/readyz');
    expect([status, body.record]).toEqual([503, record]);
    expect(body.reasons).toEqual(['the ledger takes no writes: event 7: leaf-differs']);
    const metrics = (await ask('GET', '/metrics')).body;
    for (const line of [
      'trusted 0',
      'walk_verified 500',
      'walk_findings 1',
      'walk_timestamp_seconds 1781722800',
    ])
      expect(metrics).toContain(`docketbox_record_${line}\n`);
  });

  it('measures without personal data', async () => {
    const site = makeSite();
    const { token } = seed(site);
    served = await serve(site);
    const ask = client(served.url, { token });
    await ask('POST', '/api/v1/documents', documentBody());
    const { body } = await ask('GET', '/metrics');
    expect(body).toContain('docketbox_http_requests_total{method="POST",status="2xx"} 1');
    expect(body).toMatch(/docketbox_ledger_sequence \d+/);
    expect(body).not.toMatch(/防汛|oa\b|127\.0\.0\.1/);
  });

  it('logs a fault of ours without repeating what was sent', async () => {
    const site = makeSite();
    const { token } = seed(site);
    const views = {
      ...site.views,
      documentsLike: () => {
        throw new TypeError('关于做好防汛工作的通知');
      },
    };
    served = await serve({ ...site, views });
    const { status, body } = await client(served.url, { token })('POST', '/api/v1/documents', documentBody());
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(site.logged).toHaveLength(1);
    expect(site.logged[0]).toContain('documentsLike');
    expect(site.logged[0] + JSON.stringify(body)).not.toContain('防汛');
  });

  it('describes every operation in OpenAPI 3.1, from the schemas that validate', async () => {
    served = await serve(makeSite());
    const { body } = await client(served.url)('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const operations = Object.values<object>(body.paths).flatMap((path) => Object.values(path));
    const ids = operations.map((operation: any) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const register = body.paths['/api/v1/documents'].post;
    const schema = register.requestBody.content['application/json'].schema;
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(
      expect.arrayContaining(['number', 'title', 'issuers', 'secrecy', 'recipients']),
    );
    expect(schema.required).not.toContain('pages');
    expect(register.responses['201'].content['application/json'].schema.properties.consignments.type).toBe(
      'array',
    );
    expect(body.paths['/api/v1/documents/{id}'].get.parameters[0]).toMatchObject({ name: 'id', in: 'path' });
    const refs = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
    expect(new Set(refs)).toEqual(new Set(['#/components/schemas/Problem']));
  });

  it('has words for every problem in both languages', () => {
    for (const code of problemCodes())
      for (const language of ['en', 'zh'] as const) {
        const { title, detail } = wordsOf(code, language, {});
        expect(title).not.toBe(code);
        expect(detail.length).toBeGreaterThan(4);
        expect(/[\u4e00-\u9fff]/.test(title)).toBe(language === 'zh');
      }
  });
});
