import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPrinter } from '#controller/config-schema.ts';
import { printJob } from '#controller/domain/print-job.ts';
import { by, client, documentBody, makeSite, seed, serve, type Served } from '#tests/support/api-site.ts';

let site: ReturnType<typeof makeSite>;
let served: Served;
let ask: ReturnType<typeof client>;
let document: string;
let n = 0;
beforeEach(async () => {
  site = makeSite({
    printers: () => [
      { id: 'printer-desk', status: null, current: null, waiting: 3, problem: 'out of paper: put in a roll' },
    ],
  });
  const { token } = seed(site);
  served = await serve(site);
  ask = client(`${served.url}/api/v1`, { token });
  document = (await ask('POST', '/documents', documentBody())).body.id;
});
afterEach(() => served.stop());
const post = (path: string, body?: unknown) =>
  ask('POST', path, body, { key: `key-${String(++n).padStart(8, '0')}` });
const finish = (): void => {
  for (const { id } of site.views.pendingPrintJobs()) {
    site.desk.decide(printJob, id, { type: 'Start', bytes: 1, digest: 'd' }, by);
    site.desk.decide(printJob, id, { type: 'Print', evidence: 'status' }, by);
  }
};

describe('a batch over the API', () => {
  it('is made of a document, shows its progress, is paused, resumed and cancelled', async () => {
    const made = await post('/print-batches', { document });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ document, number: '某政办发〔2026〕12号', pieces: 3, state: 'printing', reprintOf: null },
      counts: { waiting: 3, printed: 0 },
    });
    expect(JSON.stringify(made.body)).not.toContain('防汛');
    const { id } = made.body;
    expect((await post(`/print-batches/${id}/pause`)).body.state).toBe('paused');
    expect((await post(`/print-batches/${id}/pause`)).body.code).toBe('wrong-state');
    expect((await post(`/print-batches/${id}/resume`)).body.state).toBe('printing');
    expect((await post(`/print-batches/${id}/cancel`)).body).toMatchObject({
      ...{ state: 'cancelled', counts: { waiting: 0, cancelled: 3 } },
    });
    expect((await ask('GET', '/print-batches')).body.items).toHaveLength(1);
    expect((await post('/print-batches/none/pause')).status).toBe(404);
  });

  it('lists its labels by position, page by page', async () => {
    const { id } = (await post('/print-batches', { document })).body;
    const first = (await ask('GET', `/print-batches/${id}/jobs?limit=2`)).body;
    expect(first.items.map((job: { position: number }) => job.position)).toEqual([1, 2]);
    const rest = (await ask('GET', `/print-batches/${id}/jobs?limit=2&cursor=${first.next}`)).body;
    expect([rest.items.length, rest.next]).toEqual([1, null]);
  });

  it('is printed again in part, with a reason, and only what is done', async () => {
    const { id } = (await post('/print-batches', { document })).body;
    const range = { from: 2, to: 3, reason: 'smudged' };
    expect((await post(`/print-batches/${id}/reprint`, range)).body.code).toBe('range-in-line');
    finish();
    expect((await post(`/print-batches/${id}/reprint`, { ...range, reason: '' })).status).toBe(422);
    expect((await post(`/print-batches/${id}/reprint`, { ...range, to: 9 })).body.code).toBe('no-such-range');
    expect((await post(`/print-batches/${id}/reprint`, range)).body).toMatchObject({
      ...{ pieces: 2, reason: 'smudged', reprintOf: { batch: id, from: 2, to: 3 } },
    });
  });

  it('asked for twice with one key is made once', async () => {
    const key = 'one-key-for-both';
    const [first, second] = [
      await ask('POST', '/print-batches', { document }, { key }),
      await ask('POST', '/print-batches', { document }, { key }),
    ];
    expect(second.body).toEqual(first.body);
    expect(site.views.pendingPrintJobs()).toHaveLength(3);
  });

  it('moves to another printer that holds labels, and to no other', async () => {
    const { id } = (await post('/print-batches', { document })).body;
    const used = site.views.pendingPrintJobs()[0]?.printer;
    const wrong = site.config.devices.filter(isPrinter).find(({ stock }) => stock === '80')?.id;
    expect((await post(`/print-batches/${id}/move`, { printer: wrong })).body.code).toBe('no-printer');
    expect((await post(`/print-batches/${id}/move`, { printer: used })).body.code).toBe('nothing-to-print');
  });
});

describe('one job over the API', () => {
  it('is printed again with or without a reason, and tried again only when it failed', async () => {
    await post('/print-batches', { document });
    const id = site.views.pendingPrintJobs()[0]?.id;
    expect((await post(`/print-jobs/${id}/retry`)).body.code).toBe('wrong-state');
    site.desk.decide(printJob, id ?? '', { type: 'Fail', why: 'does not fit', final: true }, by);
    expect((await post(`/print-jobs/${id}/retry`)).body).toMatchObject({ state: 'queued', why: null });
    finish();
    expect((await post(`/print-jobs/${id}/reprint`)).body).toMatchObject({ reprintOf: id, reason: null });
    finish();
    expect((await post(`/print-jobs/${id}/reprint`, { reason: 'lost' })).body).toMatchObject({
      ...{ reason: 'lost', batch: null },
    });
  });
});

it('printers are listed with their line, what they print and where they stand', async () => {
  const { items } = (await ask('GET', '/printers')).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual(
    site.config.devices.filter(isPrinter).map(({ id }) => id),
  );
  for (const item of items) expect(item.prints).toContain('test');
  expect(items.some(({ prints }: { prints: string[] }) => prints.includes('label'))).toBe(true);
  expect(items.some(({ stations }: { stations: string[] }) => stations.length > 0)).toBe(true);
});
