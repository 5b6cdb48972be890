import Database from 'better-sqlite3';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LedgerBroken } from '#controller/ledger/broken.ts';
import { assertDurable, openConnection } from '#controller/ledger/connection.ts';
import { canonicalize } from '#controller/ledger/canonical.ts';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { verifyLedger } from '#controller/ledger/verify.ts';
import { add, doorClosed, doorOpen, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';
import { asBefore, eventAt, fixChain, rewrite, tamper, tamperQuietly } from '#tests/support/tampering.ts';

const site = 'test';
const open = (dataDir: string) => openLedger({ dataDir, site });
/** Events 1 to 3 under a checkpoint, 4 to 6 after it. */
const fill = (dataDir: string): void => {
  for (const _ of [1, 2]) {
    const ledger = open(dataDir);
    add(ledger, 'compartment:A01', doorOpen, doorClosed, doorOpen);
    ledger.close();
  }
  tamperQuietly(dataDir, (db) => db.exec('DELETE FROM checkpoints WHERE size = 6'));
};
/** What a start says after an edit; the guards are there, so they are not what stops it. */
const startAfter = (dataDir: string, edit: (db: Database.Database) => void): unknown => {
  tamperQuietly(dataDir, edit);
  try {
    open(dataDir).close();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('A connection', () => {
  it('is refused when it would lose acknowledged work: the library’s own default, and every planted mutant', () => {
    using dir = temporaryDir();
    const db = openConnection(join(dir.path, 'x.db'));
    assertDurable(db);
    for (const mutant of [
      'synchronous = NORMAL',
      'synchronous = OFF',
      'foreign_keys = OFF',
      'journal_mode = DELETE',
    ]) {
      db.pragma(mutant);
      expect(() => assertDurable(db), mutant).toThrow(/PRAGMA .* must be/);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
    }
    db.close();
    const careless = new Database(join(dir.path, 'x.db'));
    expect(() => assertDurable(careless)).toThrow(/synchronous is 1 but must be FULL/);
    careless.close();
  });

  it('cannot update, delete or replace an event', () => {
    using dir = temporaryDir();
    const ledger = open(dir.path);
    add(ledger, 'compartment:A01', doorOpen);
    for (const sql of [
      "UPDATE events SET event = ''",
      'DELETE FROM events',
      'INSERT OR REPLACE INTO events SELECT * FROM events',
      'DELETE FROM checkpoints',
    ]) {
      if (sql.includes('checkpoints')) {
        ledger.close();
        const db = openConnection(join(dir.path, 'ledger.db'));
        expect(() => db.exec(sql), sql).toThrow(/append-only/);
        db.close();
      } else expect(() => ledger.db.exec(sql), sql).toThrow(/append-only/);
    }
  });
});

describe('A start', () => {
  it('goes on where the ledger ended', () => {
    using dir = temporaryDir();
    fill(dir.path);
    const ledger = open(dir.path);
    expect(ledger.head().sequence).toBe(6);
    expect(add(ledger, 'compartment:A01', doorClosed).last.sequence).toBe(7);
    ledger.close();
    expect(verifyLedger(dir.path).findings).toEqual([]);
  });

  it.each<[string, number | null, (db: Database.Database) => void]>([
    ['a changed event', 5, (db) => rewrite(db, 5, { actor: '6666' })],
    ['an unreadable event', 5, (db) => db.exec("UPDATE events SET event = 'x' WHERE sequence = 5")],
    [
      'an index that says to end earlier',
      4,
      (db) => db.exec("UPDATE meta SET value = '3' WHERE name = 'placed'"),
    ],
    [
      'an index that says to end later',
      9,
      (db) => db.exec("UPDATE meta SET value = '9' WHERE name = 'placed'"),
    ],
    ['an index without its last event', 6, (db) => db.exec('DELETE FROM places WHERE sequence = 6')],
    ['a missing event', 5, (db) => db.exec('DELETE FROM events WHERE sequence = 5')],
    ['a missing checkpointed event', 3, (db) => db.exec('DELETE FROM events WHERE sequence >= 3')],
    ['a changed root', 6, (db) => db.exec('UPDATE events SET root = zeroblob(32) WHERE sequence = 6')],
    ['a missing root', 6, (db) => db.exec("UPDATE events SET root = x'' WHERE sequence = 6")],
    ['a changed checkpoint', 3, (db) => db.exec('UPDATE checkpoints SET root = zeroblob(32)')],
    ['a shortened checkpoint', 3, (db) => db.exec('UPDATE checkpoints SET frontier = zeroblob(31)')],
  ])('stops at %s, names it, and changes nothing', (_, sequence, edit) => {
    using dir = temporaryDir();
    fill(dir.path);
    const error = startAfter(dir.path, edit);
    expect(error).toBeInstanceOf(LedgerBroken);
    expect(error).toMatchObject({ sequence, message: expect.stringContaining('docketbox verify') });
  });

  it('stops when the last event is gone from a ledger that was closed', () => {
    using dir = temporaryDir();
    fill(dir.path);
    open(dir.path).close();
    const error = startAfter(dir.path, (db) => db.exec('DELETE FROM events WHERE sequence = 6'));
    expect(error).toMatchObject({ code: 'ledger-broken', sequence: 6 });
  });

  it('verifies everything when its guards are gone, even what a checkpoint covers', () => {
    using dir = temporaryDir();
    fill(dir.path);
    expect(startAfter(dir.path, (db) => rewrite(db, 2, { actor: '6666' }))).toBeUndefined();
    tamper(dir.path, () => undefined);
    expect(() => open(dir.path)).toThrow(/broken at event 2/);
    tamper(dir.path, (db) => {
      rewrite(db, 2, { actor: '1001' });
    });
    open(dir.path).close();
    expect(verifyLedger(dir.path).findings).toEqual([]);
  });

  it.each(['1', '2'])(
    'takes up a ledger of format %s, where every event had the name of its stream',
    (format) => {
      using dir = temporaryDir();
      fill(dir.path);
      const before = verifyLedger(dir.path);
      tamper(dir.path, (db) => asBefore(db, format));
      const { findings, ...rest } = verifyLedger(dir.path);
      expect(rest).toEqual({ size: before.size, root: before.root });
      expect(findings.filter(({ code }) => code !== 'guard-missing')).toEqual([]);
      const ledger = open(dir.path);
      expect(add(ledger, 'compartment:A01', doorClosed).last.sequence).toBe(7);
      expect(ledger.versionOf('compartment:A01')).toBeGreaterThan(1);
      ledger.close();
      expect(verifyLedger(dir.path).findings).toEqual([]);
    },
  );

  it('verifies everything in a ledger of an earlier format whose guards were gone', () => {
    using dir = temporaryDir();
    fill(dir.path);
    tamper(dir.path, (db) => {
      asBefore(db, '2');
      db.exec('UPDATE events SET leaf = zeroblob(32) WHERE sequence = 2');
    });
    expect(() => open(dir.path)).toThrow(/event 2/);
    // And nothing was changed.
    tamper(dir.path, (db) => expect(db.pragma('table_info(streams)')).toEqual([]));
  });

  it('refuses a second process on the same directory, and not after the first is gone', () => {
    using dir = temporaryDir();
    const ledger = open(dir.path);
    expect(() => open(dir.path)).toThrow(/in use by another Docketbox process/);
    add(ledger, 'compartment:A01', doorOpen);
    ledger.close();
    open(dir.path).close();
  });

  it('refuses the ledger of another site, a newer format, and a file that is none', () => {
    using dir = temporaryDir();
    open(dir.path).close();
    expect(() => openLedger({ dataDir: dir.path, site: 'other' })).toThrow(
      /belongs to site 'test'.*site\.id/,
    );
    tamper(dir.path, (db) => db.exec("UPDATE meta SET value = '99' WHERE name = 'format'"));
    expect(() => open(dir.path)).toThrow(/format 99/);
    using other = temporaryDir();
    writeFileSync(join(other.path, 'ledger.db'), 'not a database, whatever its name says'.repeat(100));
    expect(() => open(other.path)).toThrow(/its file is damaged/);
    expect(verifyLedger(other.path).findings).toMatchObject([{ code: 'file-damaged' }]);
  });

  it('reads an event of an older schema as today’s, and keeps its bytes', () => {
    using dir = temporaryDir();
    const first = open(dir.path);
    add(first, 'device:board', wentOffline('cable'));
    first.close();
    tamper(dir.path, (db) => {
      rewrite(db, 1, { schema: 0, payload: { reason: 'cable' } });
      fixChain(db);
    });
    expect(() => open(dir.path)).toThrow(/no upcast for DeviceOffline from schema 0/);
    const upcasts = [
      { type: 'DeviceOffline', from: 0, up: (old: { readonly reason?: unknown }) => ({ why: old.reason }) },
    ];
    const ledger = openLedger({ dataDir: dir.path, site, upcasts });
    expect(ledger.stream('device:board')[0]).toMatchObject({ schema: 0, payload: { why: 'cable' } });
    expect(eventAt(ledger.db, 1)['payload']).toEqual({ reason: 'cable' });
    ledger.close();
    expect(verifyLedger(dir.path, { upcasts }).findings).toEqual([]);
    tamper(dir.path, (db) => {
      rewrite(db, 1, { schema: 7 });
      fixChain(db);
    });
    expect(() => open(dir.path)).toThrow(/schema 7.*newer/);
  });

  it('stores the canonical envelope itself', () => {
    using dir = temporaryDir();
    const ledger = open(dir.path);
    const { events } = add(ledger, 'device:board', wentOffline('\u2028 "é" 〔2026〕'));
    const stored = ledger.db.prepare('SELECT event FROM events').pluck().get();
    expect(stored).toBe(canonicalize(events[0]));
    ledger.close();
    expect(readFileSync(join(dir.path, 'ledger.db')).includes(Buffer.from('〔2026〕'))).toBe(true);
  });
});
