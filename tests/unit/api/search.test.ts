import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SearchBehind } from '#controller/ports/search.ts';
import {
  client,
  documentBody,
  makeSite,
  seed,
  serve,
  type Reply,
  type Served,
  type Site,
} from '#tests/support/api-site.ts';

describe('searching over HTTP', () => {
  let site: Site;
  let served: Served;
  let send: ReturnType<typeof client>;
  const ask = (path: string): Promise<Reply> => send('GET', path);
  let first: any;
  beforeAll(async () => {
    site = makeSite();
    const { token } = seed(site);
    served = await serve(site);
    send = client(`${served.url}/api/v1`, { token });
    first = (await send('POST', '/documents', documentBody())).body;
    await send(
      'POST',
      '/documents',
      documentBody({ number: '某政办发〔2026〕13号', title: '关于抗旱工作的通知' }),
    );
  });
  afterAll(async () => {
    await served.stop();
    site.ledger.close();
  });
  const q = encodeURIComponent;

  it('finds what was registered a moment ago, with marks, states and the pieces that were meant', async () => {
    const { status, body } = await ask(`/search?q=${q('防汛 市发展')}`);
    expect(status).toBe(200);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      ...{ document: first.id, title: '关于做好防汛工作的通知', urgency: 'teji', kind: '通知' },
      marks: { number: [], title: [[4, 6]], issuers: [[]] },
      states: [{ state: 'registered', pieces: 3 }],
    });
    expect(body.items[0].pieces.map((piece: any) => piece.department)).toEqual(['fgw', 'fgw']);
    expect(body.next).toBeNull();
  });

  it('pages by cursor and keeps to the filters', async () => {
    const one = await ask(`/search?q=${q('通知')}&limit=1`);
    expect(one.body.items[0].number).toBe('某政办发〔2026〕13号');
    const two = await ask(`/search?q=${q('通知')}&limit=1&cursor=${one.body.next}`);
    expect(two.body.items[0].document).toBe(first.id);
    expect((await ask(`/search?q=${q('通知')}&state=deposited`)).body.items).toEqual([]);
    expect((await ask('/search?from=2026-06-19&to=2026-06-18')).status).toBe(422);
    expect((await ask('/search?state=lost')).status).toBe(422);
  });

  it('suggests while one types', async () => {
    const { body } = await ask(`/search/suggestions?q=${q('fzhgg')}`);
    expect(body.items[0]).toEqual({ kind: 'department', code: 'fgw', name: '市发展和改革委员会' });
    expect(body.items[1]).toMatchObject({ kind: 'document', number: '某政办发〔2026〕13号' });
  });

  it('never finds a classified paper: nothing of it came in', async () => {
    const title = '关于绝密事项的通知';
    expect((await send('POST', '/documents', documentBody({ title, secrecy: '绝密' }))).status).toBe(422);
    expect((await ask(`/search?q=${q('绝密事项')}`)).body.items).toEqual([]);
  });

  it('says how far it is while it is being prepared, and when to ask again', async () => {
    const behind = () => Promise.reject(new SearchBehind(40));
    const other = makeSite({ search: { find: behind, suggest: behind } });
    const { token } = seed(other);
    const at = await serve(other);
    const { status, body, headers } = await client(`${at.url}/api/v1`, { token })('GET', '/search?q=x');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'search-building', '2']);
    expect(body.detail).toContain('40');
    await at.stop();
    other.ledger.close();
  });
});
