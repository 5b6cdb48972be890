import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StationCommand, StationSnapshot } from '#controller/api/contract/station.ts';
import { behindDoor, done, opens, papers } from '../support/openings.ts';
import {
  COLLECTOR,
  MESSENGER,
  REGISTRAR,
  startSite,
  UNHURRIED,
  type RunningSite,
} from '../support/running-site.ts';
import type { SimState } from '../support/simulated-site.ts';
import { PATIENT } from '../support/until.ts';

/**
 * Every flow but the plain drop and pickup, at one cabinet with real pseudo-terminals and a controller of its own
 * process. After each the record of every compartment is held against the paper that lies in it.
 */
let site: RunningSite;
beforeAll(async () => {
  site = await startSite({
    change: (config: any) => {
      config.policies = { timings: UNHURRIED };
    },
  });
  await site.seed();
  await site.must('POST', '/api/v1/departments', { code: 'zhen', name: '某镇人民政府', outside: true });
});
afterAll(async () => await site.stop());

type Screen = StationSnapshot['screen'];

const ask = async (command: StationCommand): Promise<void> => {
  const { status, body } = await site.command(command);
  if (status !== 200) throw new Error(`${command.type}: ${JSON.stringify(body)}`);
};
const show = (what: string, wanted: (snapshot: StationSnapshot) => boolean, act?: () => Promise<unknown>) =>
  site.until(what, wanted, PATIENT, act);
const swipe = (uid: string) => site.sim.do('swipe', { device: 'reader-front', uid });
const scan = (docket: string) => site.sim.do('scan', { device: 'scanner-front', text: docket });
const pieces = (screen: Screen): string[] =>
  'pieces' in screen && Array.isArray(screen.pieces) ? screen.pieces.map(({ docket }) => docket) : [];

const open = (compartment: string) => ask({ type: 'open-boxes', compartments: [compartment] });

/** What the record has in each compartment. */
const recorded = async (): Promise<Map<string, string[]>> => {
  const boxes = new Map([...(await papers(site)).keys()].map((id): [string, string[]] => [id, []]));
  const { items } = await site.must('GET', '/api/v1/consignments?limit=200');
  for (const { docket, compartment } of items) boxes.get(compartment)?.push(docket);
  for (const dockets of boxes.values()) dockets.sort();
  return boxes;
};
const agree = async (): Promise<void> => expect(await recorded()).toEqual(await papers(site));
const stateOf = async (...dockets: string[]): Promise<string[]> => {
  const all = await Promise.all(dockets.map((docket) => site.must('GET', `/api/v1/consignments/${docket}`)));
  return all.map(({ state }) => state);
};
let numbers = 0;
const piece = async (department: string): Promise<string> => {
  const { consignments } = await site.register(`某政办函〔2026〕${++numbers}号`, [{ department, copies: 1 }]);
  return consignments[0]?.docket ?? '';
};
/** Scans one piece after another into the door that opens for the first. */
const scanInto = async (screen: 'drop-open' | 'return-open', compartment: string, dockets: string[]) => {
  const [first = '', ...more] = dockets;
  await opens(site, screen, compartment, () => scan(first));
  for (const docket of more)
    await done(
      site,
      `${docket} taken`,
      (next) => pieces(next.screen).includes(docket),
      () => scan(docket),
    );
};
const choose = (flow: Extract<StationCommand, { type: 'choose-flow' }>['flow']) =>
  ask({ type: 'choose-flow', flow });

test('papers go out, come back, are put right, counted and asked for, and the record is where they are', async () => {
  const [refused, read, withdrawn, wrong, asked, lost, kept] = (await Promise.all(
    ['fgw', 'fgw', 'fgw', 'czj', 'fgw', 'czj', 'fgw'].map(piece),
  )) as [string, string, string, string, string, string, string];
  const [near, outside] = await Promise.all([piece('czj'), piece('zhen')]);
  const stops = ['fgw', 'czj'].map((department) => ({ department, reader: null }));
  await site.must('POST', `/api/v1/consignments/${read}/route`, { stops });
  await site.must('POST', `/api/v1/consignments/${withdrawn}/withdraw`, { reason: '重复印发' });
  const bag = await site.must('POST', '/api/v1/bundles', { dockets: [wrong, lost], printer: 'none' });

  // The messenger drops, a bag by one scan; what was withdrawn opens nothing.
  await swipe(MESSENGER.card);
  await site.screen('drop-ready');
  await show(
    'withdrawn',
    ({ message }) => message?.code === 'withdrawn',
    () => scan(withdrawn),
  );
  const four = [refused, read, asked, kept];
  await scanInto('drop-open', 'A02', four);
  await behindDoor(site, 'A02', { put: four });
  await site.screen('drop-count');
  await ask({ type: 'confirm-count', dockets: four });
  await site.screen('drop-ready');
  await scanInto('drop-open', 'A03', [bag.code]);
  await behindDoor(site, 'A03', { put: [wrong, lost] });
  await site.screen('drop-count');
  await ask({ type: 'confirm-count', dockets: [wrong, lost] });
  await agree();
  await ask({ type: 'finish', print: 'none' });

  // The collector takes all, refuses one, brings back one that circulates and one that is asked for, sends two out.
  await swipe(COLLECTOR.card);
  await site.screen('pickup-list');
  await opens(site, 'pickup-open', 'A02', () => open('A02'));
  await behindDoor(site, 'A02', { take: 'all' });
  await site.screen('pickup-done');
  const refuse = { type: 'refuse', docket: refused, reason: 'wrong-recipient', note: null } as const;
  await opens(
    site,
    'return-open',
    'A11',
    () => ask(refuse),
    () => open('A11'),
  );
  await behindDoor(site, 'A11', { put: [refused] });
  await site.screen('pickup-done');
  await choose('return');
  await scanInto('return-open', 'A11', [read]);
  await behindDoor(site, 'A11', { put: [read] });
  await site.screen('return-ready');
  // One is struck off, taken up again, and struck off for good.
  await step(kept, 'handle', { instruction: '请速办', result: '已复函' });
  await step(kept, 'reopen', { reason: '漏办一项' });
  await step(kept, 'handle', { instruction: '请速办', result: '已办完' });
  const recall = await site.must('POST', '/api/v1/recalls', { name: '年度清退', department: 'fgw' });
  expect(recall).toMatchObject({ pieces: 2, outstanding: 2 });
  await scanInto('return-open', 'A11', [asked]);
  await behindDoor(site, 'A11', { put: [asked] });
  await site.screen('return-ready');
  await choose('send');
  await scanInto('drop-open', 'A10', [near, outside]);
  await behindDoor(site, 'A10', { put: [near, outside] });
  await site.screen('drop-count');
  await ask({ type: 'confirm-count', dockets: [near, outside] });
  await show('what goes out', ({ outgoing }) => outgoing?.pieces === 2);
  expect(await stateOf(refused, read, asked, near, outside)).toEqual([
    ...['returned', 'returned', 'recalled', 'outgoing', 'outgoing'],
  ]);
  await agree();
  await ask({ type: 'finish', print: 'none' });

  // The registrar empties the returns, reverses a wrong drop with the messenger, and counts two boxes.
  await ask({ type: 'sign-in', number: REGISTRAR.number, pin: REGISTRAR.pin });
  await choose('take-in');
  await opens(site, 'task-open', 'A11', () => open('A11'));
  await behindDoor(site, 'A11', { take: 'all' });
  await show(
    'the returns are empty',
    ({ screen }) => screen.name === 'task-list' && screen.takenOut.length === 3,
  );
  expect(await stateOf(refused, read, asked)).toEqual(['returned', 'labelled', 'recalled']);
  await agree();
  await destroyed([asked], [refused, kept]);
  await choose('correct');
  expect((await site.command({ type: 'open-boxes', compartments: ['A03'] })).body.code).toBe('witness-first');
  await swipe(MESSENGER.card);
  await show('the second person', ({ screen }) => screen.name === 'task-list' && screen.witness !== null);
  await opens(site, 'task-open', 'A03', () => open('A03'));
  await show(
    'the wrong piece scanned',
    ({ screen }) => screen.name === 'task-open' && screen.scanned.includes(wrong),
    () => scan(wrong),
  );
  // The other one is taken along, and nobody says so.
  await behindDoor(site, 'A03', { take: 'all' });
  await site.screen('task-list');
  expect(await stateOf(wrong, lost)).toEqual(['corrected', 'deposited']);
  await choose('stock-take');
  await opens(site, 'task-open', 'A03', () => open('A03'));
  await behindDoor(site, 'A03', {});
  expect(pieces(await site.screen('stock-count'))).toEqual([lost]);
  await ask({ type: 'confirm-count', dockets: [] });
  await opens(site, 'task-open', 'A10', () => open('A10'));
  for (const docket of [near, outside])
    await show(
      `${docket} counted`,
      ({ screen }) => screen.name === 'task-open' && screen.scanned.includes(docket),
      () => scan(docket),
    );
  await behindDoor(site, 'A10', {});
  await site.screen('task-list');
  expect(await stateOf(lost, near, outside)).toEqual(['missing', 'outgoing', 'outgoing']);
  await agree();
  await ask({ type: 'finish', print: 'none' });

  // The messenger takes on what goes out and drops what is due next: it all goes into one box.
  await swipe(MESSENGER.card);
  await site.screen('drop-ready');
  await choose('fetch');
  await opens(site, 'task-open', 'A10', () => open('A10'));
  await behindDoor(site, 'A10', { take: 'all' });
  await show('all fetched', ({ screen }) => screen.name === 'task-list' && screen.takenOut.length === 2);
  expect(await stateOf(near, outside)).toEqual(['carried', 'dispatched']);
  await choose('drop');
  await scanInto('drop-open', 'A03', [near, wrong, read]);
  await behindDoor(site, 'A03', { put: [near, wrong, read] });
  await site.screen('drop-count');
  await ask({ type: 'confirm-count', dockets: [near, wrong, read] });
  await agree();
  expect((await papers(site)).get('A03')).toEqual([near, wrong, read].toSorted());
  await ask({ type: 'finish', print: 'none' });

  expect(await stateOf(kept, asked, refused)).toEqual(['handled', 'destroyed', 'returned']);
  await proven({
    ...{ refused, read, wrong, asked, lost, near, outside, kept },
    recall: recall.id,
  });
});

/** One step at the desk. */
const step = (docket: string, what: string, body: object): Promise<unknown> =>
  site.must('POST', `/api/v1/consignments/${docket}/${what}`, body);
/** Papers in the office's hands are destroyed by two people; of `out` one is not, and lets nothing be listed. */
const destroyed = async (dockets: readonly string[], out: readonly string[]): Promise<void> => {
  const list = (which: readonly string[]) =>
    site.ask('POST', '/api/v1/destructions', { dockets: which, method: '粉碎' });
  expect((await list([...dockets, ...out])).body).toMatchObject({ code: 'not-in-office' });
  const { id } = (await list(dockets)).body as { id: string };
  const path = `/api/v1/destructions/${id}/confirm`;
  expect((await site.ask('POST', path, {})).body).toMatchObject({ code: 'two-people' });
  await site.must('POST', '/api/v1/people', { ...WITNESS, roles: ['supervisor'] });
  const { number } = WITNESS;
  await site.must('POST', `/api/v1/people/${number}/credentials`, { method: 'pin', pin: WITNESS_PIN });
  await site.must('POST', '/api/v1/sign-in', { number, pin: WITNESS_PIN });
  expect(await site.must('POST', path, {})).toMatchObject({ state: 'done', witness: number });
  await site.signIn();
};
const WITNESS = { number: '5001', name: '郑霞' };
const WITNESS_PIN = '83926174';

/** Both sides' receipts against the ledger, and the ledger against the doors of the simulator. */
const proven = async (about: Readonly<Record<string, string>>): Promise<void> => {
  const events = await site.events();
  const name = new Map(Object.entries(about).map(([what, docket]) => [docket, what]));
  const receipts = events
    .filter(({ type }) => type === 'ReceiptIssued')
    .map(({ payload }) => {
      for (const { docket, compartment, sequence } of payload.pieces) {
        const proof = events[sequence - 1];
        expect(proof).toMatchObject({ sequence, stream: `consignment:${docket}` });
        expect(proof.payload).toMatchObject({ session: payload.session, compartment });
      }
      const moved = payload.pieces.map(({ docket, sequence }: SimState) => [
        name.get(docket),
        events[sequence - 1].type.replace('Consignment', ''),
      ]);
      return [payload.person, payload.kind, Object.fromEntries(moved)];
    });
  expect(receipts).toEqual([
    [
      ...[MESSENGER.number, 'drop'],
      {
        ...{ refused: 'Deposited', read: 'Deposited', asked: 'Deposited', kept: 'Deposited' },
        ...{ wrong: 'Deposited', lost: 'Deposited' },
      },
    ],
    [COLLECTOR.number, 'drop', { near: 'HandedIn', outside: 'HandedIn' }],
    [COLLECTOR.number, 'pickup', { read: 'Collected', asked: 'Collected', kept: 'Collected' }],
    [MESSENGER.number, 'drop', { near: 'Deposited', wrong: 'Deposited', read: 'Deposited' }],
    [MESSENGER.number, 'pickup', { near: 'Fetched', outside: 'Dispatched' }],
  ]);
  const of = (type: string) => events.filter((event) => event.type === type).map(({ payload }) => payload);
  expect(of('ConsignmentCorrected')).toMatchObject([
    { registrar: REGISTRAR.number, messenger: MESSENGER.number, compartment: 'A03' },
  ]);
  expect(of('StockTakeCounted')).toMatchObject([
    { compartment: 'A03', found: [], missing: [about['lost']] },
    { compartment: 'A10', found: [about['near'], about['outside']], missing: [] },
  ]);
  expect(of('ConsignmentRecalled')).toMatchObject([{ recall: about['recall'], compartment: 'A11' }]);
  const contradicted = ['not-emptied', 'nothing-dropped', 'taken-back-out', 'wrong-compartment'];
  expect(of('AlarmRaised').filter(({ kind }) => contradicted.includes(kind))).toEqual([]);
  const { compartments } = await site.sim.state();
  // At most one pulse for each intent: a board that was too late for one got another one under its own.
  for (const { id, doors } of compartments as SimState[]) {
    const asked = events.filter(
      ({ stream, type }) => stream === `compartment:${id}` && type === 'OpenRequested',
    );
    expect(doors.front.pulses, id).toBeLessThanOrEqual(asked.length);
  }
};
