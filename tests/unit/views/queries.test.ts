import { describe, expect, it } from 'vitest';
import type { EventDraft, PayloadOf } from '#controller/domain/events.ts';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';
import { context } from '#tests/support/ledgers.ts';
import type { StreamId } from '#controller/domain/event.ts';

/** A memory ledger whose events are a minute apart. */
const site = () => {
  const ledger = createMemoryLedger({ site: 'test', projections });
  let minute = 0;
  const say = (stream: StreamId, ...events: EventDraft[]): void => {
    const time = new Date(Date.UTC(2026, 5, 18, 1, minute++)).toISOString();
    const version = ledger.versionOf(stream);
    const expected = version === 0 ? ('absent' as const) : { exact: version };
    const result = ledger.append([{ stream, expected, events }], { ...context, time });
    expect(result.ok).toBe(true);
  };
  return { ledger, say, views: createReadModels(ledger.db) };
};

const document = (change: Partial<PayloadOf<'DocumentRegistered'>> = {}): EventDraft => ({
  type: 'DocumentRegistered',
  payload: {
    ...{ number: '某政办发〔2026〕12号', title: '关于做好防汛工作的通知', issuers: ['某市人民政府办公室'] },
    ...{ kind: '通知', urgency: 'none', pages: 3, writtenOn: '2026-06-18', barcode: null, oaId: null },
    ...{ way: 'form', oddities: [] },
    ...change,
  },
});
const consignment = (doc: string, department: string, copy = 1): EventDraft => ({
  type: 'ConsignmentRegistered',
  payload: { document: doc, department, copy, copies: 9 },
});
const deposited = (compartment = 'A01'): EventDraft => ({
  type: 'ConsignmentDeposited',
  payload: { compartment, session: 's', intent: 'i', counted: 'sensor' },
});
const collected: EventDraft = {
  type: 'ConsignmentCollected',
  payload: { compartment: 'A01', session: 's', intent: 'i', signedBy: 'box', department: 'bgs' },
};

describe('Waiting pieces', () => {
  it('come urgent first, then oldest first, for the departments asked for only', () => {
    const { say, views } = site();
    const urgencies = ['none', 'pingji', 'jiaji', 'teji', 'teti'] as const;
    for (const urgency of urgencies) say(`document:${urgency}`, document({ urgency }));
    for (const urgency of urgencies) say(`consignment:old-${urgency}`, consignment(urgency, 'bgs'));
    for (const urgency of urgencies) say(`consignment:new-${urgency}`, consignment(urgency, 'fgw'));
    say('consignment:other', consignment('teti', 'czj'));
    say('consignment:registered-only', consignment('teti', 'bgs', 2));
    for (const urgency of urgencies) say(`consignment:old-${urgency}`, deposited());
    for (const urgency of urgencies) say(`consignment:new-${urgency}`, deposited('A02'));
    say('consignment:other', deposited('A03'));
    expect(views.waitingFor(['bgs', 'fgw']).map((row) => row.docket)).toEqual(
      urgencies.toReversed().flatMap((urgency) => [`old-${urgency}`, `new-${urgency}`]),
    );
    expect(views.waitingFor([])).toEqual([]);
    expect(views.waitingCounts()).toEqual([
      { department: 'bgs', pieces: 5, urgent: 4 },
      { department: 'czj', pieces: 1, urgent: 1 },
      { department: 'fgw', pieces: 5, urgent: 4 },
    ]);
  });

  it('lie inside their compartment until they are taken, refused or returned elsewhere', () => {
    const { say, views } = site();
    say('document:d', document());
    for (const docket of ['p', 'q', 'r']) say(`consignment:${docket}`, consignment('d', 'bgs'));
    const inside = () => views.insideOf('A01').map((row) => row.docket);
    say('consignment:p', { type: 'ConsignmentLabelled', payload: { job: 'j' } });
    expect(views.consignment('p')).toMatchObject({
      ...{ state: 'labelled', title: '关于做好防汛工作的通知', labelledAt: '2026-06-18T01:04:00.000Z' },
      ...{ depositedAt: null, compartment: null, issuers: ['某市人民政府办公室'] },
    });
    for (const docket of ['p', 'q', 'r'] as const) say(`consignment:${docket}`, deposited());
    expect(inside()).toEqual(['p', 'q', 'r']);
    say('consignment:p', collected);
    say('consignment:q', {
      type: 'ConsignmentRefused',
      payload: { session: 's', reason: 'format', note: null },
    });
    expect(inside()).toEqual(['r']);
    say('consignment:q', {
      type: 'ConsignmentReturned',
      payload: { compartment: 'R1', session: 's', intent: 'i' },
    });
    expect(views.insideOf('R1').map((row) => row.state)).toEqual(['returned']);
    expect(views.consignment('p')).toMatchObject({ state: 'collected', compartment: null });
    expect(views.consignment('nope')).toBeUndefined();
  });
});

describe('Lists', () => {
  it('page backwards through everything, once, whatever the filter', () => {
    const { say, views } = site();
    say('document:d', document());
    for (let i = 0; i < 25; i++) {
      say(`consignment:c${i}`, consignment('d', i % 2 ? 'bgs' : 'fgw', i + 1));
      if (i % 5 === 0) say(`consignment:c${i}`, deposited());
      if (i % 10 === 0) say(`consignment:c${i}`, collected);
    }
    const walk = (filter?: Parameters<typeof views.consignments>[1]): string[] => {
      const seen: string[] = [];
      for (let before: number | undefined; ;) {
        const page = views.consignments({ before, limit: 4 }, filter);
        seen.push(...page.rows.map((row) => row.docket));
        if (page.next === null) return seen;
        before = page.next;
      }
    };
    const all = Array.from({ length: 25 }, (_, i) => 24 - i);
    const named = (keep: (i: number) => boolean) => all.filter(keep).map((i) => `c${i}`);
    expect(walk()).toEqual(named(() => true));
    expect(walk({ department: 'bgs' })).toEqual(named((i) => i % 2 === 1));
    expect(walk({ state: 'collected' })).toEqual(named((i) => i % 10 === 0));
    expect(walk({ state: 'deposited' })).toEqual(named((i) => i % 10 === 5));
    expect(walk({ state: 'deposited', department: 'bgs' })).toEqual(named((i) => i % 10 === 5));
    expect(views.consignmentsOf('d').map((row) => row.copy)).toEqual(all.toReversed().map((i) => i + 1));
    for (const limit of [0, 201, 1.5]) expect(() => views.consignments({ limit })).toThrow(RangeError);
    expect(() => views.consignments({ limit: 1 }, { state: "x' OR 1" as never })).toThrow(RangeError);
  });

  it('find documents by barcode first, then by number, and never by having none', () => {
    const { say, views } = site();
    say('document:a', document({ barcode: 'SJ1' }));
    say('document:b', document({ barcode: 'SJ2' }));
    say('document:c', document({ number: '无' }));
    const like = (barcode: string | null, number: string | null) =>
      views.documentsLike({ barcode, number }).map((row) => row.id);
    expect(like('SJ2', '某政办发〔2026〕12号')).toEqual(['b']);
    expect(like('SJ3', '某政办发〔2026〕12号')).toEqual(['b', 'a']);
    expect(like(null, '无')).toEqual([]);
    expect(like('', null)).toEqual([]);
    expect(views.documents({ limit: 2 })).toMatchObject({ rows: [{ id: 'c' }, { id: 'b' }], next: 2 });
    expect(views.document('a')).toMatchObject({
      registeredBy: '1001',
      registeredAt: '2026-06-18T01:00:00.000Z',
    });
  });
});

describe('Departments', () => {
  it('are found by code, name and alias, and not by a name two of them claim', () => {
    const { say, views } = site();
    const set = (code: string, name: string, ...aliases: string[]) =>
      say(`department:${code}`, { type: 'DepartmentRegistered', payload: { name, aliases } });
    set('bgs', '办公室', '市府办', 'fgw');
    set('fgw', '发改委', '市府办', '发展改革委');
    const called = (name: string) => views.departmentCalled(name)?.code;
    expect(['bgs', '办公室', 'fgw', '发展改革委', '市府办', '财政局'].map(called)).toEqual([
      ...['bgs', 'bgs', 'fgw', 'fgw'],
      ...[undefined, undefined],
    ]);
    say('department:fgw', { type: 'DepartmentChanged', payload: { name: '发展和改革委员会', aliases: [] } });
    expect(['发改委', '市府办', '发展和改革委员会'].map(called)).toEqual([undefined, 'bgs', 'fgw']);
    expect(views.departments().map((row) => row.name)).toEqual(['办公室', '发展和改革委员会']);
  });
});

describe('Sign-in', () => {
  const register: EventDraft = {
    type: 'PersonRegistered',
    payload: { name: '王芳', roles: ['collector'], departments: ['bgs'], standsInFor: [] },
  };
  const refused: EventDraft = {
    type: 'SignInRefused',
    payload: { station: 'front', method: 'pin', why: 'wrong-pin' },
  };
  const signedIn: EventDraft = { type: 'SignedIn', payload: { station: 'front', method: 'pin' } };

  it('counts wrong PINs by account and by place, and a lock of the place outlasts a good sign-in', () => {
    const { say, views } = site();
    say('person:1', register);
    say('person:1', refused, refused);
    say('station:front', { type: 'StrangerRefused', payload: { method: 'pin' } });
    say('station:front', { type: 'StrangerRefused', payload: { method: 'card' } });
    expect(views.person('1')).toMatchObject({ failures: 2, hasPin: false, disabled: false });
    expect(views.stationLock('front')).toEqual({ failures: 3, lockedUntil: null });
    expect(views.stationLock('rear')).toEqual({ failures: 0, lockedUntil: null });
    const until = '2026-06-18T09:00:00.000Z';
    say('station:front', { type: 'StationSignInLocked', payload: { until } });
    say('person:1', signedIn);
    expect(views.stationLock('front')).toEqual({ failures: 0, lockedUntil: until });
    expect(views.person('1')?.failures).toBe(0);
  });

  it('finds the last holder of a card', () => {
    const { say, views } = site();
    const card: EventDraft = {
      type: 'CredentialSet',
      payload: { method: 'card', fingerprint: 'f'.repeat(64) },
    };
    for (const number of ['1', '2']) say(`person:${number}`, register, card);
    expect(views.personByCard('f'.repeat(64))?.number).toBe('2');
    expect(views.personByCard('0'.repeat(64))).toBeUndefined();
    say('person:9', refused);
    expect(views.people().map((row) => row.number)).toEqual(['1', '2']);
  });
});

describe('At the station', () => {
  it('shows sessions without an end and alarms nobody acknowledged', () => {
    const { say, views } = site();
    const start: EventDraft = {
      type: 'SessionStarted',
      payload: { station: 'front', person: '1', method: 'pin', roles: [], departments: [] },
    };
    say('session:a', start);
    say('session:b', start);
    say('session:a', { type: 'SessionEnded', payload: { reason: 'idle', print: 'none' } });
    expect(views.openSessions().map((row) => row.id)).toEqual(['b']);
    const kind = { kind: 'door-left-open', compartment: 'A01' } as const;
    say('session:b', { type: 'AlarmRaised', payload: { alarm: 'x', ...kind } });
    say('station:rear', { type: 'StationAlarmRaised', payload: { alarm: 'y', ...kind } });
    expect(views.alarms().map((row) => [row.alarm, row.station])).toEqual([
      ['x', 'front'],
      ['y', 'rear'],
    ]);
    say('session:b', { type: 'AlarmAcknowledged', payload: { alarm: 'x', by: null } });
    say('station:rear', { type: 'StationAlarmAcknowledged', payload: { alarm: 'y', by: '1' } });
    expect(views.alarms()).toEqual([]);
  });

  it('keeps receipts as they were issued', () => {
    const { say, views, ledger } = site();
    const piece = { docket: 'D', number: '1', department: 'bgs', compartment: 'A01', sequence: 1 };
    const payload: PayloadOf<'ReceiptIssued'> = {
      ...{ kind: 'pickup', session: 's', station: 'front', person: '1' },
      ...{ pieces: [piece], size: 0, root: ledger.head().root },
    };
    say('receipt:R1', { type: 'ReceiptIssued', payload });
    const row = { ...payload, id: 'R1', issuedAt: '2026-06-18T01:00:00.000Z', sequence: 1 };
    expect(views.receipt('R1')).toEqual(row);
    expect(views.receipts({ limit: 5 })).toEqual({ rows: [row], next: null });
  });
});
