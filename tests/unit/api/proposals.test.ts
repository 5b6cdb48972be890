import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposals } from '#controller/api/contract/proposals.ts';
import {
  client,
  makeSite,
  seed,
  serve,
  temporaryFolder,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';
import { ofdOf } from '#tests/support/ofd-writer.ts';
import { tracesOf } from '#tests/support/traces-on-disk.ts';

const SECRET = ['关于绝不可外传之某项部署的通知', '某密发〔2026〕7号', '绝不可外传'] as const;
const [TITLE, NUMBER] = SECRET;

let dataDir: string;
let site: Site;
let served: Served;
let send: (raw: Uint8Array<ArrayBuffer>, more?: object) => Promise<{ status: number; body: any }>;
beforeAll(async () => {
  dataDir = temporaryFolder();
  site = makeSite({ dataDir });
  const { token } = seed(site);
  served = await serve(site);
  const ask = client(`${served.url}/api/v1`, { token });
  send = (raw, more = {}) =>
    ask('POST', '/documents/proposals', undefined, {
      raw,
      key: `proposal-${site.ledger.head().sequence}`,
      headers: { 'content-type': 'application/octet-stream', ...more },
    });
});
afterAll(async () => {
  await served.stop();
  site.ledger.close();
  rmSync(dataDir, { recursive: true });
});
const traces = (texts: readonly string[]) => tracesOf(dataDir, site.logged, texts);
const refusals = () => site.ledger.read(0, 10_000).filter((event) => event.type === 'ClassifiedRefused');
const list = (text: string) => new TextEncoder().encode(text);

describe('proposals from a file', () => {
  it('are answered as the contract says, and nothing is registered or kept', async () => {
    const before = site.ledger.head().sequence;
    const title = '可以公开之通知';
    const bytes = ofdOf({ info: { Title: title }, custom: { 密级: '无', 发文字号: '某办发〔2026〕1号' } });
    const { status, body } = await send(bytes, { 'content-type': 'application/ofd' });
    expect([status, body.form]).toEqual([200, 'ofd']);
    expect(proposals.parse(body).items[0]?.title.value).toBe(title);
    expect(site.ledger.head().sequence).toBe(before);
    expect(traces([title])).toEqual([]);
  });

  it('of a classified package are refused with a keyed hash; no byte of it is on the disk or in a log', async () => {
    const before = refusals().length;
    const wanted = { info: { Title: TITLE, Subject: NUMBER }, pages: [['机密★10年', TITLE]] };
    const { status, body } = await send(ofdOf(wanted));
    expect([status, body.code, body.errors]).toEqual([422, 'classified', undefined]);
    expect(
      refusals()
        .slice(before)
        .map(({ payload }) => payload),
    ).toEqual([{ way: 'import', person: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(traces(SECRET)).toEqual([]);
  });

  it('leave out classified rows without a trace', async () => {
    const { body } = await send(list(`密级,文号,标题\n无,公〔2026〕1号,公开\n秘密,${NUMBER},${TITLE}\n`));
    expect([body.items.length, body.refused]).toEqual([1, [3]]);
    expect(JSON.stringify(body)).not.toContain('绝不可外传');
    expect(traces(SECRET)).toEqual([]);
  });

  it('would be found by this search, had they left a trace', async () => {
    site.log.info({ title: TITLE }, 'planted');
    expect(traces(SECRET)).toEqual([TITLE, '绝不可外传']);
    site.logged.length = 0;
  });

  it.each(['en', 'zh'])('of a hostile package say place, value and fix in %s', async (language) => {
    const bytes = ofdOf({ info: { Title: TITLE } }, [{ name: '../../x.xml', data: 'x' }]);
    const { status, body } = await send(bytes, { 'accept-language': language });
    expect([status, body.code]).toEqual([422, 'unreadable-file']);
    expect(body.errors).toMatchObject([{ path: '../../x.xml' }]);
    expect(/[一-鿿]/.test(body.errors[0].fix)).toBe(language === 'zh');
    expect(traces(SECRET)).toEqual([]);
  });

  it('of more than 32 MiB, or of another kind, are not even read', async () => {
    expect((await send(new Uint8Array(34e6))).status).toBe(413);
    expect((await send(list('x'), { 'content-type': 'image/png' })).status).toBe(415);
  });
});
