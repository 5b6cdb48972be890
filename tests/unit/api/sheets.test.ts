import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, demoConfig, documentBody, makeSite, seed, serve } from '#tests/support/api-site.ts';
import type { Served } from '#tests/support/api-site.ts';
import { createPdf } from '#label-printer/pdf/pdf.ts';
import { textOfPages } from '../label-printer/pdf/pdfium.ts';

const office = { id: 'office', kind: 'printer/ipp', link: 'ipp://10.0.0.8/ipp/print' };
const site = makeSite({
  config: demoConfig((demo) => ({ ...demo, devices: [...demo.devices, office] })),
});
let served: Served;
let ask: ReturnType<typeof client>;
let token = '';
let document: { id: string; consignments: { docket: string }[] };
beforeAll(async () => {
  ({ token } = seed(site));
  served = await serve(site);
  ask = client(`${served.url}/api/v1`, { token });
  document = (await ask('POST', '/documents', documentBody())).body;
});
afterAll(() => served.stop());

const docket = (at: number): string => document.consignments[at]?.docket ?? expect.fail('no docket');
const bytesFrom = async (path: string, init: RequestInit = {}) => {
  const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
  const response = await fetch(`${served.url}/api/v1${path}`, { ...init, headers });
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
};
const paper = (line: string): Promise<Uint8Array<ArrayBuffer>> => {
  const pdf = createPdf({ created: 0, title: 'paper' });
  pdf.addPage();
  pdf.text(60, 100, line, { size: 16 });
  return pdf.finish();
};
const stamp = async (query: string, line = '关于做好防汛工作的通知') =>
  bytesFrom(`/documents/${document.id}/stamp?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: await paper(line),
  });
const problemOf = ({ bytes }: { bytes: Uint8Array }) =>
  JSON.parse(Buffer.from(bytes).toString()) as { code: string };

describe('sheets over HTTP', { timeout: 60_000 }, () => {
  it('one of a consignment, and of every consignment of a document in one PDF', async () => {
    const { response, bytes } = await bytesFrom(`/consignments/${docket(0)}/sheets/cover`);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toContain(`cover-${docket(0)}.pdf`);
    const text = (await textOfPages(bytes)).flat().join('');
    for (const words of ['某政办发〔2026〕12号', '市政府办公室', '1/3']) expect(text).toContain(words);
    const whole = await bytesFrom(`/documents/${document.id}/sheets/slip-received`);
    expect(await textOfPages(whole.bytes)).toHaveLength(3);
    const part = await bytesFrom(`/documents/${document.id}/sheets/circulation?from=2&to=2`);
    const pages = await textOfPages(part.bytes);
    expect(pages).toHaveLength(1);
    expect(pages.flat().join('').replace(/\s/g, '')).toContain(docket(1));
  });

  it('a kind, a consignment or a document that is not there is 404', async () => {
    for (const path of [
      `/consignments/${docket(0)}/sheets/red`,
      '/consignments/0000000000000000/sheets/cover',
      '/documents/none/sheets/cover',
    ])
      expect((await ask('GET', path)).status).toBe(404);
  });

  it('is put in line for an A4 printer, once for one idempotency key; other printers do not do', async () => {
    const path = `/consignments/${docket(0)}/sheets/cover/print`;
    expect((await ask('POST', path, { printer: 'printer-desk' })).body.code).toBe('no-printer');
    const first = await ask('POST', path, {}, { key: 'print-cover-1' });
    expect(first.body).toMatchObject({ artwork: 'sheet', printer: 'office', label: `cover-${docket(0)}` });
    expect((await ask('POST', path, {}, { key: 'print-cover-1' })).body.id).toBe(first.body.id);
    const { bytes } = await bytesFrom(`/print-jobs/${first.body.id}/pdf`);
    expect((await textOfPages(bytes)).flat().join('')).toContain('公文交换封面');
  });

  it('of a consignment that was withdrawn is refused', async () => {
    const other = (await ask('POST', '/documents', documentBody({ number: '某政办函〔2026〕3号' }))).body;
    const gone = other.consignments[0].docket as string;
    await ask('POST', `/consignments/${gone}/withdraw`, { reason: '发文撤销' });
    expect((await ask('GET', `/consignments/${gone}/sheets/cover`)).body.code).toBe('wrong-state');
    const rest = await bytesFrom(`/documents/${other.id}/sheets/cover`);
    expect(await textOfPages(rest.bytes)).toHaveLength(2);
  });
});

describe('stamping over HTTP', { timeout: 60_000 }, () => {
  it('gives the PDF back with the cover in front, and says where the code is', async () => {
    const { response, bytes } = await stamp(`docket=${docket(1)}&x=20&y=30`);
    expect(response.status).toBe(200);
    expect(response.headers.get('stamped-at')).toBe('20.0,30.0');
    const pages = await textOfPages(bytes);
    expect(pages[0]?.join('').replace(/\s/g, '')).toContain(docket(1));
    expect(pages[1]).toEqual(['关于做好防汛工作的通知']);
  });

  it('asks which copy is meant when there are several, and takes only a PDF', async () => {
    expect(problemOf(await stamp('')).code).toBe('choose-consignment');
    expect(problemOf(await stamp('docket=0000000000000000')).code).toBe('no-such');
    expect(problemOf(await stamp(`docket=${docket(0)}&x=3`)).code).toBe('invalid');
    const other = { raw: 'x', headers: { 'content-type': 'image/png' } };
    expect((await ask('POST', `/documents/${document.id}/stamp`, undefined, other)).status).toBe(415);
  });

  it('refuses a paper marked secret, records that and nothing of it', async () => {
    const before = site.ledger.head().sequence;
    expect(problemOf(await stamp(`docket=${docket(0)}`, '机密★5年')).code).toBe('classified');
    const events = site.ledger.read(before, 10);
    expect(events.map(({ type }) => type)).toEqual(['ClassifiedRefused']);
    expect(JSON.stringify([events, site.logged])).not.toContain('机密★');
  });
});
