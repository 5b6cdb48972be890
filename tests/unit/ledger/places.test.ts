import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { lastPlaced, mostUnplaced } from '#controller/ledger/places.ts';
import { verifyLedger } from '#controller/ledger/verify.ts';
import { openLedger, type OpenLedger } from '#controller/ledger/open-ledger.ts';
import { add, context, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';

const site = 'test';
const device = (n: number) => `device:d${n % 7}` as const;
/** The index is written some seven times meanwhile, the streams mixed. */
const EVENTS = 5000;

const same = (ledger: OpenLedger, twin: OpenLedger): void => {
  for (let n = 0; n < 7; n++) {
    expect(ledger.versionOf(device(n))).toBe(twin.versionOf(device(n)));
    for (const after of [0, 300, 600, 712])
      expect(ledger.stream(device(n), after).map(({ sequence }) => sequence)).toEqual(
        twin.stream(device(n), after).map(({ sequence }) => sequence),
      );
  }
};

it('A stream is read whole across checkpoints: in the running ledger, after a crash and after a clean end', () => {
  using dir = temporaryDir();
  using opened = new DisposableStack();
  const start = (name: string) =>
    opened.adopt(openLedger({ dataDir: join(dir.path, name), site }), (ledger) => ledger.close());
  const twin = opened.adopt(createMemoryLedger({ site }), (ledger) => ledger.close());
  const ledger = start('running');
  for (let n = 0; n < EVENTS; n++) {
    for (const one of [ledger, twin]) add(one, device(n * n), wentOffline(`cable ${n}`));
    if (n % 709 === 0) {
      ledger.rest();
      same(ledger, twin);
    }
  }
  same(ledger, twin);
  // What a killed process leaves: events after the last checkpoint are in no index.
  for (const end of ['', '-wal'])
    cpSync(join(dir.path, 'running', `ledger.db${end}`), join(dir.path, 'crashed', `ledger.db${end}`));
  const crashed = start('crashed');
  same(crashed, twin);
  crashed.close();
  same(start('crashed'), twin);
  ledger.close();
  expect(verifyLedger(join(dir.path, 'running')).findings).toEqual([]);
});

it('An append that fails half way leaves none of its events to be found, before and after a checkpoint', () => {
  using dir = temporaryDir();
  using opened = new DisposableStack();
  const ledger = opened.adopt(openLedger({ dataDir: dir.path, site }), (one) => one.close());
  for (let n = 0; n < 300; n++) {
    const events = [wentOffline('cable'), wentOffline('power')];
    const write = { stream: `device:n${n}`, expected: 'absent', events } as const;
    const failing = (): never => {
      throw new Error('planted');
    };
    expect(() => ledger.append([write], context, failing)).toThrow('planted');
    expect(ledger.stream(write.stream)).toEqual([]);
    expect(ledger.append([write], context)).toMatchObject({ ok: true });
    const again = ledger.append([write], context);
    expect(again).toMatchObject({ ok: false, conflict: { version: 2 } });
    expect(ledger.stream(write.stream)).toHaveLength(2);
  }
  expect(ledger.head().sequence).toBe(600);
});

it('The index is written in quiet moments once that is worth it, and in a burst when too much waits', () => {
  using dir = temporaryDir();
  using opened = new DisposableStack();
  const ledger = opened.adopt(openLedger({ dataDir: dir.path, site }), (one) => one.close());
  const placed = () => lastPlaced(ledger.db);
  const burst = (count: number) =>
    add(ledger, device(ledger.head().sequence), ...Array.from({ length: count }, () => wentOffline('cable')));
  burst(511);
  ledger.rest();
  expect(placed()).toBe(0);
  burst(1);
  ledger.rest();
  expect(placed()).toBe(512);
  burst(mostUnplaced - 1);
  expect(placed()).toBe(512);
  burst(1);
  expect(placed()).toBe(512 + mostUnplaced);
});

it('An index that cannot be written in a quiet moment is written in a later one, and nothing is lost', () => {
  using dir = temporaryDir();
  using opened = new DisposableStack();
  const ledger = opened.adopt(openLedger({ dataDir: dir.path, site }), (one) => one.close());
  const twin = opened.adopt(createMemoryLedger({ site }), (one) => one.close());
  const both = (n: number): void => {
    for (const one of [ledger, twin]) add(one, device(n), wentOffline(`cable ${n}`));
  };
  for (let n = 0; n < 600; n++) both(n);
  // The third statement of it fails, as on a disk that is full.
  ledger.db.exec(
    `CREATE TEMP TRIGGER planted BEFORE INSERT ON places WHEN new.version = 40
     BEGIN SELECT RAISE(ABORT, 'planted'); END`,
  );
  expect(() => ledger.rest()).toThrow('planted');
  both(3);
  same(ledger, twin);
  expect(lastPlaced(ledger.db)).toBe(0);
  ledger.db.exec('DROP TRIGGER planted');
  ledger.rest();
  expect(lastPlaced(ledger.db)).toBe(601);
  both(4);
  same(ledger, twin);
});
