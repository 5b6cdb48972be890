import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setPin } from '#controller/commands/credentials.ts';
import { registerPerson } from '#controller/commands/people.ts';
import { destructionTable } from '#controller/api/tables/custody.ts';
import type { AnyStoredEvent } from '#controller/ports/ledger.ts';
import { by, client, serve, type Served, type Site } from '#tests/support/api-site.ts';
import { collect, deskSite, PIN } from '#tests/support/desk-site.ts';

const ZHOU = '9001';
const WU = '9002';
const SUPERVISOR = '3001';
let site: Site;
let served: Served;
/** Two papers that were asked back and handed over at the desk, and one that a department still holds. */
let papers: [string, string];
let held: string;

beforeEach(async () => {
  const made = await deskSite();
  site = made.site;
  for (const [number, name] of [
    [ZHOU, '周登记'],
    [WU, '吴登记'],
  ] as const) {
    const person = { name, roles: ['registrar' as const], departments: [], standsInFor: [] };
    registerPerson(site, number, person, by);
    await setPin(site, number, PIN, by);
  }
  served = await serve(site);
  papers = [made.fgw[0] ?? '', made.fgw[1] ?? ''];
  held = made.bgs[0] ?? '';
  for (const docket of papers) collect(site, docket);
  collect(site, held, '2002');
  const zhou = await asPerson(ZHOU);
  expect((await zhou('POST', '/recalls', { name: '年度清退', department: 'fgw' })).status).toBe(201);
  for (const docket of papers)
    expect((await zhou('POST', `/consignments/${docket}/take-in`)).body.state).toBe('recalled');
});
afterEach(() => served.stop());

const asPerson = async (number: string) => {
  const url = `${served.url}/api/v1`;
  const { headers } = await client(url)('POST', '/sign-in', { number, pin: PIN });
  return client(url, { cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '' });
};
const propose = async (number = ZHOU): Promise<string> => {
  const ask = await asPerson(number);
  const { status, body } = await ask('POST', '/destructions', { dockets: papers, method: '粉碎' });
  expect(status).toBe(201);
  return body.id;
};
const states = (...dockets: string[]) => dockets.map((docket) => site.views.consignment(docket)?.state);

/** Papers that one person alone destroyed, by the ledger; written without the deciders. */
const destroyedAlone = (events: readonly AnyStoredEvent[]): string[] => {
  const listedBy = new Map<string, string>();
  const alone: string[] = [];
  for (const event of events) {
    if (event.type === 'DestructionProposed') listedBy.set(event.stream.slice(12), event.actor);
    if (event.type !== 'ConsignmentDestroyed') continue;
    const { destruction, by: first, witness } = event.payload;
    const two = listedBy.get(destruction) === first && event.actor === witness && first !== witness;
    if (!two) alone.push(event.stream.slice(12));
  }
  return alone;
};
const ledger = (): AnyStoredEvent[] => site.ledger.read(0, 10_000);

describe('a destruction', () => {
  it('is listed by one person and confirmed by another, and every paper of it is destroyed at once', async () => {
    const id = await propose();
    expect(states(...papers)).toEqual(['recalled', 'recalled']);
    const alone = await (await asPerson(ZHOU))('POST', `/destructions/${id}/confirm`);
    expect([alone.status, alone.body.code]).toEqual([409, 'two-people']);
    expect(states(...papers)).toEqual(['recalled', 'recalled']);
    const done = await (await asPerson(SUPERVISOR))('POST', `/destructions/${id}/confirm`);
    expect(done.body).toMatchObject({
      ...{ state: 'done', pieces: 2, method: '粉碎', proposedBy: ZHOU, witness: SUPERVISOR },
    });
    expect(states(...papers, held)).toEqual(['destroyed', 'destroyed', 'collected']);
    expect(destroyedAlone(ledger())).toEqual([]);
    const [first, ...rest] = ledger().slice(-3);
    expect([first, ...rest].map((event) => event?.type).toSorted()).toEqual([
      ...['ConsignmentDestroyed', 'ConsignmentDestroyed', 'DestructionCarriedOut'],
    ]);
    expect(new Set([first, ...rest].map((event) => event?.cause)).size).toBe(1);
  });

  it('is confirmed once, and given up no more after that', async () => {
    const id = await propose(WU);
    const zhou = await asPerson(ZHOU);
    const key = 'confirm-1';
    const done = await zhou('POST', `/destructions/${id}/confirm`, undefined, { key });
    const again = await zhou('POST', `/destructions/${id}/confirm`, undefined, { key });
    expect([done.body.state, again.body]).toEqual(['done', done.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await zhou('POST', `/destructions/${id}/confirm`)).body.code).toBe('destruction-over');
    expect((await zhou('POST', `/destructions/${id}/drop`)).body.code).toBe('destruction-over');
    expect(ledger().filter(({ type }) => type === 'ConsignmentDestroyed')).toHaveLength(2);
  });

  it('is nobody’s to confirm but a registrar’s or a supervisor’s, and lists only papers in the office’s hands', async () => {
    const id = await propose();
    const collector = await asPerson('2001');
    expect((await collector('POST', `/destructions/${id}/confirm`)).status).toBe(403);
    const wu = await asPerson(WU);
    const order = { dockets: [papers[0], held], method: '粉碎' };
    expect((await wu('POST', '/destructions', order)).body.code).toBe('not-in-office');
    expect(states(...papers)).toEqual(['recalled', 'recalled']);
  });

  it('is not carried out when one of its papers is gone meanwhile: none is destroyed', async () => {
    const id = await propose();
    const wu = await asPerson(WU);
    await wu('POST', `/consignments/${papers[1]}/missing`, { note: '清点时未见' });
    const refused = await wu('POST', `/destructions/${id}/confirm`);
    expect([refused.status, refused.body.code]).toEqual([409, 'not-in-office']);
    expect(states(...papers)).toEqual(['recalled', 'missing']);
    expect((await wu('POST', `/destructions/${id}/drop`)).body.state).toBe('dropped');
  });
});

describe('the register of a destruction', () => {
  it('names every paper, the method and both people, as a page, a table and a PDF', async () => {
    const id = await propose();
    const wu = await asPerson(WU);
    await wu('POST', `/destructions/${id}/confirm`);
    const page = await wu('GET', `/destructions/${id}`);
    expect(page.body.entries.map(({ docket, state }: any) => [docket, state])).toEqual(
      papers.map((docket) => [docket, 'destroyed']),
    );
    const csv = await wu('GET', `/destructions/${id}?format=csv&lang=zh-CN`);
    expect(csv.headers.get('content-disposition')).toContain(`destruction-${id}`);
    const lines = String(csv.body).trim().split(/\r?\n/u);
    for (const docket of papers)
      expect(lines.filter((line) => line.includes(docket) && line.includes('已销毁'))).toHaveLength(1);
    expect(String(csv.body)).not.toContain(held);
    const about = {
      unit: 'U',
      timeZone: 'Asia/Shanghai',
      made: page.body.doneAt,
      language: 'zh-CN',
    } as const;
    const { facts } = destructionTable(page.body, { by: '周登记', witness: '吴登记' }, about);
    expect(facts).toEqual(
      expect.arrayContaining([
        ['销毁方式', '粉碎'],
        ['销毁人', '周登记'],
        ['监销人', '吴登记'],
      ]),
    );
    const pdf = await wu('GET', `/destructions/${id}?format=pdf`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(String(pdf.body).slice(0, 5)).toBe('%PDF-');
    expect((await wu('GET', `/destructions/${id}?format=xlsx`)).status).toBe(200);
    expect((await wu('GET', '/destructions')).body.items).toMatchObject([{ id, state: 'done', witness: WU }]);
  });
});

describe('a planted mutant is caught', () => {
  it.each([
    ['who listed it confirms it', { by: ZHOU, witness: ZHOU }, ZHOU],
    ['somebody signs as another one', { by: ZHOU, witness: WU }, ZHOU],
    ['somebody who did not list it counts as the first', { by: WU, witness: SUPERVISOR }, SUPERVISOR],
  ])('a paper destroyed by one person: %s', async (_what, people, actor) => {
    const destruction = await propose();
    const [docket] = papers;
    site.desk.append(
      [
        {
          stream: `consignment:${docket}`,
          events: [{ type: 'ConsignmentDestroyed', payload: { destruction, ...people } }],
        },
      ],
      { ...by, actor },
    );
    expect(destroyedAlone(ledger())).toEqual([docket]);
  });
});
