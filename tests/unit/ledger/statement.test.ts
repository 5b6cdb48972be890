import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { writer } from '#controller/ledger/statement.ts';

it('A writing statement takes each value by its name, wherever it stands and however often', () => {
  using opened = new DisposableStack();
  const db = opened.adopt(new Database(':memory:'), (each) => each.close());
  db.exec('CREATE TABLE t (a, b, c)');
  const insert = writer<{ a: number; b: string | null }>(db, 'INSERT INTO t (b, a, c) VALUES (:b, :a, :a)');
  insert({ a: 1, b: 'x' });
  insert({ b: null, a: 2 });
  expect(db.prepare('SELECT * FROM t').all()).toEqual([
    { a: 1, b: 'x', c: 1 },
    { a: 2, b: null, c: 2 },
  ]);
  expect(() => insert({ a: 1 } as never)).toThrow(TypeError);
});
