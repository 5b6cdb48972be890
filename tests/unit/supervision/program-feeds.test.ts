import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webhookKey } from '#controller/commands/webhooks.ts';
import { ProgramFeeds, type ProgramFeedsDeps } from '#controller/supervision/feed/program-feeds.ts';
import { GIVE_UP_MS, REST_MS } from '#controller/supervision/feed/webhook-feed.ts';
import { by, makeSite, seed, SITE_KEY, type Site } from '#tests/support/api-site.ts';
import { outOfOrder, receivingProgram } from '#tests/support/program-feed.ts';
import type { StreamId } from '#controller/domain/event.ts';
import type { EventDraft, EventType } from '#controller/domain/events.ts';

const URL_OF_OA = 'http://127.0.0.1:9000/hook';
const DAY = 86_400_000;

type Change = (site: Site, program: ReturnType<typeof receivingProgram>) => Partial<ProgramFeedsDeps>;

const world = (change: Change = () => ({})) => {
  const site = makeSite();
  seed(site);
  const program = receivingProgram();
  const deps: ProgramFeedsDeps = {
    ...site,
    sender: program.sender,
    keyOf: (id) => webhookKey(SITE_KEY, id),
    allowed: () => true,
    onError: (error) => {
      throw error;
    },
    ...change(site, program),
  };
  let feeds = new ProgramFeeds(deps);
  feeds.start();
  return {
    ...{ site, program, deps },
    feeds: () => feeds,
    restart: () => {
      feeds.stop();
      feeds = new ProgramFeeds(deps);
      feeds.start();
    },
    /** Ends as a killed process does: nothing is written down. */
    crash: () => {
      const places = site.secrets
        .names('webhook-place:')
        .map((name) => [name, site.secrets.get(name)] as const);
      feeds.stop();
      for (const [name, place] of places) site.secrets.set(name, place ?? '0');
      feeds = new ProgramFeeds(deps);
      feeds.start();
    },
  };
};
const write = ({ desk }: Site, stream: StreamId, type: EventType, payload: object) =>
  desk.append([{ stream, events: [{ type, payload } as EventDraft] }], by);
const subscribe = (site: Site, id = 'w', more: object = {}) =>
  write(site, `webhook:${id}`, 'WebhookSubscribed', {
    ...{ url: URL_OF_OA, events: [], description: '', after: 0, ...more },
  });
const TITLE = '关于做好防汛工作的通知';
const document = (site: Site, id: string) =>
  write(site, `document:${id}`, 'DocumentRegistered', {
    ...{ number: `某发${id}号`, title: TITLE, issuers: ['办'], kind: '函', urgency: 'none', pages: 1 },
    ...{ writtenOn: null, barcode: null, oaId: `oa-${id}`, way: 'api', oddities: [] },
  });
const piece = (site: Site, docket: string, of: string) =>
  write(site, `consignment:${docket}`, 'ConsignmentRegistered', {
    ...{ document: of, department: 'bgs', copy: 1, copies: 1 },
  });
const label = (site: Site, docket: string) =>
  write(site, `consignment:${docket}`, 'ConsignmentLabelled', { job: 'j' });

/** Time passes in steps in which promises settle. */
const pass = async (site: Site, ms: number, steps = 20): Promise<void> => {
  for (let step = 0; step < steps; step++) await site.clock.advance(ms / steps);
};

describe('a test', () => {
  const asked = (site: Site) => write(site, 'webhook:w', 'WebhookTestAsked', {});
  it('is one signed message without any paper, sent once, also while the subscription is paused', async () => {
    const { site, program, feeds, restart } = world();
    subscribe(site);
    write(site, 'webhook:w', 'WebhookDisabled', { reason: 'x' });
    document(site, 'd1');
    asked(site);
    await pass(site, 1000);
    const at = '2026-06-18T01:00:00.000Z';
    expect(feeds().test('w')).toEqual({ at, state: 'taken', why: null });
    expect(program.all.map(({ type, body }) => [type, JSON.parse(body).data])).toEqual([
      ['webhook.test', { sequence: expect.any(Number), subscription: 'w' }],
    ]);
    restart();
    await pass(site, 60_000);
    expect(program.all).toHaveLength(1);
    expect(feeds().test('w')).toBeUndefined();
  });
  it('tells why it was not taken, and keeps nothing waiting', async () => {
    const { site, program, feeds } = world();
    program.state.mood = () => 'fails';
    subscribe(site);
    asked(site);
    document(site, 'd1');
    await pass(site, 500);
    expect(feeds().test('w')).toMatchObject({ state: 'not-taken', why: 'ECONNREFUSED' });
    program.state.mood = () => 'takes';
    await pass(site, 60_000);
    expect(program.all.map(({ type }) => type)).toEqual(['DocumentRegistered']);
    const { failing, lastFailure } = feeds().progress('w') ?? {};
    expect([failing, lastFailure?.why]).toEqual([null, 'ECONNREFUSED']);
  });
  it('goes nowhere the site does not allow', async () => {
    let allowed = true;
    const { site, program, feeds } = world(() => ({ allowed: () => allowed }));
    subscribe(site);
    allowed = false;
    asked(site);
    await pass(site, 1000);
    expect(program.all).toEqual([]);
    expect(feeds().test('w')).toMatchObject({
      state: 'not-taken',
      why: expect.stringContaining('webhooks.allow'),
    });
  });
});

describe('programs are told', () => {
  it('every event of papers once, in order, without titles, signed by what only they know', async () => {
    const { site, program, feeds } = world();
    subscribe(site);
    document(site, 'd1');
    piece(site, 'P1', 'd1');
    label(site, 'P1');
    await pass(site, 2_000);
    expect(program.kept().map(({ type }) => type)).toEqual([
      ...['DocumentRegistered', 'ConsignmentRegistered', 'ConsignmentLabelled'],
    ]);
    expect(JSON.parse(program.kept()[2]?.body ?? '')).toMatchObject({
      type: 'ConsignmentLabelled',
      data: {
        document: { id: 'd1', number: '某发d1号', oaId: 'oa-d1' },
        consignment: { docket: 'P1', department: 'bgs', copy: 1 },
        ...{ actor: 'test', fields: { job: 'j' } },
      },
    });
    expect(
      program
        .kept()
        .map(({ body }) => body)
        .join(''),
    ).not.toContain(TITLE);
    expect(feeds().progress('w')).toMatchObject({ waiting: 0, failing: null });
  });

  it('nothing of what happened before they asked, and only the events they named', async () => {
    const { site, program } = world();
    document(site, 'd1');
    subscribe(site, 'w', { after: site.ledger.head().sequence, events: ['ConsignmentLabelled'] });
    piece(site, 'P1', 'd1');
    label(site, 'P1');
    await pass(site, 2_000);
    expect(program.kept().map(({ type }) => type)).toEqual(['ConsignmentLabelled']);
  });

  it('of one paper in order though another is not taken, and of that one when it is', async () => {
    const { site, program, feeds } = world();
    program.state.mood = ({ body }) => (body.includes('"id":"bad"') ? 'fails' : 'takes');
    subscribe(site);
    for (const id of ['bad', 'good']) {
      document(site, id);
      piece(site, `P-${id}`, id);
    }
    await pass(site, 5_000);
    expect(program.kept().map((taken) => taken.document)).toEqual(['good', 'good']);
    expect(feeds().progress('w')).toMatchObject({ waiting: 2, failing: { why: 'ECONNREFUSED' } });
    program.state.mood = () => 'takes';
    await pass(site, 3_600_000);
    expect(program.kept()).toHaveLength(4);
    expect(outOfOrder(program.kept())).toEqual([]);
  });

  it('again from where they say, under the same ids', async () => {
    const { site, program } = world();
    subscribe(site);
    document(site, 'd1');
    piece(site, 'P1', 'd1');
    await pass(site, 2_000);
    write(site, 'webhook:w', 'WebhookReplayed', { after: 0 });
    await pass(site, 2_000);
    expect(program.all).toHaveLength(4);
    expect(program.all.slice(2).map(({ id }) => id)).toEqual(program.all.slice(0, 2).map(({ id }) => id));
  });

  it('nothing while disabled or after they left; what happened meanwhile when enabled again', async () => {
    const { site, program, feeds } = world();
    subscribe(site);
    write(site, 'webhook:w', 'WebhookDisabled', { reason: 'move' });
    document(site, 'd1');
    await pass(site, 60_000);
    expect([program.all.length, feeds().progress('w')]).toEqual([0, undefined]);
    write(site, 'webhook:w', 'WebhookEnabled', {});
    await pass(site, 2_000);
    expect(program.all).toHaveLength(1);
    write(site, 'webhook:w', 'WebhookRemoved', {});
    document(site, 'd2');
    await pass(site, 60_000);
    expect([program.all.length, site.secrets.names('webhook-place:')]).toEqual([1, []]);
  });

  it('no more after days without an answer, which is said; nothing is skipped when it is enabled again', async () => {
    const { site, program } = world();
    program.state.mood = () => 'fails';
    subscribe(site);
    document(site, 'd1');
    await pass(site, GIVE_UP_MS + DAY, 400);
    expect(site.views.webhook('w')).toMatchObject({
      ...{ state: 'disabled', reason: expect.stringContaining('ECONNREFUSED') },
    });
    program.state.mood = () => 'takes';
    write(site, 'webhook:w', 'WebhookEnabled', {});
    await pass(site, 2_000);
    expect(program.kept()).toHaveLength(1);
  });

  it('nowhere that the site allows no more', async () => {
    const { site, program } = world(() => ({ allowed: () => false }));
    subscribe(site);
    document(site, 'd1');
    await pass(site, 2_000);
    expect(program.all).toEqual([]);
    expect(site.views.webhook('w')?.reason).toContain('webhooks.allow');
  });
});

const trade = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ is: fc.constant('event' as const), of: fc.nat(3) }) },
    {
      weight: 2,
      arbitrary: fc.record({ is: fc.constant('pass' as const), ms: fc.constantFrom(50, 1_500, 40_000) }),
    },
    { weight: 1, arbitrary: fc.record({ is: fc.constantFrom('restart' as const, 'crash' as const) }) },
  ),
  { minLength: 5, maxLength: 40 },
);
const moods = fc.array(fc.constantFrom('takes' as const, 'fails' as const, 'lies' as const), {
  maxLength: 60,
});

/** What a program kept of a random trade with a receiver of random moods, and what it should have. */
const live = async (steps: any[], answers: ('takes' | 'fails' | 'lies')[], mutate?: Change) => {
  const { site, program, restart, crash } = world(mutate);
  const left = [...answers];
  program.state.mood = () => left.shift() ?? 'takes';
  subscribe(site);
  let pieces = 0;
  for (const step of steps) {
    if (step.is === 'event') {
      if (!site.views.document(`d${step.of}`)) document(site, `d${step.of}`);
      piece(site, `P${++pieces}`, `d${step.of}`);
    } else if (step.is === 'pass') await pass(site, step.ms, 4);
    else if (step.is === 'crash') crash();
    else restart();
  }
  await pass(site, DAY, 60);
  const due = site.ledger.read(0, 1000).filter(({ stream }) => /^(document|consignment):/.test(stream));
  return { due: due.map(({ sequence }) => sequence), kept: program.kept(), most: program.state.mostUnderWay };
};
const isRight = ({ due, kept }: Awaited<ReturnType<typeof live>>): boolean =>
  outOfOrder(kept).length === 0 &&
  JSON.stringify(kept.map((one) => one.sequence).sort((a, b) => a - b)) === JSON.stringify(due);

describe('a receiver that fails and lies, and a controller that stops and is killed', () => {
  it('lose nothing, double nothing and keep each paper’s order', async () => {
    await fc.assert(
      fc.asyncProperty(trade, moods, async (steps, answers) => {
        expect(isRight(await live(steps, answers))).toBe(true);
      }),
      { numRuns: 40 },
    );
    expect(REST_MS[0]).toBeGreaterThan(0);
  });

  const mutants: [string, Change][] = [
    [
      'writes its place down before it is reached',
      ({ secrets, ledger }) => ({
        secrets: { ...secrets, set: (name) => secrets.set(name, String(ledger.head().sequence)) },
      }),
    ],
    [
      'takes every answer for a good one',
      (_, { sender }) => ({
        sender: { ...sender, send: async (post) => ({ ...(await sender.send(post)), ok: true }) },
      }),
    ],
    [
      'sends what came last first',
      ({ ledger }) => ({
        ledger: {
          onAppended: (listener) => ledger.onAppended(listener),
          read: (after, limit) => ledger.read(after, limit).reverse(),
        },
      }),
    ],
  ];
  it.each(mutants)('planted mutant: a feed that %s is caught', async (_, change) => {
    const steps = [
      ...[
        { is: 'event', of: 1 },
        { is: 'event', of: 2 },
      ],
      ...[{ is: 'pass', ms: 1_500 }, { is: 'crash' }],
    ];
    const answers = ['takes', 'fails', 'takes', 'fails', 'fails', 'fails'] as const;
    expect(isRight(await live(steps, [...answers]))).toBe(true);
    expect(isRight(await live(steps, [...answers], change))).toBe(false);
  });
});
