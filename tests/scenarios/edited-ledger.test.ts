import { afterAll, beforeAll, expect, test } from 'vitest';
import { MESSENGER, startSite, type RunningSite } from '../support/running-site.ts';
import { eventAt, rewrite, tamperQuietly } from '../support/tampering.ts';

let site: RunningSite;
beforeAll(async () => {
  site = await startSite({
    change: (config) => void (config.policies = { verification: { afterStart: 0.1 } }),
  });
  await site.seed();
  await site.controller.end();
});
afterAll(async () => await site.stop());

const edited = 4;
let original: Record<string, unknown> = {};

test('An event edited on the disk is found after the start, and then no door opens and nothing is recorded', async () => {
  tamperQuietly(site.dataDir, (db) => {
    original = eventAt(db, edited);
    rewrite(db, edited, { actor: '6666' });
  });
  await site.begin();
  const { problems } = await site.until('the fault on the screen', (snapshot) =>
    snapshot.problems.some(({ code }) => code === 'ledger-untrusted'),
  );
  expect(problems).toContainEqual({ code: 'ledger-untrusted', device: null });
  const ready = await site.ask('GET', '/readyz');
  expect([ready.status, ready.body.record.fault]).toEqual([
    503,
    expect.stringContaining(`event ${edited}: leaf-differs`),
  ]);

  await site.sim.do('swipe', { device: 'reader-front', uid: MESSENGER.card });
  await site.until('the refusal', ({ message }) => message?.code === 'ledger-unavailable');
  const { compartments } = await site.sim.state();
  expect(compartments.filter((box: any) => box.doors.front.pulses > 0)).toEqual([]);
  expect(await site.controller.end()).toBe(0);
});

test('The event put back as it was, the next start stays shut until a walk has found the ledger whole', async () => {
  tamperQuietly(site.dataDir, (db) => rewrite(db, edited, original));
  await site.serve();
  await site.signIn();
  const events = await site.events();
  const types: string[] = events.map(({ type }) => type);
  expect(types.filter((type) => type.startsWith('Record'))).toEqual(['RecordFaultFound', 'RecordFoundWhole']);
  // Nobody signed in in between.
  expect(types.slice(types.indexOf('RecordFaultFound'), types.indexOf('RecordFoundWhole'))).not.toContain(
    'SessionStarted',
  );
  await site.must('POST', '/api/v1/departments', { code: 'late', name: '迟到处' });
  expect(await site.controller.end()).toBe(0);
});
