import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CalendarView,
  ClockEffectView,
  ClockSettingsView,
  DeadlineView,
} from '#controller/api/contract/clocks.ts';
import {
  client,
  documentBody,
  makeSite,
  seed,
  serve,
  tokenFor,
  type Served,
} from '#tests/support/api-site.ts';

describe('Clocks over HTTP', { timeout: 60_000 }, () => {
  const site = makeSite();
  let served: Served;
  let api: ReturnType<typeof client>;
  let docket = '';
  beforeAll(async () => {
    const { token } = seed(site);
    site.clockDesk.start();
    await site.clock.advance(1000);
    served = await serve(site);
    api = client(served.url, { token: tokenFor(site, 'supervisor') });
    const registered = await client(served.url, { token })(
      'POST',
      '/api/v1/documents',
      documentBody({ urgency: 'jiaji' }),
    );
    docket = (registered.body as { consignments: { docket: string }[] }).consignments[0]?.docket ?? '';
    site.desk.append(
      [
        {
          stream: `consignment:${docket}`,
          events: [
            {
              type: 'ConsignmentDeposited',
              payload: { compartment: 'c1', session: 's', intent: 'i', counted: 'person' },
            },
          ],
        },
      ],
      { actor: 'system', station: null, cause: 'test' },
    );
  });
  afterAll(async () => {
    await served.stop();
    site.clockDesk.stop();
  });

  const settings = async (): Promise<ClockSettingsView> =>
    (await api('GET', '/api/v1/clocks/settings')).body as ClockSettingsView;
  const doubled = async () => {
    const { settings: now } = await settings();
    return { ...now, signFor: now.signFor.map((rule) => ({ ...rule, amount: rule.amount * 2 })) };
  };

  it('begin with the defaults, and say for which days holidays are known', async () => {
    const { settings: now, defaults, calendar, running } = await settings();
    expect(now).toEqual(defaults);
    expect(calendar).toMatchObject({ timeZone: 'Asia/Shanghai', from: '2025-01-01', to: '2026-12-31' });
    expect(running).toBeNull();
  });

  it('show what a change would do before it is saved, and keep it when it is, once', async () => {
    const body = await doubled();
    const effect = (await api('POST', '/api/v1/clocks/preview', { settings: body })).body as ClockEffectView;
    expect(effect).toMatchObject({ open: 1, later: 1, earlier: 0, becomeOverdue: 0 });
    expect(effect.examples[0]).toMatchObject({ deadline: { docket }, dueThen: '2026-06-18T09:00:01.000Z' });
    expect((await settings()).settings).not.toEqual(body);
    const before = site.ledger.head().sequence;
    for (let i = 0; i < 2; i++) {
      const saved = await api('POST', '/api/v1/clocks/settings', body, { key: 'settings-0001' });
      expect((saved.body as ClockSettingsView).settings).toEqual(body);
    }
    const written = site.ledger.read(before, 10);
    expect(written.map(({ type, actor }) => `${type} ${actor}`)).toEqual([
      'ClockSettingsSaved token:supervisor',
    ]);
    await site.clock.advance(1000);
    const { items } = (await api('GET', '/api/v1/deadlines?state=soon')).body as { items: DeadlineView[] };
    expect(items).toMatchObject([
      { docket, dueAt: '2026-06-18T09:00:01.000Z', departmentName: '市政府办公室' },
    ]);
  });

  it('say which setting contradicts itself and what to do about it', async () => {
    const body = await doubled();
    const [rule] = body.signFor;
    const wrong = {
      ...body,
      hours: [
        { from: 600, to: 500 },
        { from: 400, to: 700 },
      ],
      signFor: rule ? [{ ...rule, remind: 90_000 }] : [],
    };
    const { status, body: problem } = await api('POST', '/api/v1/clocks/settings', wrong);
    expect(status).toBe(422);
    const errors = (problem as { errors: { path: string; fix: string }[] }).errors;
    expect(errors.map(({ path }) => path)).toEqual([
      '/hours/0/from',
      '/hours/1/from',
      '/signFor/0/remind',
      '/signFor/0',
    ]);
    expect(errors.every(({ fix }) => fix !== '')).toBe(true);
  });

  it('take days of the office’s own, and show the month with holidays, make-up days and what is not known', async () => {
    const day = { date: '2026-10-12', working: false, hours: null, note: '停电检修' };
    const set = await api('POST', '/api/v1/clocks/days', day);
    expect(set.body).toMatchObject({ reason: 'office', name: '停电检修', spans: [], own: day });
    const month = async (name: string) =>
      ((await api('GET', `/api/v1/clocks/calendar?month=${name}`)).body as CalendarView).days;
    const october = await month('2026-10');
    expect(october).toHaveLength(31);
    expect(october.filter(({ reason }) => reason === 'holiday').length).toBeGreaterThan(5);
    expect(october.filter(({ reason }) => reason === 'make-up')).toMatchObject([{ date: '2026-10-10' }]);
    expect((await month('2027-10')).every(({ known }) => !known)).toBe(true);
    const removed = await api('POST', '/api/v1/clocks/days/remove', { date: '2026-10-12' });
    expect(removed.body).toMatchObject({ reason: 'ordinary', own: null });
    expect((await api('POST', '/api/v1/clocks/days/remove', { date: '2026-10-12' })).status).toBe(404);
  });

  it('are stopped with a reason and go on; not twice, and none that does not run', async () => {
    const path = (clock: string, verb: string) => `/api/v1/consignments/${docket}/clocks/${clock}/${verb}`;
    const pause = { reason: 'away', note: '出差' };
    const paused = await api('POST', path('sign-for', 'pause'), pause);
    expect(paused.body).toMatchObject({ items: [{ paused: { reason: 'away' } }] });
    expect((await api('POST', path('sign-for', 'pause'), pause)).body).toMatchObject({
      code: 'clock-paused',
    });
    expect((await api('GET', '/api/v1/deadlines?state=soon')).body).toMatchObject({ items: [] });
    const open = (await api('GET', '/api/v1/deadlines?state=open&department=bgs')).body;
    expect(open).toMatchObject({ items: [{ docket }] });
    await site.clock.advance(3_600_000);
    const resumed = await api('POST', path('sign-for', 'resume'));
    expect(resumed.body).toMatchObject({ items: [{ paused: null, dueAt: '2026-06-18T10:00:01.000Z' }] });
    expect((await api('POST', path('sign-for', 'resume'))).body).toMatchObject({ code: 'clock-not-paused' });
    expect((await api('POST', path('handling', 'pause'), pause)).body).toMatchObject({
      code: 'clock-not-running',
    });
    expect((await api('POST', path('lunch', 'pause'), pause)).status).toBe(404);
  });
});
