import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentView } from '#controller/api/answers.ts';
import { isDocketCode } from '#controller/domain/docket-code.ts';
import {
  client,
  documentBody,
  makeSite,
  seed,
  serve,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';

let site: Site;
let served: Served;
let ask: ReturnType<typeof client>;

beforeEach(async () => {
  site = makeSite();
  const { token } = seed(site);
  served = await serve(site);
  ask = client(`${served.url}/api/v1`, { token });
});
afterEach(() => served.stop());

describe('the office API', () => {
  it('registers a document with one consignment per copy and recipient, each under its own docket code', async () => {
    const { status, body } = await ask('POST', '/documents', documentBody());
    expect(status).toBe(201);
    expect(documentView.parse(body)).toEqual(body);
    expect(body.consignments.map((c: any) => `${c.department} ${c.copy}/${c.copies}`)).toEqual([
      'bgs 1/3',
      'fgw 2/3',
      'fgw 3/3',
    ]);
    expect(new Set(body.consignments.map((c: any) => c.docket)).size).toBe(3);
    expect(body.consignments.every((c: any) => isDocketCode(c.docket))).toBe(true);
    expect((await ask('GET', `/documents/${body.id}`)).body).toEqual(body);
  });

  it('answers a second registration of the same document with the first one', async () => {
    const first = await ask('POST', '/documents', documentBody({ barcode: 'SJ202600000000000123' }));
    const byNumber = await ask('POST', '/documents', documentBody());
    const byBarcode = await ask(
      'POST',
      '/documents',
      documentBody({ number: '其他〔2026〕1号', barcode: 'SJ202600000000000123' }),
    );
    for (const second of [byNumber, byBarcode]) {
      expect(second.status).toBe(409);
      expect(second.body.code).toBe('document-known');
      expect(second.body.detail).toContain(first.body.id);
    }
    expect((await ask('POST', '/documents', documentBody({ number: '无' }))).status).toBe(201);
    expect((await ask('POST', '/documents', documentBody({ number: '无' }))).status).toBe(201);
  });

  it('refuses an unknown department and registers nothing', async () => {
    const before = site.ledger.head().sequence;
    const { status, body } = await ask(
      'POST',
      '/documents',
      documentBody({ recipients: [{ department: 'nope', copies: 1 }] }),
    );
    expect([status, body.code]).toEqual([422, 'unknown-department']);
    expect(site.ledger.head().sequence).toBe(before);
  });

  it('names path, value and fix of every field that does not fit, in the language asked for', async () => {
    const wrong = documentBody({ urgency: 'soon', pages: 0, extra: 1 });
    const { status, body, headers } = await ask('POST', '/documents', wrong, {
      headers: { 'accept-language': 'en' },
    });
    expect([status, body.code]).toEqual([422, 'invalid']);
    expect(headers.get('content-type')).toContain('application/problem+json');
    const paths = body.errors.map((error: any) => error.path).sort();
    expect(paths).toEqual(['/extra', '/pages', '/urgency']);
    expect(body.errors.find((error: any) => error.path === '/urgency')).toMatchObject({ value: 'soon' });
    const zh = await ask('POST', '/documents', wrong, { headers: { 'accept-language': 'zh-CN,en;q=0.5' } });
    expect(zh.body.title).toBe('部分内容不符合要求');
  });

  it('pages lists by cursor without losing or repeating a row', async () => {
    for (let i = 0; i < 7; i++) await ask('POST', '/documents', documentBody({ number: `号〔2026〕${i}号` }));
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const path: string = `/documents?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { body } = await ask('GET', path);
      seen.push(...body.items.map((item: any) => item.number));
      cursor = body.next;
    } while (cursor !== null);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `号〔2026〕${i}号`));
  });

  it('queues a label once, and again only as a reprint', async () => {
    const { body: document } = await ask('POST', '/documents', documentBody());
    const dockets = document.consignments.map((c: any) => c.docket);
    const first = await ask('POST', '/print-jobs', { dockets, printer: null });
    expect(first.status).toBe(201);
    expect(first.body.items.map((job: any) => job.subject)).toEqual(dockets);
    const again = await ask('POST', '/print-jobs', { dockets, printer: null });
    expect([again.status, again.body.code]).toEqual([409, 'label-known']);
    const job = first.body.items[0].id;
    expect((await ask('POST', `/print-jobs/${job}/reprint`)).body.code).toBe('wrong-state');
    expect((await ask('POST', `/print-jobs/${job}/settle`, { settled: 'cancelled' })).body.state).toBe(
      'cancelled',
    );
    const repeated = await ask('POST', `/print-jobs/${job}/reprint`);
    expect(repeated.status).toBe(201);
    expect(repeated.body.reprintOf).toBe(job);
  });

  it('withdraws a consignment before its drop, once', async () => {
    const { body: document } = await ask('POST', '/documents', documentBody());
    const path = `/consignments/${document.consignments[0].docket}`;
    expect((await ask('POST', `${path}/withdraw`, { reason: '发错' })).body.state).toBe('withdrawn');
    expect((await ask('GET', path)).body.state).toBe('withdrawn');
    expect((await ask('POST', `${path}/withdraw`, { reason: '发错' })).status).toBe(409);
  });

  it('keeps at least one registrar', async () => {
    const person = { number: '1001', name: '王登记', roles: ['registrar'] };
    expect((await ask('POST', '/people', person)).status).toBe(201);
    const disabled = await ask('POST', '/people/1001/disable', { reason: '调离' });
    expect(disabled.body.code).toBe('last-registrar');
    const { number: _, ...rest } = person;
    const changed = await ask('POST', '/people/1001', { ...rest, roles: ['messenger'] });
    expect(changed.body.code).toBe('last-registrar');
  });

  it('shows the ledger from a sequence on', async () => {
    await ask('POST', '/documents', documentBody());
    const { body } = await ask('GET', '/events?after=2&limit=2');
    expect(body.items.map((event: any) => event.sequence)).toEqual([3, 4]);
    expect(body.next).toBe(4);
    expect(body.head).toEqual(site.ledger.head());
  });

  it('imports a CSV file whole, or reports every problem and imports nothing', async () => {
    const send = (raw: string, query = '') =>
      ask('POST', `/import/departments${query}`, undefined, { raw, headers: { 'content-type': 'text/csv' } });
    const good = 'code,name,aliases\nczj,市财政局,\njyj,市教育局,市教委\n';
    expect((await send(good, '?dryRun=true')).body).toMatchObject({ ok: true, imported: false, rows: 2 });
    expect(site.views.department('czj')).toBeUndefined();
    const bad = await send('code,name,aliases\nczj,市财政局,\nJYJ!,市教育局,\n');
    expect([bad.status, bad.body.code]).toEqual([422, 'import-problems']);
    expect(site.views.department('czj')).toBeUndefined();
    expect((await send(good)).body).toMatchObject({ ok: true, imported: true, rows: 2 });
    expect(site.views.department('jyj')?.name).toBe('市教育局');
  });
});
