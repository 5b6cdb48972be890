import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { document as decider, type DocumentCommand } from '#controller/domain/document.ts';
import { by, client, documentBody, makeSite, seed, serve, type Served } from '#tests/support/api-site.ts';

const site = makeSite();
let served: Served;
let ask: ReturnType<typeof client>;
let serial = 0;
beforeAll(async () => {
  const { token } = seed(site);
  served = await serve(site);
  ask = client(`${served.url}/api/v1`, { token });
});
afterAll(() => served.stop());

const register = async (more: object = {}) =>
  (await ask('POST', '/documents', documentBody({ number: `某发〔2026〕${++serial}号`, ...more }))).body;
const amend = (id: string, fields: object, more: object = {}) =>
  ask('POST', `/documents/${id}/amend`, { reason: '笔误', ...fields }, more);
const label = (docket: string) =>
  site.desk.append(
    [{ stream: `consignment:${docket}`, events: [{ type: 'ConsignmentLabelled', payload: { job: 'j' } }] }],
    by,
  );
const deposit = (docket: string) => {
  const payload = { compartment: 'A01', session: 's', intent: 'i', counted: 'person' } as const;
  const event = { type: 'ConsignmentDeposited', payload } as const;
  site.desk.append([{ stream: `consignment:${docket}`, events: [event] }], by);
};

describe('a document amended from the OA', () => {
  it('says what was and what is, and every list of it says the same', async () => {
    const { id } = await register({ oaId: 'oa-1' });
    const { status, body } = await amend(id, {
      title: '关于防汛工作的补充通知',
      urgency: 'jiaji',
      pages: null,
    });
    expect([status, body.title, body.urgency, body.pages]).toEqual([
      200,
      '关于防汛工作的补充通知',
      'jiaji',
      null,
    ]);
    const event = site.ledger.stream(`document:${id}`).at(-1);
    expect(event).toMatchObject({
      ...{ type: 'DocumentAmended', actor: 'token:oa' },
      payload: {
        reason: '笔误',
        before: { urgency: 'teji', pages: 4 },
        after: { urgency: 'jiaji', pages: null },
      },
    });
    expect((await ask('GET', `/documents/${id}`)).body).toEqual(body);
    expect((await ask('GET', '/registers/receiving')).body.items[0].title).toBe(body.title);
    expect((await ask('GET', '/documents?oaId=oa-1')).body).toMatchObject({ items: [{ id }], next: null });
    expect((await ask('GET', '/documents?oaId=oa-none')).body.items).toEqual([]);
  });

  it('keeps what stands on its labels once one is printed, and all but the OA’s id once a piece is dropped', async () => {
    const { id, consignments } = await register();
    expect((await amend(id, { number: `某发〔2026〕${++serial}号` })).status).toBe(200);
    label(consignments[0].docket);
    expect((await amend(id, { issuers: ['他处'] })).body.code).toBe('too-late-to-amend');
    expect((await amend(id, { title: '新的标题' })).status).toBe(200);
    deposit(consignments[0].docket);
    expect((await amend(id, { title: '再改' })).body.code).toBe('too-late-to-amend');
    expect((await amend(id, { oaId: 'oa-late' })).body.oaId).toBe('oa-late');
  });

  it('never becomes secret, and nothing of the attempt is kept', async () => {
    const { id } = await register();
    const before = site.ledger.head().sequence;
    const { status, body } = await amend(id, { title: '机密标题', secrecy: '机密' });
    expect([status, body.code]).toEqual([422, 'classified']);
    const [event] = site.ledger.read(before, 10);
    expect(event).toMatchObject({ type: 'ClassifiedRefused', payload: { way: 'api' } });
    expect(JSON.stringify(site.ledger.read(before, 10))).not.toContain('机密标题');
    expect((await ask('GET', `/documents/${id}`)).body.title).not.toBe('机密标题');
  });

  it('does not take the number of another document, is nothing new when nothing changes, and repeats under its key', async () => {
    const first = await register();
    const second = await register();
    expect((await amend(second.id, { number: first.number })).body).toMatchObject({ code: 'document-known' });
    const head = site.ledger.head().sequence;
    expect((await amend(first.id, { title: first.title, number: first.number })).status).toBe(200);
    expect(site.ledger.head().sequence).toBe(head);
    const key = 'amend-key-1';
    const once = await amend(first.id, { kind: '函' }, { key });
    const again = await amend(first.id, { kind: '函' }, { key });
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([once.body, 'true']);
    expect(site.ledger.head().sequence).toBe(head + 1);
    expect((await amend('nowhere', { kind: '函' })).status).toBe(404);
  });

  it('holds after any amendments exactly what the last of each field said', () => {
    const registered = {
      ...{ type: 'Register', secrecy: 'none', number: '1', title: 't', issuers: ['a'], kind: '函' },
      ...{ urgency: 'none', pages: 1, writtenOn: null, barcode: null, oaId: null, way: 'api', oddities: [] },
    } satisfies DocumentCommand;
    const change = fc.record(
      {
        title: fc.constantFrom('t', 'u', 'v'),
        pages: fc.constantFrom(null, 1, 2),
        urgency: fc.constantFrom('none' as const, 'teji' as const),
      },
      { requiredKeys: [] },
    );
    const run = (command: DocumentCommand, state: ReturnType<typeof decider.initialState>) => {
      const decision = decider.decide(command, state);
      if (!decision.ok) throw new Error(decision.refusal.code);
      return decision.events.reduce((now, event) => decider.evolve(now, { ...event, time: '' }), state);
    };
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        let state = run(registered, decider.initialState());
        for (const fields of changes)
          state = run({ type: 'Amend', fields, reason: 'r', papers: 'unlabelled' }, state);
        const { type: _, secrecy: __, ...first } = registered;
        expect(state).toEqual(Object.assign({}, first, ...changes));
      }),
    );
  });
});

describe('a document withdrawn from the OA', () => {
  it('takes back what was not dropped, and lets the rest go on', async () => {
    const { id, consignments } = await register();
    deposit(consignments[0].docket);
    const { status, body } = await ask(
      'POST',
      `/documents/${id}/withdraw`,
      { reason: '发错' },
      { key: 'withdraw-1' },
    );
    expect(status).toBe(200);
    expect(body.consignments.map(({ state }: any) => state)).toEqual(['deposited', 'withdrawn', 'withdrawn']);
    const repeated = await ask(
      'POST',
      `/documents/${id}/withdraw`,
      { reason: '发错' },
      { key: 'withdraw-1' },
    );
    expect(repeated.body).toEqual(body);
    const again = await ask('POST', `/documents/${id}/withdraw`, { reason: '发错' });
    expect([again.status, again.body.code]).toEqual([409, 'wrong-state']);
    expect((await ask('POST', '/documents/nowhere/withdraw', { reason: '发错' })).status).toBe(404);
  });
});
