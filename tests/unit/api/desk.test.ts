import { afterEach, describe, expect, it } from 'vitest';
import type { DeskView, FoundView } from '#controller/api/contract/desk.ts';
import { handleAtDesk, noteInstruction, signForCollected } from '#controller/commands/desk.ts';
import { lookUp } from '#controller/commands/look-up.ts';
import type { EventDraft } from '#controller/domain/events.ts';
import { sightOf } from '#controller/domain/sight.ts';
import { client, by, serve, tokenFor, type Reply, type Served, type Site } from '#tests/support/api-site.ts';
import { collect, deskSite, drop, PEOPLE, PIN, take } from '#tests/support/desk-site.ts';

let served: Served | undefined;
afterEach(async () => {
  await served?.stop();
  served = undefined;
});

/** Asks as a person who signed in with number and PIN. */
const asPerson = async (site: Site, number: string) => {
  served ??= await serve(site);
  const url = `${served.url}/api/v1`;
  const { headers } = await client(url)('POST', '/sign-in', { number, pin: PIN });
  return client(url, { cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '' });
};
const deskOf = (reply: Reply): DeskView => reply.body as DeskView;
const found = (reply: Reply): FoundView => reply.body as FoundView;
const types = (site: Site, stream: string): string[] =>
  site.ledger.stream(stream as 'person:x').map(({ type }) => type);

const RECORD =
  'GB0626-2005^SJ2026^某市人民政府办公室^通知^某政办发〔2026〕12号^各区县^关于做好防汛工作的通知^无^特急^20260618^^^20260618^^|';

describe('a desk', () => {
  it('shows its own department’s papers and no other’s, and moves them on as they are collected and signed for', async () => {
    const { site, fgw, bgs } = await deskSite();
    const [first = '', second = ''] = fgw;
    for (const docket of [first, ...bgs]) drop(site, docket);
    collect(site, second);
    const lin = await asPerson(site, '2001');
    const before = deskOf(await lin('GET', '/desk'));
    expect(before.departments).toEqual([{ code: 'fgw', name: '市发展和改革委员会', as: 'member' }]);
    expect(before.waiting.map(({ docket, place }) => [docket, place])).toEqual([
      [first, expect.stringContaining('2')],
    ]);
    expect(before.collected).toMatchObject([
      { docket: second, mine: true, signedAt: null, collectedBy: '林收文' },
    ]);
    const sign = await lin('POST', '/desk/signatures', { dockets: [second], device: 'phone' });
    expect(sign).toMatchObject({ status: 200, body: { dockets: [second] } });
    expect(deskOf(await lin('GET', '/desk')).collected).toMatchObject([
      { docket: second, signedBy: '林收文' },
    ]);
    expect(site.ledger.stream(`consignment:${second}`).at(-1)).toMatchObject({
      ...{ type: 'CollectionSigned', actor: '2001' },
      payload: { department: 'fgw', as: 'member', device: 'phone' },
    });
  });

  it('asks a paper back whose circulation was ended, or that a recall asks for until that ends', async () => {
    const { site, fgw } = await deskSite();
    const [read = '', asked = ''] = fgw;
    for (const docket of [read, asked]) collect(site, docket);
    const happen = (docket: string, ...events: EventDraft[]) =>
      site.desk.append([{ stream: `consignment:${docket}`, events }], by);
    const lin = await asPerson(site, '2001');
    const back = async () =>
      deskOf(await lin('GET', '/desk')).collected.flatMap((one) => (one.calledBack ? [one.docket] : []));
    const stops = [{ department: 'fgw', reader: null }];
    happen(read, { type: 'CirculationRouted', payload: { stops, at: 0 } });
    expect(await back()).toEqual([]);
    happen(read, { type: 'CirculationEnded', payload: { stops, at: 0, reason: '会议取消' } });
    happen(asked, { type: 'ConsignmentCalledBack', payload: { recall: 'r1' } });
    expect((await back()).sort()).toEqual([read, asked].sort());
    happen(asked, { type: 'ConsignmentReleased', payload: { recall: 'r1' } });
    expect(await back()).toEqual([read]);
    const struck = await lin('POST', '/desk/handled', {
      ...{ docket: read, device: 'desk', instruction: '阅', result: '阅' },
    });
    expect([struck.status, struck.body.code]).toEqual([409, 'wanted-back']);
  });

  it('lets a stand-in sign as themselves', async () => {
    const { site, fgw } = await deskSite();
    const [docket = ''] = fgw;
    collect(site, docket);
    const gao = await asPerson(site, '2003');
    expect((await gao('POST', '/desk/signatures', { dockets: [docket], device: 'desk' })).status).toBe(200);
    const { actor, payload } = site.ledger.stream(`consignment:${docket}`).at(-1) ?? {};
    expect([actor, payload]).toEqual(['2003', { department: 'fgw', as: 'stand-in', device: 'desk' }]);
  });

  it('is theirs too who stands in for somebody away, as long as that lasts', async () => {
    const { site, fgw } = await deskSite();
    const [docket = ''] = fgw;
    collect(site, docket);
    const at = (hours: number) => new Date(site.clock.now() + hours * 3_600_000).toISOString();
    const payload = { standIn: '2002', from: at(-1), until: at(1) };
    const events = [{ type: 'StandInNamed' as const, payload }];
    site.desk.append([{ stream: 'person:2001', events }], by);
    const sign = { dockets: [docket], device: 'phone' };
    const sun = await asPerson(site, '2002');
    expect(deskOf(await sun('GET', '/desk')).collected).toMatchObject([{ docket }]);
    expect((await sun('POST', '/desk/signatures', sign)).status).toBe(200);
    expect(site.ledger.stream(`consignment:${docket}`).at(-1)).toMatchObject({
      ...{ type: 'CollectionSigned', actor: '2002', payload: { as: 'stand-in' } },
    });
    await site.clock.advance(2 * 3_600_000);
    const later = await asPerson(site, '2002');
    expect(deskOf(await later('GET', '/desk')).collected).toEqual([]);
    expect((await later('POST', '/desk/signatures', sign)).status).toBe(403);
  });

  it('signs once: a repetition with its key gets the stored answer, one without changes nothing', async () => {
    const { site, fgw } = await deskSite();
    const [docket = ''] = fgw;
    collect(site, docket);
    const lin = await asPerson(site, '2001');
    const body = { dockets: [docket], device: 'phone' };
    const answers = [
      await lin('POST', '/desk/signatures', body, { key: 'phone-key-1' }),
      await lin('POST', '/desk/signatures', body, { key: 'phone-key-1' }),
      await lin('POST', '/desk/signatures', body),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[1]?.headers.get('idempotency-replayed')).toBe('true');
    expect(types(site, `consignment:${docket}`).filter((type) => type === 'CollectionSigned')).toHaveLength(
      1,
    );
  });

  it('keeps a leader’s instruction with the piece, and takes it out again', async () => {
    const { site, fgw } = await deskSite();
    const [docket = ''] = fgw;
    collect(site, docket);
    const lin = await asPerson(site, '2001');
    const note = (instruction: string) =>
      lin('POST', '/desk/instructions', { docket, instruction, device: 'desk' });
    expect((await note(' 请规划科阅办 ')).body).toEqual({ docket, instruction: '请规划科阅办' });
    expect(deskOf(await lin('GET', '/desk')).collected[0]?.instruction).toBe('请规划科阅办');
    await note('');
    expect(deskOf(await lin('GET', '/desk')).collected[0]?.instruction).toBeNull();
  });

  it('tells how long there is to sign for a piece, and then to handle it, until it is handled', async () => {
    const { site, fgw } = await deskSite();
    const [docket = ''] = fgw;
    drop(site, docket);
    const lin = await asPerson(site, '2001');
    const waiting = deskOf(await lin('GET', '/desk')).waiting[0];
    // Most urgent: half an hour.
    expect(Date.parse(waiting?.due ?? '') - site.clock.now()).toBe(30 * 60_000);
    take(site, docket);
    const before = deskOf(await lin('GET', '/desk')).collected[0];
    expect(Date.parse(before?.due ?? '')).toBeGreaterThan(site.clock.now());
    const body = { docket, device: 'desk', instruction: '请阅办', result: '已转各科室' };
    expect((await lin('POST', '/desk/handled', body)).status).toBe(200);
    expect(site.ledger.stream(`consignment:${docket}`).at(-1)).toMatchObject({
      ...{ type: 'ConsignmentHandled', actor: '2001' },
      payload: { instruction: '请阅办', result: '已转各科室' },
    });
    const after = deskOf(await lin('GET', '/desk')).collected[0];
    expect(after).toMatchObject({ due: null, handled: true, signedAt: null, instruction: '请阅办' });
    expect((await lin('POST', '/desk/handled', body)).status).toBe(409);
    await lin('POST', '/desk/signatures', { dockets: [docket], device: 'phone' });
    expect(deskOf(await lin('GET', '/desk')).collected).toEqual([]);
  });

  it('signs for nothing that was not collected, and for nothing when one piece is another’s', async () => {
    const { site, fgw, bgs } = await deskSite();
    const [docket = '', waits = ''] = fgw;
    collect(site, docket);
    drop(site, waits);
    const lin = await asPerson(site, '2001');
    const sign = (dockets: readonly string[]) =>
      lin('POST', '/desk/signatures', { dockets, device: 'phone' });
    expect(await sign([waits])).toMatchObject({ status: 409, body: { code: 'wrong-state' } });
    expect(await sign(['0000000000000000'])).toMatchObject({ status: 404 });
    expect(await sign([docket, ...bgs])).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(types(site, `consignment:${docket}`)).not.toContain('CollectionSigned');
    expect(site.ledger.stream('person:2001').at(-1)).toMatchObject({
      ...{ type: 'SigningRefused', actor: '2001' },
      payload: { dockets: bgs, device: 'phone' },
    });
  });

  it('has nothing for a program, which cannot sign', async () => {
    const { site, fgw } = await deskSite();
    served = await serve(site);
    const program = client(`${served.url}/api/v1`, { token: tokenFor(site, 'collector') });
    expect(deskOf(await program('GET', '/desk'))).toMatchObject({
      waiting: [],
      collected: [],
      departments: [],
    });
    const sign = await program('POST', '/desk/signatures', { dockets: fgw, device: 'desk' });
    expect(sign.body).toMatchObject({ code: 'people-only' });
  });
});

describe('looking a paper up', () => {
  it('tells those whose it is everything, and a finder only whose it is and where it belongs', async () => {
    const { site, fgw } = await deskSite();
    const [docket = ''] = fgw;
    drop(site, docket);
    const seen = async (number: string) => {
      const answer = found(await (await asPerson(site, number))('POST', '/look-ups', { text: docket }));
      return answer.is === 'piece' ? answer.piece : undefined;
    };
    expect(await seen('2001')).toMatchObject({ title: '关于做好防汛工作的通知', state: 'deposited' });
    expect((await seen('2003'))?.history?.map(({ what, by: who }) => [what, who])).toEqual([
      ['ConsignmentRegistered', 'test'],
      ['ConsignmentDeposited', '王交换'],
    ]);
    expect((await seen('3001'))?.title).toBe('关于做好防汛工作的通知');
    for (const number of ['2002', '1001'])
      expect(await seen(number)).toMatchObject({
        ...{ title: null, issuers: null, history: null, instruction: null },
        ...{ department: { name: '市发展和改革委员会' }, place: expect.stringContaining('2') },
      });
  });

  it('knows a document by its official barcode, with every copy of it', async () => {
    const { site, fgw, bgs } = await deskSite();
    const answer = found(await (await asPerson(site, '2001'))('POST', '/look-ups', { text: RECORD }));
    expect(
      answer.is === 'document' && answer.pieces.map(({ docket, title }) => [docket, title !== null]),
    ).toEqual([...bgs.map((docket) => [docket, false]), ...fgw.map((docket) => [docket, true])]);
  });

  it('refuses a classified record and keeps nothing of it', async () => {
    const { site } = await deskSite();
    const secret = RECORD.replace('^无^', '^机密10年^');
    const answer = await (await asPerson(site, '1001'))('POST', '/look-ups', { text: secret });
    expect(answer).toMatchObject({ status: 422, body: { code: 'classified' } });
    expect(site.ledger.stream('station:office').at(-1)).toMatchObject({
      ...{ type: 'ClassifiedRefused', payload: { way: 'scan', person: '1001' } },
    });
    const everything = JSON.stringify([site.ledger.read(0, 1000), site.logged, answer.body]);
    for (const part of ['机密10年', 'SJ2026^']) expect(everything).not.toContain(part);
  });

  it.each([
    ['another station’s envelope', 'HB-0012-7785', 'foreign'],
    ['an address to follow', 'https://evil.example/?x=<img src=x onerror=alert(1)>', 'foreign'],
    ['a misread docket code', '7K3D0Q9MABCDEFG0', 'misread'],
    ['a record cut short', RECORD.split('^').slice(0, 10).join('^'), 'record-unreadable'],
    ['a badge', `DXB1${'0'.repeat(37)}`, 'badge'],
    [
      'a record nobody registered',
      RECORD.replace('SJ2026', 'SJ1').replace('12号', '99号'),
      'record-not-registered',
    ],
  ])('says what %s is, and no more', async (_, text, why) => {
    const { site } = await deskSite();
    const size = site.ledger.head().sequence;
    expect(lookUp(site.views, text)).toEqual({ is: 'nothing', why });
    expect(site.ledger.head().sequence).toBe(size);
  });
});

/** Whether the attempt at another department's piece is denied and on record. */
const denies = async (sign: typeof signForCollected): Promise<boolean> => {
  const { site, bgs } = await deskSite();
  const [docket = ''] = bgs;
  collect(site, docket, '2002');
  const person = site.views.person('2001')!;
  const outcome = sign(site, [docket], { person, device: 'phone' }, { ...by, actor: '2001' });
  const signed = types(site, `consignment:${docket}`).includes('CollectionSigned');
  return !outcome.ok && !signed && types(site, 'person:2001').at(-1) === 'SigningRefused';
};
const everyDepartment = ['bgs', 'fgw'];

describe('planted mutants', () => {
  it('signing: the real one is good, one that trusts anybody and one that forgets the attempt are not', async () => {
    expect(await denies(signForCollected)).toBe(true);
    const trusting: typeof signForCollected = (deps, dockets, { person, device }, ...rest) =>
      signForCollected(
        deps,
        dockets,
        { person: { ...person, departments: everyDepartment }, device },
        ...rest,
      );
    expect(await denies(trusting)).toBe(false);
    const forgetful: typeof signForCollected = (deps, ...rest) =>
      signForCollected({ ...deps, desk: { ...deps.desk, append: () => ({ events: [] }) as never } }, ...rest);
    expect(await denies(forgetful)).toBe(false);
  });

  it('an instruction and a striking off are denied in the same way', async () => {
    const asSigning: typeof signForCollected = (deps, [docket = ''], ...rest) =>
      noteInstruction(deps, docket, '阅', ...rest);
    expect(await denies(asSigning)).toBe(true);
    const handling = { instruction: null, result: '阅' };
    const asHandling: typeof signForCollected = (deps, [docket = ''], ...rest) =>
      handleAtDesk(deps, docket, handling, ...rest);
    expect(await denies(asHandling)).toBe(true);
  });

  it('sight: nobody but the office and the department’s own see a title', () => {
    const seers = (sight: typeof sightOf) =>
      Object.keys(PEOPLE).filter((number) => sight(PEOPLE[number]!, 'fgw') === 'all');
    expect(seers(sightOf)).toEqual(['2001', '2003', '3001']);
    expect(seers(() => 'all')).not.toEqual(['2001', '2003', '3001']);
    expect(seers((who) => (who.roles.includes('collector') ? 'all' : 'place'))).not.toEqual(seers(sightOf));
  });
});
