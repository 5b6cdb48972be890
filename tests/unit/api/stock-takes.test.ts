import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  by,
  client,
  documentBody,
  makeSite,
  seed,
  serve,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

let site: Site;
let served: Served;
let ask: ReturnType<typeof client>;
let dockets: string[];
beforeEach(async () => {
  site = makeSite({ clock: new ManualClock('2026-06-18T01:00:00.000Z') });
  const { token } = seed(site);
  served = await serve(site);
  ask = client(`${served.url}/api/v1`, { token });
  const { body } = await ask('POST', '/documents', documentBody());
  dockets = body.consignments.map((piece: any) => piece.docket);
});
afterEach(() => served.stop());

/** A code on a paper that nobody registered. */
const STRANGE = 'ZZZZZZZZZZZZZZZ1';
const write = (stream: string, ...events: any[]) =>
  site.desk.append([{ stream: stream as 'stock-take:x', events }], { ...by, actor: '1001' });
const counted = (id: string, compartment: string, more: object = {}) =>
  write(`stock-take:${id}`, {
    type: 'StockTakeCounted',
    payload: { compartment, intent: 'i', found: [], missing: [], unexpected: [], unreadable: 0, ...more },
  });
const begin = (id: string, compartments = ['A01', 'A02']) =>
  write(`stock-take:${id}`, {
    type: 'StockTakeStarted',
    payload: { station: 'front', session: id, compartments },
  });
const finish = (id: string) =>
  write(`stock-take:${id}`, { type: 'StockTakeFinished', payload: { counted: 1, skipped: 1 } });
const detail = async (id: string) => (await ask('GET', `/stock-takes/${id}`)).body;

describe('a stock-take', () => {
  it('that the office ordered counts whatever is counted since, the last count of a box, until it is closed', async () => {
    begin('before');
    counted('before', 'A01');
    const made = await ask('POST', '/stock-takes', { compartments: ['A02', 'A01'], note: '季度盘点' });
    expect(made.body).toMatchObject({ station: null, compartments: 2, counted: 0, note: '季度盘点' });
    const id = made.body.id as string;
    begin('s1');
    write('stock-take:s1', { type: 'StockTakeSkipped', payload: { compartment: 'A01', why: 'no-answer' } });
    expect(await detail(id)).toMatchObject({ counted: 0, skipped: 1 });
    counted('s1', 'A01', { unexpected: [STRANGE] });
    begin('s2');
    counted('s2', 'A01');
    write('stock-take:s2', { type: 'StockTakeSkipped', payload: { compartment: 'A01', why: 'late' } });
    counted('s2', 'B01');
    const now = await detail(id);
    expect([now.counted, now.skipped, now.differences]).toEqual([1, 0, []]);
    expect(now.entries.map((one: any) => [one.compartment, one.at === null])).toEqual([
      ['A01', false],
      ['A02', true],
    ]);
    await site.clock.advance(1000);
    expect((await ask('POST', `/stock-takes/${id}/close`, { note: '好' })).body.closed).toMatchObject({
      ...{ note: '好', open: 0 },
    });
    await site.clock.advance(1000);
    begin('s3');
    counted('s3', 'A02');
    expect(await detail(id)).toMatchObject({ counted: 1 });
    expect((await ask('POST', `/stock-takes/${id}/close`)).body.code).toBe('stock-take-over');
  });

  it('is asked for by cabinet or box, and only for boxes there are', async () => {
    const all = (await ask('POST', '/stock-takes', {})).body.compartments;
    const [cabinet] = site.config.cabinets;
    const one = (await ask('POST', '/stock-takes', { cabinet: cabinet?.id })).body.compartments;
    expect([all, one]).toEqual([
      site.config.cabinets.flatMap(({ compartments }) => compartments).length,
      cabinet?.compartments.length,
    ]);
    for (const body of [{ cabinet: 'none' }, { compartments: ['Z99'] }])
      expect((await ask('POST', '/stock-takes', body)).status).toBe(404);
  });

  it('shows each difference until the record agrees or somebody explained it, and closes with what is left', async () => {
    const [gone = '', stray = ''] = dockets;
    const about = { compartment: 'A01', session: 's1', intent: 'i1' };
    for (const docket of [gone, stray])
      write(`consignment:${docket}`, {
        type: 'ConsignmentDeposited',
        payload: { ...about, compartment: docket === gone ? 'A01' : 'A02', counted: 'person' },
      });
    begin('s1');
    write(`consignment:${gone}`, {
      type: 'ConsignmentMissing',
      payload: { was: 'deposited', compartment: 'A01', by: 'stock-take', note: null },
    });
    counted('s1', 'A01', { missing: [gone], unexpected: [stray, STRANGE], unreadable: 2 });
    expect((await ask('POST', '/stock-takes/s1/close')).body.code).toBe('stock-take-running');
    finish('s1');
    const found = async () =>
      (await detail('s1')).differences.map((one: any) => [one.kind, one.docket, one.piece?.state, one.done]);
    expect(await found()).toEqual([
      ['missing', gone, 'missing', false],
      ['surplus', stray, 'deposited', false],
      ['surplus', STRANGE, undefined, false],
      ['unreadable', null, undefined, false],
    ]);
    await ask('POST', `/consignments/${gone}/found`, { compartment: 'A01' });
    await ask('POST', `/consignments/${stray}/missing`, {});
    await ask('POST', `/consignments/${stray}/found`, { compartment: 'A01' });
    expect((await found()).map((one: unknown[]) => one[3])).toEqual([true, true, false, false]);
    const closed = await ask('POST', '/stock-takes/s1/close', { note: '两件待查' });
    expect(closed.body.closed).toMatchObject({ open: 2, note: '两件待查' });
    const csv = await ask('GET', '/stock-takes/s1?format=csv&lang=en');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.body).toContain('Not settled');
    expect(csv.body).toContain(gone);
    expect(csv.body).not.toContain('防汛');
  });
});
