import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  by,
  client,
  documentBody,
  makeSite,
  seed,
  serve,
  tokenFor,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

let site: Site;
let served: Served;
let ask: ReturnType<typeof client>;
beforeEach(async () => {
  site = makeSite({ clock: new ManualClock('2026-06-18T01:00:00.000Z') });
  const { token } = seed(site);
  served = await serve(site);
  ask = client(`${served.url}/api/v1`, { token });
});
afterEach(() => served.stop());

const DAY = 86_400_000;
const today = { from: '2026-06-18', to: '2026-06-18' };
/** Registers a document and has its pieces dropped, the first collected too. */
const trade = async (more: object = {}): Promise<{ id: string; dockets: string[] }> => {
  const { body } = await ask('POST', '/documents', documentBody(more));
  const dockets: string[] = body.consignments.map((piece: any) => piece.docket);
  const about = { compartment: 'A01', session: 's1', intent: 'i1' };
  for (const docket of dockets)
    site.desk.append(
      [
        {
          stream: `consignment:${docket}`,
          events: [{ type: 'ConsignmentDeposited', payload: { ...about, counted: 'person' } }],
        },
      ],
      { ...by, actor: '1001' },
    );
  const payload = { ...about, signedBy: 'box' as const, department: 'bgs' };
  site.desk.append(
    [{ stream: `consignment:${dockets[0]!}`, events: [{ type: 'ConsignmentCollected', payload }] }],
    { ...by, actor: '1002' },
  );
  return { id: body.id, dockets };
};

describe('lists', () => {
  it('are numbered without a gap from 1, and every form of one says the same', async () => {
    const { dockets } = await trade();
    const first = await ask('POST', '/lists', { kind: 'drop', ...today });
    expect(first.body).toMatchObject({ number: '202600000001', kind: 'drop', lines: 3, copies: 0 });
    expect(
      (await ask('POST', '/lists', { kind: 'pickup', ...today, from: '2026-06-19', to: '2026-06-20' }))
        .status,
    ).toBe(422);
    const second = await ask('POST', '/lists', { kind: 'exchange', ...today, department: 'fgw' });
    expect(second.body).toMatchObject({ number: '202600000002', unit: '市发展和改革委员会', lines: 2 });
    const detail = await ask('GET', '/lists/202600000001');
    expect(detail.body.entries.map((entry: any) => entry.docket)).toEqual(dockets);
    expect((await ask('GET', '/lists?limit=1')).body.items[0].number).toBe('202600000002');
    const csv = await ask('GET', '/lists/202600000001', undefined, { headers: { accept: 'text/csv' } });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toContain('drop-202600000001.csv');
    for (const docket of dockets) expect(csv.body).toContain(docket);
  });

  it('are the same bytes whenever they are fetched, whatever was renamed since; a reprint says that it is one', async () => {
    await trade();
    await ask('POST', '/lists', { kind: 'drop', ...today });
    const authorization = `Bearer ${tokenFor(site, 'auditor')}`;
    const fetched = async (query: string) => {
      const response = await fetch(`${served.url}/api/v1/lists/202600000001?${query}`, {
        headers: { authorization },
      });
      return Buffer.from(await response.arrayBuffer());
    };
    const before = await fetched('format=pdf');
    await ask('POST', '/departments/bgs', { name: '改了名的办公室', aliases: [] });
    await site.clock.advance(400 * DAY);
    expect((await fetched('format=pdf&lang=en')).equals(before)).toBe(true);
    expect((await ask('GET', '/lists/202600000001?format=pdf&copy=1')).status).toBe(404);
    expect((await ask('POST', '/lists/202600000001/reprint')).body).toEqual({
      number: '202600000001',
      copy: 1,
    });
    expect((await fetched('format=pdf&copy=1')).equals(before)).toBe(false);
    expect((await fetched('format=pdf')).equals(before)).toBe(true);
    expect((await ask('POST', '/lists/209900000001/reprint')).status).toBe(404);
  });

  it('begin again at 1 with the year of the site’s clocks', async () => {
    await site.clock.advance(Date.parse('2026-12-31T15:59:00Z') - site.clock.now());
    await trade();
    const range = { from: '2026-12-31', to: '2026-12-31' };
    expect((await ask('POST', '/lists', { kind: 'drop', ...range })).body.number).toBe('202600000001');
    await site.clock.advance(60_000);
    expect((await ask('POST', '/lists', { kind: 'drop', ...range })).body.number).toBe('202700000001');
  });

  it('do not burn a number for a request that is sent twice or fails', async () => {
    await trade();
    const asked = ['POST', '/lists', { kind: 'drop', ...today }, { key: 'the-same-key-1' }] as const;
    expect((await ask(...asked)).body).toEqual((await ask(...asked)).body);
    expect((await ask('POST', '/lists', { kind: 'drop', ...today, department: 'nope' })).body.code).toBe(
      'unknown-department',
    );
    expect((await ask('POST', '/lists', { kind: 'drop', from: '2026-06-19', to: '2026-06-18' })).status).toBe(
      422,
    );
    expect((await ask('POST', '/lists', { kind: 'drop', ...today })).body.number).toBe('202600000002');
  });
});

describe('registers', () => {
  it('show all eight fields of the receiving register, and what the registrar noted', async () => {
    const { id } = await trade();
    const fields = ['receivedAt', 'number', 'title', 'instruction', 'lead', 'steps', 'deadline', 'result'];
    const line = async () => (await ask('GET', '/registers/receiving')).body.items[0];
    expect(Object.keys(await line()).sort()).toEqual(['document', ...fields].sort());
    expect((await line()).deadline).toBeNull();
    const handling = { instruction: '请应急局阅办', lead: '应急管理局', steps: '', deadline: '2026-06-21' };
    expect((await ask('POST', `/documents/${id}/handling`, handling)).body).toMatchObject({ steps: null });
    expect(await line()).toMatchObject({ ...handling, steps: null, result: null });
    expect((await ask('POST', '/documents/nope/handling', handling)).status).toBe(404);
    const csv = (await ask('GET', '/registers/receiving?format=csv')).body;
    expect(csv.split('\r\n')[0].split(',')).toHaveLength(9);
  });

  it('keep the dispatch register by issuing level, the circulation register by stop', async () => {
    await trade({ kind: '传阅材料' });
    await trade({ number: '国发〔2026〕1号', issuers: ['国务院'] });
    const { body } = await ask('GET', '/registers/dispatch');
    expect(body.items.map((item: any) => [item.level, item.copies, item.dropped, item.taken])).toEqual([
      ['central', 3, 3, 1],
      ['city', 3, 3, 1],
    ]);
    const stops = (await ask('GET', '/registers/circulation')).body.items;
    expect(stops.map((stop: any) => stop.holder)).toEqual(['阅文单位处', 'A01 号箱格', 'A01 号箱格']);
    const { docket } = stops[1];
    const { department } = (await ask('GET', `/consignments/${docket}`)).body;
    const route = [{ department }, { department: department === 'fgw' ? 'bgs' : 'fgw', reader: '张三' }];
    expect((await ask('POST', `/consignments/${docket}/route`, { stops: route })).status).toBe(200);
    const readers = (await ask('GET', '/registers/circulation')).body.items;
    expect(readers.map((one: any) => [one.docket === docket, one.sentAt !== null, one.holder])).toEqual([
      [false, true, '阅文单位处'],
      [true, true, 'A01 号箱格'],
      [true, false, ''],
      [false, true, 'A01 号箱格'],
    ]);
    expect(readers[2].reader).toMatch(/ 张三$/);
    const csv = (await ask('GET', '/registers/dispatch?format=csv')).body;
    expect(csv).toMatch(/"中央",1,.*\r\n"市级",1,/s);
  });

  it('count what was dropped, what left the house and what was signed for, each for itself', async () => {
    await ask('POST', '/departments', { code: 'zhen', name: '某镇', outside: true });
    const recipients = [
      { department: 'bgs', copies: 3 },
      { department: 'zhen', copies: 3 },
    ];
    const { body } = await ask('POST', '/documents', documentBody({ recipients }));
    const dockets: string[] = body.consignments.map((piece: any) => piece.docket);
    const [dropped = '', reversed = '', lost = '', out = '', corrected = '', lying = ''] = dockets;
    const write = (docket: string, ...events: EventDraft[]) =>
      void site.desk.append([{ stream: `consignment:${docket}`, events }], by);
    const at = { compartment: 'A01', session: 's1', intent: 'i1' };
    const deposited: EventDraft = { type: 'ConsignmentDeposited', payload: { ...at, counted: 'person' } };
    const people = { registrar: '1001', messenger: '2001', reason: 'wrong-drop' };
    const taken: EventDraft = { type: 'ConsignmentCorrected', payload: { ...at, ...people } };
    const handedIn: EventDraft = {
      type: 'ConsignmentHandedIn',
      payload: { ...at, counted: 'person', department: 'bgs' },
    };
    const left: EventDraft[] = [
      { type: 'ConsignmentFetched', payload: { ...at, signedBy: 'box' } },
      { type: 'ConsignmentDispatched', payload: { compartment: 'A01', session: 's1', department: 'zhen' } },
    ];
    write(dropped, deposited, {
      type: 'ConsignmentCollected',
      payload: { ...at, signedBy: 'box', department: 'bgs' },
    });
    // A wrong drop that was reversed is none, nor when the piece went astray afterwards.
    write(reversed, deposited, taken);
    write(lost, deposited, taken, {
      type: 'ConsignmentMissing',
      payload: { was: 'corrected', compartment: null, by: 'desk', note: null },
    });
    write(out, handedIn, ...left);
    write(corrected, deposited, taken, handedIn, ...left);
    write(lying, handedIn);
    const [line] = (await ask('GET', '/registers/dispatch')).body.items;
    expect(line).toMatchObject({ copies: 6, dropped: 1, sentOut: 2, taken: 1 });
    // Everything that ever was put into a box: the old count (mutant).
    const ever = dockets.filter((docket) => site.views.consignment(docket)?.depositedAt !== null);
    expect(ever).toHaveLength(4);
    const csv = async (language: string): Promise<string> =>
      (await ask('GET', `/registers/dispatch?format=csv&lang=${language}`)).body;
    expect((await csv('zh-CN')).split('\r\n')[0]).toContain('"已投递","已外发","已签收"');
    expect(await csv('en')).toContain('"Dropped","Sent out","Signed for"');
    expect(await csv('en')).toMatch(/,6,"[^"]*",1,2,1\r\n/u);
  });

  it('page by cursor within the days asked for', async () => {
    for (let n = 0; n < 5; n++) {
      await ask('POST', '/documents', documentBody({ number: `号〔2026〕${n}号` }));
      await site.clock.advance(DAY);
    }
    const asked = '/registers/receiving?from=2026-06-19&to=2026-06-21&limit=2';
    const first = (await ask('GET', asked)).body;
    expect(first.items.map((item: any) => item.number)).toEqual(['号〔2026〕3号', '号〔2026〕2号']);
    const second = (await ask('GET', `${asked}&cursor=${first.next}`)).body;
    expect(second).toMatchObject({ items: [{ number: '号〔2026〕1号' }], next: null });
    expect((await ask('GET', '/registers/receiving?from=2026-06-22&to=2026-06-21')).body.code).toBe(
      'invalid',
    );
  });
});

describe('a dispatch catalogue', () => {
  it('keeps a selection in the order chosen, once each, and may be changed, printed and thrown away', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n++)
      ids.push((await ask('POST', '/documents', documentBody({ number: `号〔2026〕${n}号` }))).body.id);
    const [a, b, c] = ids as [string, string, string];
    const made = await ask('POST', '/registers/catalogues', {
      title: '六月发文目录',
      documents: [c, a, b, c],
    });
    expect(made.body.documents).toEqual([c, a, b]);
    const path = `/registers/catalogues/${made.body.id}`;
    await ask('POST', path, { title: '六月发文目录', documents: [b, c] });
    const { entries } = (await ask('GET', path)).body;
    expect(entries.map((entry: any) => entry.number)).toEqual(['号〔2026〕1号', '号〔2026〕2号']);
    expect((await ask('GET', `${path}?format=pdf`)).headers.get('content-type')).toBe('application/pdf');
    expect((await ask('POST', path, { title: 'x', documents: ['nope'] })).status).toBe(404);
    expect((await ask('POST', `${path}/discard`)).status).toBe(200);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('GET', '/registers/catalogues')).body.items).toEqual([]);
  });
});
