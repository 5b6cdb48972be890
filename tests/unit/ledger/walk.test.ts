import { expect, it } from 'vitest';
import { openReadOnly, type Connection } from '#controller/ledger/connection.ts';
import { ledgerFile, openLedger } from '#controller/ledger/open-ledger.ts';
import { currentSchema } from '#controller/ledger/payloads.ts';
import { createUpcaster } from '#controller/ledger/upcast.ts';
import { verifySteps } from '#controller/ledger/verify.ts';
import { walkLedger, type Report } from '#controller/ledger/walk.ts';
import { add, context, doorOpen, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';
import { tamperQuietly } from '#tests/support/tampering.ts';

const site = 'test';
const end = (steps: Generator<unknown, Report>): Report => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

it('What is appended while a walk comes to its end is not taken for a tail that is gone', () => {
  using dir = temporaryDir();
  using opened = new DisposableStack();
  const ledger = openLedger({ dataDir: dir.path, site });
  opened.defer(() => ledger.close());
  add(ledger, 'device:board', wentOffline('cable'));
  const reader = opened.adopt(openReadOnly(ledgerFile(dir.path)), (db) => db.close());
  let late = 0;
  const appendLate = (): void => {
    const write = { stream: `compartment:L${++late}`, expected: 'absent', events: [doorOpen] } as const;
    ledger.append([write], context, () => ({ key: `k${late}`, digest: 'd', status: 200, body: '{}' }));
  };
  // The answers are looked at just after an event and its answer came in.
  const prepare = (sql: string): unknown => {
    if (sql.includes('FROM answers')) appendLate();
    return reader.prepare(sql);
  };
  const racing = { prepare } as Pick<Connection, 'prepare'> as Connection;
  const upcast = createUpcaster(currentSchema);
  expect(end(walkLedger(racing, { upcast, file: 'unchecked' }))).toMatchObject({ size: 2, findings: [] });
  expect(late).toBe(1);
});

it('Checked in steps, a damaged index or view table is found too, and no step holds the whole file', () => {
  using dir = temporaryDir();
  const ledger = openLedger({ dataDir: dir.path, site });
  for (let i = 0; i < 30; i++) add(ledger, `device:d${i}`, wentOffline('cable'));
  for (const [view, value] of Object.entries({ view_other: 'kept', view_third: 'lost' }))
    ledger.db.exec(`CREATE TABLE ${view} (a TEXT UNIQUE); INSERT INTO ${view} VALUES ('${value}')`);
  ledger.close();
  const steps = verifySteps(dir.path, { file: 'in-steps' });
  let count = 0;
  while (!steps.next().done) count++;
  expect(count).toBeGreaterThan(5);

  const swap = (index: string, other: string) =>
    tamperQuietly(dir.path, (db) => {
      db.unsafeMode();
      db.pragma('writable_schema = ON');
      const root = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck();
      const set = db.prepare('UPDATE sqlite_schema SET rootpage = ? WHERE name = ?');
      const pages = [root.get(index), root.get(other)];
      set.run(pages[1], index);
      set.run(pages[0], other);
    });
  swap('sqlite_autoindex_view_third_1', 'sqlite_autoindex_view_other_1');
  tamperQuietly(dir.path, (db) => db.exec('DELETE FROM places WHERE sequence = 1'));
  const { findings } = end(verifySteps(dir.path, { file: 'in-steps' }));
  const damaged = findings.filter(({ code }) => code === 'file-damaged');
  expect(damaged.some(({ sequence, detail }) => sequence === 1 && detail.includes('index'))).toBe(true);
  expect(damaged.some(({ detail }) => detail.includes('view_other'))).toBe(true);
});
