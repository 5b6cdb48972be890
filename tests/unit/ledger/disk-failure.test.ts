import { describe, expect, it } from 'vitest';
import { openLedger } from '#controller/ledger/open-ledger.ts';
import { verifyLedger } from '#controller/ledger/verify.ts';
import { LedgerUnavailable } from '#controller/ports/ledger.ts';
import { add, doorOpen, fillDisk, temporaryDir, wentOffline } from '#tests/support/ledgers.ts';

const big = wentOffline('x'.repeat(300));

describe('A disk that is full', () => {
  it('closes the ledger to writes, keeps it readable, and is noticed to have room again', () => {
    using dir = temporaryDir();
    const ledger = openLedger({ dataDir: dir.path, site: 'test' });
    add(ledger, 'compartment:A01', doorOpen);
    fillDisk(ledger);
    let acknowledged = 1;
    expect(() => {
      for (; acknowledged < 1000; acknowledged++) add(ledger, 'device:board', big);
    }).toThrow(LedgerUnavailable);
    expect(ledger.health()).toMatchObject({ ok: false, why: expect.stringContaining('full') });
    expect(ledger.head().sequence).toBe(acknowledged);
    expect(ledger.read(0, 1000)).toHaveLength(acknowledged);

    ledger.db.pragma('max_page_count = 1000000');
    expect(ledger.probe()).toBe(true);
    expect(ledger.health()).toEqual({ ok: true });
    expect(add(ledger, 'device:board', big).last.sequence).toBe(acknowledged + 1);
    ledger.close();
    expect(verifyLedger(dir.path)).toMatchObject({ size: acknowledged + 1, findings: [] });
  });

  it('resumes by itself with the first append the disk takes', () => {
    using dir = temporaryDir();
    const ledger = openLedger({ dataDir: dir.path, site: 'test' });
    const heard: number[] = [];
    ledger.onAppended((events) => void heard.push(...events.map((event) => event.sequence)));
    fillDisk(ledger);
    let acknowledged = 0;
    expect(() => {
      for (;;) {
        add(ledger, 'device:board', big);
        acknowledged++;
      }
    }).toThrow(/ledger cannot be used/);
    ledger.db.pragma('max_page_count = 1000000');
    add(ledger, 'device:board', big);
    expect(heard).toEqual(Array.from({ length: acknowledged + 1 }, (_, i) => i + 1));
    ledger.close();
  });
});

describe('A database that fails under an open ledger', () => {
  it('is reported by health and thrown as LedgerUnavailable, with nothing acknowledged', () => {
    using dir = temporaryDir();
    const ledger = openLedger({ dataDir: dir.path, site: 'test' });
    add(ledger, 'compartment:A01', doorOpen);
    ledger.db.pragma('query_only = ON');
    expect(() => add(ledger, 'compartment:A01', doorOpen)).toThrow(LedgerUnavailable);
    expect(() => add(ledger, 'compartment:A01', doorOpen)).toThrow(/No door opens/);
    expect(ledger.probe()).toBe(false);
    expect(ledger.head().sequence).toBe(1);
    ledger.db.pragma('query_only = OFF');
    expect(ledger.probe()).toBe(true);
    expect(add(ledger, 'compartment:A01', doorOpen).last.sequence).toBe(2);
    ledger.close();
  });

  it('is not blamed for a listener or a view that errs', () => {
    using dir = temporaryDir();
    let broken = true;
    const projection = {
      name: 'x',
      revision: 1,
      tables: '',
      prepare: () => ({
        DoorSeenOpen: () => {
          if (broken) throw new Error('a bug in a view');
        },
      }),
    };
    const ledger = openLedger({ dataDir: dir.path, site: 'test', projections: [projection] });
    expect(() => add(ledger, 'compartment:A01', doorOpen)).toThrow('a bug in a view');
    expect(ledger.health()).toEqual({ ok: true });
    expect(ledger.head().sequence).toBe(0);
    broken = false;
    expect(add(ledger, 'compartment:A01', doorOpen).last.sequence).toBe(1);
    ledger.close();
  });
});
