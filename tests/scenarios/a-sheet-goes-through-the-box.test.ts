import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { behindDoor, opens } from '../support/openings.ts';
import type { SimState } from '../support/simulated-site.ts';
import { COLLECTOR, MESSENGER, startSite, UNHURRIED, type RunningSite } from '../support/running-site.ts';

/** Prints whose codes the simulator has read back from their own dots. */
const read = (state: SimState): number => state.printed.filter((print: SimState) => print.codes).length;

/** The main job, with the controller attached to real pseudo-terminals and sockets of a simulator in its own process. */
let site: RunningSite;
beforeAll(async () => {
  site = await startSite({
    change: (config) => {
      // The sign-out screen stands for five messages.
      config.policies = { timings: { ...UNHURRIED, message: 0.2 } };
    },
  });
  await site.seed();
});
afterAll(async () => await site.stop());

/** A machine that stands still for a moment loses sight of a door and sees it again as it was: no step of the story. */
const seenThroughout = (types: readonly string[]): string[] => {
  const steps: string[] = [];
  let lost = false;
  for (const type of types) {
    const again = lost && type === steps.findLast((step) => step.startsWith('DoorSeen'));
    if (type.startsWith('Door')) lost = type === 'DoorLost';
    if (type !== 'DoorLost' && !again) steps.push(type);
  }
  return steps;
};

/** Each intent before its outcome. On a machine that stalls an answer comes too late, and the person tries again. */
const TWO_OPENINGS = new RegExp(
  `^DoorSeenClosed( ${[
    '(OpenRequested (OpenUnanswered|OpenFailed)( DoorSeenOpen DoorSeenClosed)? )*',
    'OpenRequested (OpenAcknowledged|OpenUnanswered) DoorSeenOpen DoorSeenClosed',
  ].join('')}){2}$`,
);

test('a registered sheet is labelled, dropped, collected and receipted, each hand-over a line in the ledger', async () => {
  const { sim } = site;
  const registered = await site.register('某政办发〔2026〕12号', [{ department: 'fgw', copies: 1 }]);
  const docket = registered.consignments[0]!.docket;

  await site.must('POST', '/api/v1/print-jobs', { dockets: [docket] });
  const printed = await sim.until('the label', (state) => read(state) === 1);
  expect(printed.printed[0].codes).toEqual([
    { symbology: 'QRCode', text: docket },
    { symbology: 'Code128', text: docket },
  ]);
  expect(printed.printed[0].warnings).toEqual([]);

  await sim.do('swipe', { device: 'reader-front', uid: MESSENGER.card });
  await site.screen('drop-ready');
  const open = await opens(site, 'drop-open', 'A02', () =>
    sim.do('scan', { device: 'scanner-front', sheet: printed.printed[0].sheet }),
  );
  expect(open.compartment).toMatchObject({ id: 'A02', departmentName: '发展和改革委员会' });
  await behindDoor(site, 'A02', { put: [docket] });
  await site.screen('drop-count');
  await site.command({ type: 'confirm-count', dockets: [docket] });
  const dropped = (await site.command({ type: 'finish', print: 'receipt' })).body;
  expect(dropped.screen).toMatchObject({ name: 'signed-out', pieces: 1 });

  await site.until('the welcome screen', ({ screen }) => screen.name === 'welcome');
  expect((await site.snapshot()).waiting).toEqual([
    { department: 'fgw', name: '发展和改革委员会', pieces: 1, urgent: 1 },
  ]);
  await sim.do('swipe', { device: 'reader-front', uid: COLLECTOR.card });
  const list = await site.screen('pickup-list');
  expect(list.boxes.map((box) => box.pieces.map((piece) => piece.docket))).toEqual([[docket]]);
  await opens(site, 'pickup-open', 'A02', () => site.command({ type: 'open-boxes', compartments: ['A02'] }));
  await behindDoor(site, 'A02', { take: 'all' });
  const done = await site.screen('pickup-done');
  expect(done.collected.map((piece) => piece.docket)).toEqual([docket]);
  const collected = (await site.command({ type: 'finish', print: 'receipt' })).body;

  const slips = await sim.until('two slips', (state) => read(state) === 3);
  const events = await site.events();
  for (const [index, screen, type] of [
    [1, dropped.screen, 'ConsignmentDeposited'],
    [2, collected.screen, 'ConsignmentCollected'],
  ] as const) {
    const receipt = await site.must('GET', `/api/v1/receipts/${screen.receipt}`);
    const proven = events.find((event) => event.sequence === receipt.pieces[0].sequence);
    expect(proven).toMatchObject({ type, stream: `consignment:${docket}` });
    expect(receipt.size).toBeGreaterThanOrEqual(proven.sequence);
    expect(receipt.leaf).toMatch(/^[0-9a-f]{64}$/);
    // The slip's own code, read from what the printer put on paper, carries the same root.
    expect(slips.printed[index].codes[0].text).toBe(
      `DBR1:${receipt.id.toUpperCase()}:${receipt.size}:${receipt.root.toUpperCase()}`,
    );
  }
  const doors = events.filter(({ stream, type }) => stream === 'compartment:A02' && !type.startsWith('Bin'));
  const steps = seenThroughout(doors.map((event) => event.type));
  expect(steps.join(' ')).toMatch(TWO_OPENINGS);
  // A board that was late is asked again under an intent of its own, whatever became of the pulse before.
  const { pulses } = (await sim.state()).compartments[1].doors.front;
  expect(pulses).toBeGreaterThanOrEqual(2);
  expect(pulses).toBeLessThanOrEqual(steps.filter((type) => type === 'OpenRequested').length);
});

test('the ledger of the whole story verifies from outside, once the controller has stopped', async () => {
  expect(await site.controller.end()).toBe(0);
  const output = execFileSync(
    process.execPath,
    ['controller/cli/main.ts', 'verify', '--data', site.dataDir, '--json'],
    { encoding: 'utf8' },
  );
  expect(JSON.parse(output)).toMatchObject({ findings: [] });
});
