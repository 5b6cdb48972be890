import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanFiles } from '#controller/adapters/scan-files.ts';
import { threadReader } from '#label-printer/intake/thread.ts';
import {
  client,
  documentBody,
  makeSite,
  seed,
  serve,
  temporaryFolder,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { docketOf, pilePdf, recordBytes, type PileSheet } from '#tests/support/piles.ts';

const timeout = 180_000;
const TITLE = '关于绝不可外传之某项部署的通知';
const dataDir = temporaryFolder();
const reader = threadReader(new ManualClock());
let site: Site;
let served: Served;
let token: string;
let dockets: string[];
let document: string;
beforeAll(async () => {
  site = makeSite({ dataDir, reader, files: scanFiles(dataDir) });
  ({ token } = seed(site));
  served = await serve(site);
  const { body } = await ask()('POST', '/documents', documentBody());
  document = body.id;
  dockets = body.consignments.map((one: { docket: string }) => one.docket);
});
afterAll(async () => {
  await served.stop();
  await reader.stop();
  site.ledger.close();
  rmSync(dataDir, { recursive: true });
});

const ask = (key?: string) =>
  client(`${served.url}/api/v1`, { token, ...(key === undefined ? {} : { key }) });
const post = (bytes: Uint8Array, name = 'scan.pdf', key?: string) =>
  ask(key)('POST', `/scans?name=${encodeURIComponent(name)}`, undefined, {
    raw: new Uint8Array(bytes),
    headers: { 'content-type': 'application/pdf' },
  });
const pile = async (...sheets: PileSheet[]) => post(await pilePdf(sheets));
const events = () => site.ledger.read(0, 10_000);
const told = (items: { state: string; why: string | null; how: string | null; pages: number }[]) =>
  items.map(({ state, why, how, pages }) => `${pages} ${state} ${why ?? how}`);

/** Every byte below the data directory, and every line logged. */
const traces = (forms: readonly Uint8Array[]): number => {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  const everything = [...files, Buffer.from(site.logged.join('\n'))];
  return forms.filter((form) => everything.some((bytes) => bytes.includes(Buffer.from(form)))).length;
};

describe('a pile of scanned pages', { timeout }, () => {
  it('is split at its cover sheets; each paper stands with its document, the rest waits with what was read', async () => {
    const [a = '', b = ''] = dockets;
    const { status, body } = await pile(
      { blank: true },
      ...[{ cover: a }, { stamp: a }, {}],
      ...[{ cover: b, turn: 180 }, { foreign: 'EX0000123456' }],
      ...[{ cover: docketOf(5) }, {}],
    );
    expect([status, body.pages, body.matched, body.unmatched]).toEqual([201, 8, 2, 2]);
    expect(told(body.items)).toEqual([
      '1 unmatched nothing-read',
      '3 matched docket',
      '2 matched docket',
      '2 unmatched unknown-docket',
    ]);
    expect(body.items.map((one: { docket: string }) => one.docket)).toEqual([null, a, b, null]);
    expect(body.items[1]).toMatchObject({ document: { id: document }, first: 2, cover: true });
    expect(body.items[2].readings).toContainEqual({
      ...{ page: 2, symbology: 'Code128', kind: 'foreign', text: 'EX0000123456' },
    });
    const { body: kept } = await ask()('GET', `/scans?document=${document}`);
    expect(kept.items).toHaveLength(2);
    const file = await fetch(`${served.url}/api/v1/scans/${kept.items[0].id}/file`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([file.headers.get('content-type'), (await file.text()).slice(0, 5)]).toEqual([
      'application/pdf',
      '%PDF-',
    ]);
  });

  it('an official record finds its document, or proposes to register it', async () => {
    const found = await pile({ record: { number: '某政办发〔2026〕12号', barcode: 'SJ202600000000000001' } });
    expect(told(found.body.items)).toEqual(['1 matched record']);
    const unknown = await pile(
      { record: { number: '某政办发〔2026〕78号', barcode: 'SJ202600000000000002' } },
      {},
    );
    expect(told(unknown.body.items)).toEqual(['2 unmatched unknown-record']);
    const { id } = unknown.body.items[0];
    const { body: proposal } = await ask()('GET', `/scans/${id}/record`);
    expect(proposal).toMatchObject({
      number: '某政办发〔2026〕78号',
      title: '关于春季植树的通知',
      proposed: ['bgs'],
    });
  });

  it('waits to be matched by hand, taken back, and deleted with a reason; every step is an event', async () => {
    const { body } = await pile({ foreign: 'EX0000777777' });
    const [{ id }] = body.items;
    const scan = (path: string, more?: object) => ask()('POST', `/scans/${id}/${path}`, more);
    expect((await scan('match', { docket: docketOf(9) })).body.code).toBe('no-such');
    expect((await scan('match', { docket: dockets[2] })).body).toMatchObject({
      ...{ state: 'matched', how: 'hand', docket: dockets[2], document: { id: document } },
    });
    expect((await scan('unmatch')).body).toMatchObject({ state: 'unmatched', why: 'undone', document: null });
    expect((await scan('unmatch')).body.code).toBe('wrong-state');
    expect((await scan('match', { document })).body).toMatchObject({ state: 'matched', docket: null });
    const file = site.views.scan(id)?.file ?? '';
    expect(await site.files.get(file, 'bytes')).toBeDefined();
    expect((await scan('remove', { reason: '扫描不清，重扫' })).body).toMatchObject({ state: 'removed' });
    expect([await site.files.get(file, 'bytes'), await site.files.get(file, 'thumbnail')]).toEqual([
      undefined,
      undefined,
    ]);
    expect((await ask()('GET', `/scans/${id}/file`)).status).toBe(404);
    expect(
      events()
        .filter(({ stream }) => stream === `scan:${id}`)
        .map(({ type }) => type),
    ).toEqual([
      'ScanReceived',
      'ScanUnmatched',
      'ScanMatched',
      'ScanUnmatched',
      'ScanMatched',
      'ScanRemoved',
    ]);
  });

  it('is taken in once: the same key gets the same answer, the same file again is refused', async () => {
    const pdf = await pilePdf([{ stamp: dockets[0] ?? '' }]);
    const first = await post(pdf, 'a.pdf', 'once-and-only-once');
    const again = await post(pdf, 'a.pdf', 'once-and-only-once');
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const { status, body } = await post(pdf, 'b.pdf');
    expect([status, body.code]).toEqual([409, 'scan-known']);
  });

  it('that is none is refused with the reason', async () => {
    const { status, body } = await post(Buffer.from('%PDF-1.4 nonsense'));
    expect([status, body.code]).toEqual([422, 'unreadable-scan']);
    expect(body.detail).toMatch(/^原因：文件已损坏。请提交/);
    const other = await ask()('POST', '/scans', undefined, {
      raw: 'x',
      headers: { 'content-type': 'text/html' },
    });
    expect(other.status).toBe(415);
  });
});

describe('a classified record on any page', { timeout }, () => {
  const secret = {
    title: TITLE,
    number: '某密发〔2026〕7号',
    secrecy: '机密10年',
    barcode: 'SJ209900000000000001',
  };
  /** Pieces of the first file that the second has not. */
  const own = (pdf: Buffer, other: Buffer): Buffer[] =>
    Array.from({ length: 40 }, (_, i) =>
      pdf.subarray((i * pdf.length) / 40, (i * pdf.length) / 40 + 48),
    ).filter((piece) => !other.includes(piece));
  const forms = [
    ...[TITLE, secret.number, secret.barcode].flatMap((text) => [
      Buffer.from(text),
      iconv.encode(text, 'gbk'),
    ]),
    ...[recordBytes(secret), Buffer.from('绝密件扫描')],
  ];

  it('has the whole file refused; nothing of it is on the disk, in the log or in the answer', async () => {
    const pdf = await pilePdf([{ cover: dockets[0] ?? '' }, {}, { record: secret }]);
    const pieces = own(pdf, await pilePdf([{ cover: dockets[0] ?? '' }, {}, {}])).filter(
      (piece) => traces([piece]) === 0,
    );
    expect(pieces.length).toBeGreaterThan(3);
    const before = events().length;
    const { status, body } = await post(pdf, '绝密件扫描.pdf', 'a-classified-file');
    expect([status, body.code]).toEqual([422, 'classified']);
    const added = events().slice(before);
    expect(added.map(({ type }) => type)).toEqual(['ClassifiedRefused']);
    expect(added[0]?.payload).toEqual({
      way: 'scan',
      person: null,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.stringify(body)).not.toContain(TITLE);
    expect(traces([...forms, ...pieces])).toBe(0);
  });

  it('would be found by this search: the same page without the mark is', async () => {
    const open = { ...secret, secrecy: '无' };
    const pdf = await pilePdf([{ record: open }]);
    expect((await post(pdf, '可公开扫描.pdf')).status).toBe(201);
    const [piece = pdf] = own(pdf, await pilePdf([{}]));
    expect(traces([Buffer.from(TITLE), Buffer.from('可公开扫描'), piece])).toBe(3);
  });
});
