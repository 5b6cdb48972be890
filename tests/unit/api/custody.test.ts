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

const write = (docket: string, ...events: any[]) =>
  site.desk.append([{ stream: `consignment:${docket}`, events }], { ...by, actor: '1001' });
const about = { compartment: 'A01', session: 's1', intent: 'i1' };
const drop = (docket: string) =>
  write(docket, { type: 'ConsignmentDeposited', payload: { ...about, counted: 'person' } });
const collect = (docket: string) => {
  const { department } = site.views.consignment(docket)!;
  drop(docket);
  write(docket, { type: 'ConsignmentCollected', payload: { ...about, signedBy: 'box', department } });
};
const say = (docket: string, step: string, body: object = {}) =>
  ask('POST', `/consignments/${docket}/${step}`, body);

describe('one piece at the desk', () => {
  it('is struck off with what came of it, and taken up again', async () => {
    const [docket = ''] = dockets;
    expect((await say(docket, 'handle', { result: '已办' })).body.code).toBe('already-registered');
    collect(docket);
    const done = await say(docket, 'handle', { instruction: '请阅', result: '已办' });
    expect(done.body).toMatchObject({ state: 'handled', handledAt: '2026-06-18T01:00:00.000Z' });
    expect((await say(docket, 'reopen', { reason: '补充材料' })).body).toMatchObject({ state: 'collected' });
  });

  it('is withdrawn with its label, and reinstated while no label was printed', async () => {
    const [docket = ''] = dockets;
    await ask('POST', '/print-jobs', { dockets: [docket], printer: null });
    expect((await say(docket, 'withdraw', { reason: '发错' })).body.state).toBe('withdrawn');
    expect(site.views.pendingPrintJobs()).toEqual([]);
    expect((await say(docket, 'reinstate')).body.state).toBe('registered');
    write(docket, { type: 'ConsignmentLabelled', payload: { job: 'j' } });
    await say(docket, 'withdraw', { reason: '发错' });
    expect((await say(docket, 'reinstate')).body.code).toBe('label-printed');
  });

  it('circulates from reader to reader through the office, and it is known who has it since when', async () => {
    const [docket = ''] = dockets;
    const [first = ''] = [site.views.consignment(docket)!.department];
    const stops = [first, 'fgw'].map((department) => ({ department, reader: null }));
    expect((await say(docket, 'route', { stops: [{ department: 'nope' }] })).body.code).toBe(
      'unknown-department',
    );
    expect((await say(docket, 'route', { stops })).body.route.at).toBe(0);
    collect(docket);
    const out = await ask('GET', `/consignments/${docket}/circulation`);
    expect(out.body).toMatchObject({ at: 0, holder: { kind: 'department' } });
    expect((await say(docket, 'take-in')).body).toMatchObject({
      state: 'labelled',
      department: 'fgw',
      route: { at: 1 },
    });
    const round = await ask('GET', `/consignments/${docket}/circulation`);
    expect(round.body.holder.kind).toBe('office');
    expect(round.body.stops[0].backAt).toBe('2026-06-18T01:00:00.000Z');
    expect(round.body.stops[1].sentAt).toBeNull();
  });

  it('circulates no longer once the office wants it back, and nobody is reminded of it', async () => {
    const [docket = '', other = ''] = dockets;
    const { department } = site.views.consignment(docket)!;
    const stops = [department, 'fgw'].map((each) => ({ department: each, reader: null }));
    const running = () =>
      site.views.deadlinesOf(docket).filter(({ metAt, struckAt }) => (metAt ?? struckAt) === null);
    const end = () => say(docket, 'end-circulation', { reason: '会议取消' });
    expect((await say(other, 'end-circulation', { reason: '会议取消' })).body.code).toBe('not-circulating');
    await say(docket, 'route', { stops });
    expect((await end()).body.code).toBe('circulation-not-begun');
    expect((await say(docket, 'end-circulation', { reason: '' })).status).toBe(422);
    drop(docket);
    expect(running()).toMatchObject([{ clock: 'sign-for' }]);
    const ended = await end();
    expect(ended.body).toMatchObject({ state: 'deposited', route: { at: 0, ended: true } });
    expect(ended.body.route.stops).toHaveLength(1);
    expect(running()).toEqual([]);
    expect((await end()).body.code).toBe('circulation-over');
    const round = await ask('GET', `/consignments/${docket}/circulation`);
    expect(round.body).toMatchObject({ ended: true, holder: { kind: 'compartment' } });
    const people = { registrar: '1001', messenger: '2001', reason: 'circulation-ended' };
    write(docket, { type: 'ConsignmentCorrected', payload: { ...about, ...people } });
    expect(site.views.consignment(docket)).toMatchObject({ state: 'returned', compartment: null });
    // Fetched back it is no wrong drop; a wrong drop is one.
    const discrepancies = async () =>
      (await ask('GET', '/evaluation?from=2026-06-18&to=2026-06-18')).body.total.discrepancies;
    expect(await discrepancies()).toEqual([]);
    drop(other);
    const wrong = { ...about, ...people, reason: 'wrong-drop' };
    write(other, { type: 'ConsignmentCorrected', payload: wrong });
    expect(await discrepancies()).toEqual([{ kind: 'corrected', pieces: 1 }]);
    expect((await say(docket, 'route', { stops })).body).toMatchObject({
      ...{ state: 'labelled', department: 'fgw' },
      route: { at: 1, ended: false },
    });
  });

  it('is recorded as missing and as found, in hand or in a compartment that exists', async () => {
    const [docket = ''] = dockets;
    collect(docket);
    expect((await say(docket, 'missing', { note: '查无' })).body.state).toBe('missing');
    expect((await say(docket, 'found', { compartment: 'nowhere' })).status).toBe(404);
    expect((await say(docket, 'found')).body.state).toBe('collected');
  });
});

describe('a recall', () => {
  it('asks back what departments hold, tells who still has it, and its papers are destroyed by two people', async () => {
    const [one = '', two = '', three = ''] = dockets;
    collect(one);
    collect(two);
    drop(three);
    const { body: none } = await ask('POST', '/recalls', { name: '2025', year: 2025 });
    expect(none.code).toBe('nothing-to-recall');
    expect((await ask('GET', '/recallable?year=2025')).body.code).toBe('nothing-to-recall');
    expect((await ask('GET', '/recallable?department=nope')).body.code).toBe('unknown-department');
    const before = site.ledger.head().sequence;
    const { body: preview } = await ask('GET', '/recallable?year=2026');
    const held = [one, two].map((docket) => site.views.consignment(docket)?.department);
    const holders = [...Map.groupBy(held, (code) => code)].map(([code, { length }]) => [code, length]);
    expect(preview.pieces).toBe(2);
    expect(preview.departments.map((each: any) => [each.department, each.pieces]).sort()).toEqual(
      holders.sort(),
    );
    expect(site.ledger.head().sequence).toBe(before);
    const { body: recall } = await ask('POST', '/recalls', { name: '2026年清退', year: 2026 });
    expect((await ask('GET', '/recallable')).body.code).toBe('nothing-to-recall');
    expect(recall).toMatchObject({ pieces: 2, outstanding: 2 });
    expect((await say(one, 'take-in')).body).toMatchObject({ state: 'recalled', recall: recall.id });
    const { body: detail } = await ask('GET', `/recalls/${recall.id}`);
    expect(detail.outstanding).toBe(1);
    expect(detail.entries.map((entry: any) => entry.docket)).toEqual([two, one]);
    const csv = await ask('GET', `/recalls/${recall.id}?format=csv`);
    expect(csv.status).toBe(200);

    // A token is nobody's second pair of eyes.
    const bare = await ask('POST', '/destructions', { dockets: [one], method: '粉碎' });
    expect(bare.body.code).toBe('people-only');
    const propose = (docket: string) =>
      site.desk.append(
        [
          {
            stream: 'destruction:x1',
            events: [{ type: 'DestructionProposed', payload: { dockets: [docket], method: '粉碎' } }],
          },
        ],
        { ...by, actor: '1001' },
      );
    propose(one);
    expect((await ask('POST', '/destructions/x1/confirm')).body.code).toBe('people-only');
    expect((await ask('POST', '/destructions/x1/drop')).body.state).toBe('dropped');
    expect(site.views.consignment(two)).toMatchObject({ recall: recall.id });
    expect((await ask('POST', `/recalls/${recall.id}/close`)).body.closedAt).not.toBeNull();
    // What is still out is no longer asked for; what came back is the recall's, and it says who kept what.
    expect(site.views.consignment(two)).toMatchObject({ state: 'collected', recall: null });
    expect(site.views.consignment(one)).toMatchObject({ state: 'recalled', recall: recall.id });
    const closed = await ask('GET', `/recalls/${recall.id}`);
    expect(closed.body.entries.map((entry: any) => entry.docket)).toEqual([two, one]);
    expect((await say(two, 'take-in')).body.code).toBe('not-refused');
    expect((await ask('GET', '/recallable')).body.pieces).toBe(1);
    const { body: next } = await ask('POST', '/recalls', { name: '再次清退', year: 2026 });
    expect(next).toMatchObject({ pieces: 1, outstanding: 1 });
    expect((await ask('GET', `/recalls/${recall.id}`)).body.outstanding).toBe(0);
    expect((await ask('POST', `/recalls/${recall.id}/close`)).body.code).toBe('recall-closed');
  });
});

describe('a bag', () => {
  it('stands for its members once, and for nothing after it was dissolved', async () => {
    const made = await ask('POST', '/bundles', { dockets: dockets.slice(0, 2) });
    expect(made.status).toBe(201);
    const { code } = made.body;
    expect(made.body.members).toHaveLength(2);
    expect(site.views.pendingPrintJobs().map((job) => job.subject)).toContain(code);
    const again = await ask('POST', '/bundles', { dockets: [dockets[0]], printer: 'none' });
    expect(again.body).toMatchObject({ code: 'bundled-before' });
    expect((await ask('POST', `/bundles/${code}/dissolve`)).body.dissolvedAt).not.toBeNull();
    expect((await ask('POST', '/bundles', { dockets: [dockets[0]], printer: 'none' })).status).toBe(201);
  });

  it('is not made by everybody', async () => {
    const other = client(`${served.url}/api/v1`, { token: tokenFor(site, 'auditor') });
    expect((await other('POST', '/bundles', { dockets })).status).toBe(403);
  });
});
