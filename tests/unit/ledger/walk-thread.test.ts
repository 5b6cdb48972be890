import { getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { walkInThread } from '#controller/ledger/walk-thread.ts';
import type { WalkProgress } from '#controller/ports/ledger-walk.ts';
import { add, context, doorClosed, doorOpen, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';
import { rewrite, tamperQuietly } from '#tests/support/tampering.ts';

const timeout = 120_000;
const opened = (dataDir: string, events: number) => {
  const ledger = openLedger({ dataDir, site: 'test' });
  const many = Array.from({ length: events }, (_, i) => wentOffline(`cable ${i}`));
  add(ledger, 'device:board', ...many);
  return ledger;
};

it('A walk in a thread of its own verifies a ledger that goes on being written', { timeout }, async () => {
  using dir = temporaryDir();
  const ledger = opened(dir.path, 3000);
  const before = getPriority();
  const told: WalkProgress[] = [];
  const walking = walkInThread(dir.path).start((progress) => {
    told.push(progress);
    const remembered = { key: `k${told.length}`, digest: 'd', status: 200, body: '{}' };
    const expected = { exact: ledger.versionOf('compartment:A01') };
    const events = [doorOpen, doorClosed];
    const write = {
      stream: 'compartment:A01',
      expected: expected.exact === 0 ? 'absent' : expected,
      events,
    } as const;
    ledger.append([write], context, () => remembered);
  });
  const report = await walking.done;
  expect(report).toMatchObject({ findings: [], root: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(report?.size).toBeGreaterThanOrEqual(3000);
  expect(ledger.proof(report?.size ?? 0)?.root).toBe(report?.root);
  expect(told.length).toBeGreaterThan(0);
  // The thread has put back itself alone.
  expect(getPriority()).toBe(before);
  ledger.close();
});

it(
  'An edit far behind the last checkpoint, guards put back, is found while the ledger is open',
  { timeout },
  async () => {
    using dir = temporaryDir();
    opened(dir.path, 900).close();
    tamperQuietly(dir.path, (db) => rewrite(db, 7, { payload: { why: 'nothing happened' } }));
    // A start looks at the end only: this is what the walk is for.
    const ledger = openLedger({ dataDir: dir.path, site: 'test' });
    const report = await walkInThread(dir.path).start(() => undefined).done;
    expect(report?.findings).toMatchObject([{ code: 'leaf-differs', sequence: 7 }]);
    ledger.close();
  },
);

it('A walk that is cancelled ends without a report and leaves the ledger free', { timeout }, async () => {
  using dir = temporaryDir();
  const ledger = opened(dir.path, 20_000);
  const begun = Promise.withResolvers<undefined>();
  const walking = walkInThread(dir.path).start(() => begun.resolve(undefined));
  await begun.promise;
  await walking.cancel();
  expect(await walking.done).toBeNull();
  await walking.cancel();
  ledger.close();
});

it('A walk that cannot be made rejects instead of blaming the ledger', { timeout }, async () => {
  using dir = temporaryDir();
  await expect(walkInThread(dir.path).start(() => undefined).done).rejects.toThrow(/holds no ledger/);
});
