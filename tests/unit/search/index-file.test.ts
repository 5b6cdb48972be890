import Database from 'better-sqlite3';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CatchUp, type CatchUpDeps } from '#controller/search/catch-up.ts';
import { openIndex } from '#controller/search/index-file.ts';
import type { AnyStoredEvent } from '#controller/ports/ledger.ts';
import { temporaryDir } from '#tests/support/ledgers.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { found, register, searchSite } from '#tests/support/search-site.ts';

describe('the index on disk', () => {
  it('goes on after a restart where it was, and catches up with what it missed', async () => {
    using dir = temporaryDir();
    const first = searchSite({ dataDir: dir.path });
    register(first, 'd1');
    expect(await found(first, '防汛')).toEqual(['d1']);
    register(first, 'd2');
    first.close();
    const second = searchSite({ dataDir: dir.path });
    expect(await found(second, '防汛')).toEqual(['d2', 'd1']);
    second.close();
  });

  it.each<[string, (path: string) => void]>([
    ['lost', (path) => rmSync(path)],
    ['no database any more', (path) => writeFileSync(path, 'x'.repeat(5000))],
    ['cut off', (path) => truncateSync(path, readFileSync(path).length - 4096)],
  ])('is made again from the ledger when it is %s', async (_, harm) => {
    using dir = temporaryDir();
    const first = searchSite({ dataDir: dir.path });
    register(first, 'd1');
    expect(await found(first, '防汛')).toEqual(['d1']);
    first.close();
    harm(`${dir.path}/search.db`);
    const second = searchSite({ dataDir: dir.path });
    expect(await found(second, '防汛')).toEqual(['d1']);
    second.close();
  });

  it('of another ledger, or of one put back to an earlier day, is not used', async () => {
    using dir = temporaryDir();
    const first = searchSite({ dataDir: dir.path });
    register(first, 'd1');
    expect(await found(first, '防汛')).toEqual(['d1']);
    first.close();
    for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm'])
      rmSync(`${dir.path}/${name}`, { force: true });
    const other = searchSite({ dataDir: dir.path });
    expect(await found(other, '防汛')).toEqual([]);
    other.close();
  });

  it('holds no more of a changed document than of an unchanged one', () => {
    const index = openIndex(null, 'test');
    const entry = { sequence: 7, document: 'd', labels: ' §unone ' };
    index.put([{ ...entry, text: '防汛工作' }], { sequence: 7, leaf: '' });
    index.put([{ ...entry, text: '抗旱工作' }], { sequence: 8, leaf: '' });
    const ids = (expression: string): string[] =>
      [...index.entries(expression, 100)].map(({ document }) => document);
    expect(ids('"防汛"')).toEqual([]);
    expect(ids('"抗旱" AND "§unone"')).toEqual(['d']);
    index.close();
  });
});

const noViews: CatchUpDeps['views'] = {
  ...{ document: () => undefined, departmentsOf: () => [], hasPiece: () => false },
  ...{ documentsWith: () => null, docketsLike: () => [] },
};

describe('a sample of the index', () => {
  const indexOf = (sequences: readonly number[]) => {
    const index = openIndex(null, 'test');
    const entries = sequences.map((sequence) => ({
      sequence,
      document: `d${sequence}`,
      text: `${sequence}`,
      labels: ' ',
    }));
    index.put(entries, { sequence: 9, leaf: '' });
    return index;
  };

  it('is all of it while that is little, each once', () => {
    expect(indexOf([]).sample(10)).toEqual([]);
    expect(indexOf([1]).sample(10)).toEqual(['1']);
    expect(indexOf([1, 2, 5, 9]).sample(10)).toEqual(['1', '2', '5', '9']);
  });

  it('is spread from the oldest to the newest of a large one', () => {
    const index = indexOf(Array.from({ length: 1000 }, (_, i) => 3 * (i + 1)));
    expect(index.sample(4)).toEqual(['750', '1500', '2250', '3000']);
  });
});

describe('the full-text table', () => {
  it('is told of many documents in one piece, not in one piece each, new ones and changed ones alike', () => {
    using dir = temporaryDir();
    const path = `${dir.path}/search.db`;
    const entries = (text: string) =>
      Array.from({ length: 3 }, (_, i) => ({ sequence: 3 - i, document: `d${i}`, text, labels: ' §unone ' }));
    const pieces = (): unknown => {
      const db = new Database(path, { readonly: true });
      try {
        return db.prepare('SELECT count(DISTINCT segid) FROM words_idx').pluck().get();
      } finally {
        db.close();
      }
    };
    const index = openIndex(path, 'test');
    index.put(entries('防汛工作'), { sequence: 3, leaf: '' });
    expect(pieces()).toBe(1);
    index.put(entries('抗旱工作'), { sequence: 4, leaf: '' });
    expect(pieces()).toBe(2);
    expect([...index.entries('"防汛"', 9)]).toEqual([]);
    expect([...index.entries('"抗旱"', 9)]).toHaveLength(3);
    index.close();
  });
});

describe('catching up', () => {
  it('takes a pile in small steps, and asks for patience when it is too large', async () => {
    const clock = new ManualClock();
    const index = openIndex(null, 'test');
    const size = 60_000;
    const ledger: CatchUpDeps['ledger'] = {
      head: () => ({ sequence: size, root: '' }),
      read: (after, limit) =>
        Array.from(
          { length: Math.min(limit, size - after) },
          () => ({ type: 'DeviceOnline', stream: 'device:d' }) as unknown as AnyStoredEvent,
        ),
      proof: () => undefined,
      onAppended: () => () => undefined,
    };
    const catchUp = new CatchUp({
      ...{ ledger, clock, views: noViews, timeZone: 'UTC', index, onTrouble: () => undefined },
    });
    await expect(catchUp.fresh()).rejects.toMatchObject({ code: 'search-building', percent: 83 });
    // It goes on by itself meanwhile.
    await clock.advance(1000);
    await catchUp.fresh();
    catchUp.stop();
    expect(index.cursor.sequence).toBe(size);
    index.close();
  });

  it('tells of an index that cannot be written once, goes on when it can, and ends all the same', async () => {
    const clock = new ManualClock();
    const index = openIndex(null, 'test');
    const appended = new Set<(events: readonly AnyStoredEvent[]) => void>();
    let size = 0;
    let full = true;
    const told: unknown[] = [];
    const event = (sequence: number) =>
      ({ type: 'DocumentRegistered', stream: `document:${sequence}`, sequence }) as unknown as AnyStoredEvent;
    const catchUp = new CatchUp({
      ...{ clock, views: noViews, timeZone: 'UTC', onTrouble: (error: unknown) => told.push(error) },
      ledger: {
        head: () => ({ sequence: size, root: '' }),
        read: (after, limit) =>
          Array.from({ length: Math.min(limit, size - after) }, (_, i) => event(after + i + 1)),
        proof: () => undefined,
        onAppended: (listener) => {
          appended.add(listener);
          return () => appended.delete(listener);
        },
      },
      index: {
        ...index,
        get cursor() {
          return index.cursor;
        },
        put(entries, cursor) {
          if (full) throw new Error('database or disk is full');
          index.put(entries, cursor);
        },
      },
    });
    const append = async () => {
      const added = event(++size);
      for (const listener of appended) listener([added]);
      await clock.advance(1000);
    };
    for (let i = 0; i < 5; i++) await append();
    expect([told.length, index.cursor.sequence]).toEqual([1, 0]);
    full = false;
    await append();
    expect([told.length, index.cursor.sequence]).toEqual([1, 6]);
    full = true;
    await append();
    expect(told.length).toBe(2);
    catchUp.stop();
    index.close();
  });

  it('is what a question waits for: without it an index would be caught answering of yesterday', async () => {
    const stale = class extends CatchUp {
      override fresh(): Promise<void> {
        return Promise.resolve();
      }
    };
    const newest = async (kind: typeof CatchUp): Promise<number> => {
      const site = searchSite();
      const index = openIndex(null, 'test');
      const views = { ...noViews, document: (id: string) => site.views.document(id) };
      const catchUp = new kind({
        ...{
          ledger: site.ledger,
          clock: site.clock,
          views,
          timeZone: 'UTC',
          index,
          onTrouble: () => undefined,
        },
      });
      register(site, 'd1');
      await catchUp.fresh();
      const entries = [...index.entries('"防汛"', 100)].length;
      catchUp.stop();
      index.close();
      site.close();
      return entries;
    };
    expect(await newest(CatchUp)).toBe(1);
    expect(await newest(stale)).toBe(0);
  });
});
