import type Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { verifyLedger, verifySteps } from '#controller/ledger/verify.ts';
import { add, context, doorClosed, doorOpen, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';
import { fixChain, fixLeaf, rewrite, tamper } from '#tests/support/tampering.ts';

const site = 'test';
/** Thirty events over three streams, an answer, and a receipt that vouches for a root. */
const fill = (dataDir: string): void => {
  const ledger = openLedger({ dataDir, site });
  for (let i = 0; i < 14; i++) {
    add(ledger, 'compartment:A01', i % 2 === 0 ? doorOpen : doorClosed);
    add(ledger, `device:board-${i % 2}`, wentOffline(`cable ${i}`));
  }
  const { sequence: size, root } = ledger.head();
  const piece = { docket: 'D', number: '1', department: 'bgs', compartment: 'A01', sequence: 3 };
  add(ledger, 'receipt:R1', {
    type: 'ReceiptIssued',
    payload: {
      ...{ kind: 'drop', session: 's', station: 'front', person: '1', pieces: [piece] },
      ...{ size, root },
    },
  });
  ledger.append([{ stream: 'compartment:A02', expected: 'absent', events: [doorOpen] }], context, () => ({
    key: 'k',
    digest: 'd',
    status: 200,
    body: '{}',
  }));
  ledger.close();
};
const codes = (dataDir: string, known?: { size: number; root: string }[]): string[] => {
  const { findings } = verifyLedger(dataDir, known ? { known } : {});
  return [...new Set(findings.map((finding) => finding.code))].filter((code) => code !== 'guard-missing');
};

type Edit = (db: Database.Database) => void;
const otherPayload = { payload: { why: 'somebody else' } };
const sql =
  (text: string): Edit =>
  (db) =>
    void db.exec(text);

const edits: readonly (readonly [string, Edit, string])[] = [
  ['a changed payload', (db) => rewrite(db, 6, otherPayload), 'leaf-differs'],
  ['a changed actor', (db) => rewrite(db, 6, { actor: '6666' }), 'leaf-differs'],
  ['a changed time', (db) => rewrite(db, 6, { time: '2026-06-18T02:00:00.000Z' }), 'leaf-differs'],
  [
    'a changed payload with its leaf recomputed',
    (db) => {
      rewrite(db, 6, otherPayload);
      fixLeaf(db, 6);
    },
    'root-differs',
  ],
  [
    'everything recomputed, given away by a receipt',
    (db) => {
      rewrite(db, 6, otherPayload);
      fixChain(db);
    },
    'receipt-differs',
  ],
  ['a changed leaf', sql('UPDATE events SET leaf = zeroblob(32) WHERE sequence = 6'), 'leaf-differs'],
  ['a changed root', sql('UPDATE events SET root = zeroblob(32) WHERE sequence = 6'), 'root-differs'],
  ['the last root taken away', sql("UPDATE events SET root = x'' WHERE sequence = 30"), 'root-differs'],
  ['the last root changed', sql('UPDATE events SET root = zeroblob(32) WHERE sequence = 30'), 'root-differs'],
  ['another stream in the column', sql('UPDATE events SET stream = 5 WHERE sequence = 6'), 'column-differs'],
  [
    'another name for a stream',
    sql("UPDATE streams SET name = 'device:b' WHERE first = (SELECT stream FROM events WHERE sequence = 6)"),
    'column-differs',
  ],
  [
    'a stream that begins with another event',
    sql(`UPDATE streams SET first = 1000 WHERE first = (SELECT stream FROM events WHERE sequence = 6);
         UPDATE events SET stream = 1000 WHERE stream = (SELECT stream FROM events WHERE sequence = 6)`),
    'column-differs',
  ],
  [
    'another type in the column',
    sql("UPDATE events SET type = 'DeviceOnline' WHERE sequence = 6"),
    'column-differs',
  ],
  [
    'another version in the column',
    sql('UPDATE events SET version = 99 WHERE sequence = 6'),
    'column-differs',
  ],
  [
    'two events swapped',
    sql(`UPDATE events SET sequence = 1000 WHERE sequence = 6;
         UPDATE events SET sequence = 6 WHERE sequence = 8; UPDATE events SET sequence = 8 WHERE sequence = 1000`),
    'column-differs',
  ],
  ['an event deleted in the middle', sql('DELETE FROM events WHERE sequence = 6'), 'sequence-gap'],
  ['the first event deleted', sql('DELETE FROM events WHERE sequence = 1'), 'sequence-gap'],
  ['the last event deleted', sql('DELETE FROM events WHERE sequence = 30'), 'tail-missing'],
  ['every event deleted', sql('DELETE FROM events'), 'tail-missing'],
  [
    'the tail deleted with its checkpoint, given away by a remembered answer',
    sql('DELETE FROM events WHERE sequence > 28; DELETE FROM checkpoints'),
    'tail-missing',
  ],
  ['an event without meaning', sql("UPDATE events SET event = '{' WHERE sequence = 6"), 'unparseable'],
  ['an event that is no envelope', sql("UPDATE events SET event = '[1]' WHERE sequence = 6"), 'unparseable'],
  [
    'the same content written otherwise',
    (db) => rewrite(db, 6, {}, (v) => JSON.stringify(v, null, 1)),
    'not-canonical',
  ],
  ['a payload that fits no schema', (db) => rewrite(db, 6, { payload: { why: 1 } }), 'payload-does-not-fit'],
  ['an event nobody knows', (db) => rewrite(db, 6, { type: 'Nope' }), 'column-differs'],
  ['an event of another site', (db) => rewrite(db, 6, { site: 'other' }), 'other-site'],
  ['an edited checkpoint', sql('UPDATE checkpoints SET root = zeroblob(32)'), 'checkpoint-differs'],
  ['an edited frontier', sql('UPDATE checkpoints SET frontier = zeroblob(128)'), 'checkpoint-differs'],
  ['an event nobody finds by its stream', sql('DELETE FROM places WHERE sequence = 6'), 'file-damaged'],
  ['an event found twice', sql('INSERT INTO places VALUES (1, 99, 6)'), 'file-damaged'],
  ['a place beyond the end', sql('INSERT INTO places VALUES (1, 99, 99)'), 'file-damaged'],
  ['another event in its place', sql('UPDATE places SET sequence = 7 WHERE sequence = 6'), 'file-damaged'],
  ['a stream without events', sql("INSERT INTO streams VALUES ('device:b', 6)"), 'file-damaged'],
  [
    'an event added by hand',
    sql(`INSERT INTO events SELECT 31, stream, 2, type, replace(event, '"sequence":30', '"sequence":31'), leaf, root
         FROM events WHERE sequence = 30`),
    'leaf-differs',
  ],
];

describe('Verification', () => {
  it('finds nothing in an untouched ledger, and tells its size and root', () => {
    using dir = temporaryDir();
    fill(dir.path);
    const report = verifyLedger(dir.path);
    expect(report).toMatchObject({ size: 30, findings: [] });
    expect(report.root).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(edits)('finds %s', (_, edit, code) => {
    using dir = temporaryDir();
    fill(dir.path);
    tamper(dir.path, edit);
    expect(codes(dir.path)).toContain(code);
  });

  it('finds missing guards even when nothing was changed', () => {
    using dir = temporaryDir();
    fill(dir.path);
    tamper(dir.path, () => undefined);
    expect(verifyLedger(dir.path).findings.map((finding) => finding.code)).toContain('guard-missing');
  });

  it('finds a perfect forgery by a root that left the machine', () => {
    using dir = temporaryDir();
    const ledger = openLedger({ dataDir: dir.path, site });
    for (let i = 0; i < 9; i++) add(ledger, 'device:board', wentOffline(`cable ${i}`));
    const { sequence: size, root } = ledger.head();
    ledger.close();
    expect(codes(dir.path, [{ size, root }])).toEqual([]);
    tamper(dir.path, (db) => {
      rewrite(db, 2, otherPayload);
      fixChain(db);
    });
    expect(codes(dir.path)).toEqual([]);
    expect(codes(dir.path, [{ size, root }])).toEqual(['checkpoint-differs']);
    expect(codes(dir.path, [{ size: size + 1, root }])).toEqual(['checkpoint-differs']);
  });

  it('finds a gap in the versions of a stream under a perfect forgery', () => {
    using dir = temporaryDir();
    const ledger = openLedger({ dataDir: dir.path, site });
    for (let i = 0; i < 4; i++) add(ledger, 'device:board', wentOffline(`cable ${i}`));
    ledger.close();
    tamper(dir.path, (db) => {
      db.exec(
        'UPDATE events SET version = 7 WHERE sequence = 4; UPDATE places SET version = 7 WHERE sequence = 4',
      );
      rewrite(db, 4, { version: 7 });
      fixChain(db);
    });
    expect(codes(dir.path)).toEqual(['version-gap']);
  });

  it('finds damage to the file and says so instead of throwing', () => {
    using dir = temporaryDir();
    fill(dir.path);
    tamper(dir.path, (db) => {
      db.unsafeMode();
      db.pragma('writable_schema = ON');
      db.exec("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'events'");
    });
    expect(codes(dir.path).length).toBeGreaterThan(0);
  });

  it('names no content in what it finds', () => {
    using dir = temporaryDir();
    fill(dir.path);
    tamper(dir.path, (db) =>
      rewrite(db, 6, { payload: { why: 'x'.repeat(500), title: '关于做好防汛工作' } }),
    );
    expect(JSON.stringify(verifyLedger(dir.path))).not.toMatch(/防汛|xxx/);
  });

  it('goes a slice a step, lets a writer write between steps, and verifies that too', () => {
    using dir = temporaryDir();
    const ledger = openLedger({ dataDir: dir.path, site });
    for (let i = 0; i < 60; i++)
      ledger.append(
        [
          {
            stream: `device:d${i}`,
            expected: 'absent',
            events: Array.from({ length: 20 }, () => wentOffline('x')),
          },
        ],
        context,
      );
    const steps = verifySteps(dir.path);
    const first = steps.next();
    expect(first.value).toEqual({ verified: 500, total: 1200 });
    add(ledger, 'device:late', wentOffline('late'));
    let step = first;
    while (!step.done) step = steps.next();
    expect(step.value).toMatchObject({ size: 1201, findings: [] });
    ledger.close();
  });

  it('refuses a directory without a ledger, with words', () => {
    using dir = temporaryDir();
    expect(() => verifyLedger(dir.path)).toThrow(/holds no ledger/);
  });
});
