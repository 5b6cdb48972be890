import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { plannedOnce } from '#controller/ledger/plan-once.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';

/** Statements of all views, as they are written. */
const written = (db: Database.Database): string[] => {
  const texts: string[] = [];
  const prepare = db.prepare.bind(db) as (sql: string) => unknown;
  Object.assign(db, { prepare: (sql: string) => (texts.push(sql), prepare(sql)) });
  for (const projection of projections) {
    db.exec(projection.tables);
    projection.prepare(db);
  }
  createReadModels(db);
  return texts;
};

describe('A statement that is planned once', () => {
  it('has a plus before what is compared and a sum as its limit, and nothing else', () => {
    expect(plannedOnce('SELECT a FROM t WHERE b = :b AND c >= :c AND d BETWEEN :x AND :y LIMIT :n')).toBe(
      'SELECT a FROM t WHERE b = +:b AND c >= +:c AND d BETWEEN +:x AND +:y LIMIT :n + 0',
    );
    expect(plannedOnce('UPDATE t SET a = ? WHERE b = ?')).toBe('UPDATE t SET a = +? WHERE b = +?');
    const untouched = 'INSERT INTO t (a, b) VALUES (:a, coalesce(:b, 1)) ON CONFLICT (a) DO NOTHING';
    expect(plannedOnce(untouched)).toBe(untouched);
  });

  it('finds the same rows, whatever the type of the column', () => {
    using db = Object.assign(new Database(':memory:'), {
      [Symbol.dispose]: () => void db.close(),
    });
    db.exec("CREATE TABLE t (i INTEGER, s TEXT, b BLOB, n); INSERT INTO t VALUES (7, '7', x'37', 7)");
    for (const column of ['i', 's', 'b', 'n'])
      for (const value of [7, '7', Buffer.from('7'), null, 7.5, '7.0']) {
        const sql = `SELECT count(*) FROM t WHERE ${column} = :value`;
        const rows = (text: string): unknown => db.prepare(text).pluck().get({ value });
        expect(rows(plannedOnce(sql)), `${column} = ${String(value)}`).toBe(rows(sql));
      }
  });

  it('has the plan it had, in every view', () => {
    using db = Object.assign(new Database(':memory:'), {
      [Symbol.dispose]: () => void db.close(),
    });
    const texts = written(db).filter((sql) => !sql.includes('?'));
    const planOf = (sql: string): unknown[] => {
      const names = [...sql.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => [String(name), null]);
      return db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(Object.fromEntries(names));
    };
    const changed = texts.filter((sql) => plannedOnce(sql) !== sql);
    expect(changed.length).toBeGreaterThan(100);
    for (const sql of changed) expect(planOf(plannedOnce(sql)), sql).toEqual(planOf(sql));
  });
});
