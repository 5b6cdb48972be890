import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventDraft } from '#controller/domain/events.ts';
import { exportCommand } from '#controller/cli/export.ts';
import { runCommandLine } from '#controller/cli/run.ts';
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
import { temporaryDir } from '#tests/support/ledgers.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';

describe('the evaluation over HTTP and on the command line', () => {
  const dir = temporaryDir();
  const clock = new ManualClock();
  let site: Site;
  let served: Served;
  let ask: (path: string) => Promise<Reply>;
  beforeAll(async () => {
    site = makeSite({ clock, dataDir: dir.path });
    const { token } = seed(site);
    served = await serve(site);
    const send = client(`${served.url}/api/v1`, { token });
    ask = (path) => send('GET', path);
    const { consignments } = (await send('POST', '/documents', documentBody())).body;
    const [first, second, third] = consignments.map(({ docket }: any) => docket);
    const happen = (docket: string, event: EventDraft): void => {
      site.desk.append([{ stream: `consignment:${docket}`, events: [event] }], {
        actor: '1',
        station: null,
        cause: 'c',
      });
    };
    const where = { compartment: 'A01', intent: 'i' };
    const drop = {
      type: 'ConsignmentDeposited',
      payload: { ...where, session: 'd', counted: 'person' },
    } as const;
    for (const docket of [first, second, third]) happen(docket, drop);
    await clock.advance(20 * 60_000);
    happen(first, {
      type: 'ConsignmentCollected',
      payload: { ...where, session: 'p1', signedBy: 'box', department: 'bgs' },
    });
    await clock.advance(100 * 60_000);
    happen(second, {
      type: 'ConsignmentCollected',
      payload: { ...where, session: 'p2', signedBy: 'box', department: 'fgw' },
    });
    happen(second, { type: 'ConsignmentRefused', payload: { session: 'p2', reason: 'format', note: null } });
  });
  afterAll(async () => {
    await served.stop();
    dir[Symbol.dispose]();
  });

  it('tells what each department did, ranked, with the whole beside it', async () => {
    const { status, body } = await ask('/evaluation?from=2026-06-18&to=2026-06-18');
    expect(status).toBe(200);
    expect(body.workingDays).toBe(1);
    expect(body.departments).toMatchObject([
      {
        ...{ department: 'bgs', rank: 1, visits: 1, visitsPerDay: 1, overdueNow: 0 },
        clocks: { 'sign-for': { started: 1, inTime: 1, late: 0, rate: 1, median: 1200, p90: 1200 } },
      },
      {
        // Most urgent: half an hour. One came late, the other still waits.
        ...{
          department: 'fgw',
          rank: 2,
          visits: 1,
          overdueNow: 1,
          refusals: [{ reason: 'format', pieces: 1 }],
        },
        clocks: { 'sign-for': { started: 2, inTime: 0, late: 2, rate: 0, median: 7200 } },
      },
    ]);
    expect(body.total.clocks['sign-for']).toMatchObject({
      started: 3,
      inTime: 1,
      late: 2,
      median: 1200,
      p90: 7200,
    });
    expect(body.trend).toMatchObject([
      { from: '2026-06-18', to: '2026-06-18', clocks: { 'sign-for': { started: 3 } } },
    ]);
    const one = await ask('/evaluation?from=2026-06-18&to=2026-06-18&department=bgs');
    expect(one.body.departments.map((each: any) => each.department)).toEqual(['bgs']);
    expect(one.body.total.clocks['sign-for'].started).toBe(1);
    expect((await ask('/evaluation?from=2026-06-19&to=2026-06-20')).body.departments).toMatchObject([
      { department: 'fgw', overdueNow: 1, rank: null, clocks: { 'sign-for': { started: 0, rate: null } } },
    ]);
  });

  it('opens every figure down to its rows, page by page', async () => {
    const rows = (figure: string, more = '') =>
      ask(`/evaluation/rows?figure=${figure}&from=2026-06-18&to=2026-06-18${more}`);
    const late = (await rows('late', '&department=fgw&limit=1')).body;
    expect(late.items).toMatchObject([{ number: '某政办发〔2026〕12号', department: 'fgw', endedAt: null }]);
    const next = (await rows('late', `&department=fgw&limit=1&cursor=${late.next}`)).body;
    expect(next).toMatchObject({ items: [{ endedAt: '2026-06-18T03:00:00.000Z' }], next: null });
    expect((await rows('refused')).body.items).toMatchObject([{ reason: 'format', department: 'fgw' }]);
    expect((await rows('visits')).body.items).toMatchObject([
      { department: 'fgw', docket: null },
      { department: 'bgs' },
    ]);
    expect((await rows('overdue', '&department=bgs')).body.items).toEqual([]);
    expect((await rows('luck')).status).toBe(422);
  });

  it('refuses days the wrong way round, and more than ten years at once', async () => {
    for (const days of ['from=2026-06-19&to=2026-06-18', 'from=2000-01-01&to=2026-06-18'])
      expect((await ask(`/evaluation?${days}`)).status).toBe(422);
  });

  it('is had as a file, from the running controller and from the stopped one, with its definitions', async () => {
    const csv = await ask('/evaluation?from=2026-06-18&to=2026-06-18&format=csv&lang=en');
    expect(csv.status).toBe(200);
    expect(csv.body).toContain('"市政府办公室",1,1,0,100,0.33,0.33');
    site.ledger.close();
    const out = join(dir.path, 'evaluation.csv');
    const said: string[] = [];
    const entries = [{ name: 'export', summary: '', load: () => Promise.resolve(exportCommand) }];
    const line = (text: string): void => void said.push(text);
    const args = [
      'export',
      'evaluation',
      '--data',
      dir.path,
      '--from',
      '2026-06-18',
      '--to',
      '2026-06-18',
      '--out',
      out,
    ];
    expect(await runCommandLine(entries, args, { out: line, err: line }, '0')).toBe(0);
    expect(said.join()).toContain('2 departments');
    expect(readFileSync(out, 'utf8')).toContain('"市政府办公室",1,1,0,100,0.33,0.33');
  });
});
