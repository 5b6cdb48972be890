import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOfficialRecord } from '#controller/domain/official-record.ts';
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
import { paper } from '../label-printer/stamp/papers.ts';

const TITLE = '关于绝不可外传之某项部署的通知';
const NUMBER = '某密发〔2026〕7号';
const MARKS = [TITLE, NUMBER, '绝不可外传'];

const MALFORMED: { secrecy?: unknown }[] = [
  ...['机密', '秘密10年', '绝密', 'top secret', '', 'None', 'nonenone', null, 0, ['none'], {}].map(
    (secrecy) => ({
      secrecy,
    }),
  ),
  {},
];

let dataDir: string;
let site: Site;
let served: Served;
let token: string;
beforeAll(async () => {
  dataDir = temporaryFolder();
  site = makeSite({ dataDir });
  ({ token } = seed(site));
  served = await serve(site);
});
afterAll(async () => {
  await served.stop();
  site.ledger.close();
  rmSync(dataDir, { recursive: true });
});

/** Every byte below the data directory, and every line logged, searched for what must not be there. */
const traces = (texts: readonly string[] = MARKS): string[] => {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  const everything = [...files, Buffer.from(site.logged.join('\n'))];
  const forms = texts.flatMap((text) => [
    Buffer.from(text, 'utf8'),
    iconv.encode(text, 'gbk'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(
      JSON.stringify(text)
        .replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
        .slice(1, -1),
    ),
  ]);
  return forms
    .filter((form) => everything.some((bytes) => bytes.includes(form)))
    .map((form) => form.toString());
};
const refusals = () => site.ledger.read(0, 10_000).filter((event) => event.type === 'ClassifiedRefused');
const secret = (more: object) => documentBody({ title: TITLE, number: NUMBER, ...more });
const record = buildOfficialRecord({
  ...{ barcode: 'SJ202600000000000777', issuer: '某市人民政府办公室', kind: '通知', number: NUMBER },
  ...{
    recipient: '市政府办公室',
    title: TITLE,
    urgency: 'none',
    writtenOn: '2026-06-18',
    releaseLevel: '市地级',
  },
  ...{ maker: '某市人民政府办公室', madeOn: '2026-06-18' },
}).replace('^无^', '^机密10年^');

describe('a classified document', () => {
  it.each(MALFORMED)(
    'marked $secrecy is refused on the API with a keyed hash and nothing else',
    async ({ secrecy }) => {
      const before = refusals().length;
      const ask = client(`${served.url}/api/v1`, { token, key: `classified-${before}` });
      const { status, body } = await ask('POST', '/documents', secret({ secrecy }));
      expect([status, body.code]).toEqual([422, 'classified']);
      expect(JSON.stringify(body)).not.toContain(TITLE);
      expect(refusals()).toHaveLength(before + 1);
      expect(refusals().at(-1)?.payload).toEqual({
        way: 'api',
        person: null,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(traces()).toEqual([]);
    },
  );

  it('is refused before anything else of the body is judged', async () => {
    const ask = client(`${served.url}/api/v1`, { token });
    const { body } = await ask('POST', '/documents', { secrecy: '机密', title: TITLE, nonsense: [NUMBER] });
    expect([body.code, body.errors]).toEqual(['classified', undefined]);
    expect(traces()).toEqual([]);
  });

  it('is known again by its hash, and by no plain one', async () => {
    const ask = client(`${served.url}/api/v1`, { token });
    await ask('POST', '/documents', secret({ secrecy: '机密' }));
    await ask('POST', '/documents', secret({ secrecy: '机密' }));
    const [one, two] = refusals().slice(-2);
    expect(one?.payload.hash).toBe(two?.payload.hash);
  });

  it('read from an official record fills no form', async () => {
    const ask = client(`${served.url}/api/v1`, { token });
    const before = refusals().length;
    const { status, body } = await ask('POST', '/documents/read-record', { text: record });
    expect([status, body.code]).toEqual([422, 'classified']);
    expect(refusals()).toHaveLength(before + 1);
    expect(traces()).toEqual([]);
  });

  it('in a CSV file stops the import and leaves no trace', async () => {
    const ask = client(`${served.url}/api/v1`, { token });
    const header = 'number,title,issuers,kind,urgency,secrecy,pages,writtenOn,barcode,oaId,recipients';
    const raw = `${header}\n${NUMBER},${TITLE},某市人民政府办公室,通知,none,机密,4,2026-06-18,,,bgs:1\n`;
    const answer = await ask('POST', '/import/documents', undefined, {
      raw,
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).not.toContain(TITLE);
    expect(traces()).toEqual([]);
  });

  it('handed in as a PDF to be stamped leaves no trace', async () => {
    const ask = client(`${served.url}/api/v1`, { token });
    const { body: registered } = await ask('POST', '/documents', documentBody());
    const before = refusals().length;
    const query = `docket=${registered.consignments[0].docket}`;
    const { status, body } = await ask('POST', `/documents/${registered.id}/stamp?${query}`, undefined, {
      raw: new Uint8Array(await paper(1, ['机密★5年', TITLE])),
      headers: { 'content-type': 'application/pdf' },
    });
    expect([status, body.code]).toEqual([422, 'classified']);
    expect(refusals()).toHaveLength(before + 1);
    expect(traces([...MARKS, '机密★5年', '%PDF'])).toEqual([]);
  }, 60_000);

  it('would be found by this search: one that is not secret is', async () => {
    const ask = client(`${served.url}/api/v1`, { token });
    const title = '可以公开之通知';
    expect((await ask('POST', '/documents', documentBody({ title, number: '公〔2026〕1号' }))).status).toBe(
      201,
    );
    expect(traces([title])).toEqual([title]);
    expect(site.logged.join('')).not.toContain(title);
  });
});
