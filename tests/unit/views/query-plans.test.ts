import type Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createMemoryLedger } from '#controller/ledger/memory-ledger.ts';
import { createReadModels, projections } from '#controller/views/read-models.ts';

/** Every statement the read models prepare, with SQLite's plan for it. */
const plans = (): Map<string, string> => {
  const { db } = createMemoryLedger({ site: 'test', projections });
  const found = new Map<string, string>();
  const watching = new Proxy(db, {
    get: (target, name) => {
      if (name !== 'prepare') return Reflect.get(target, name) as unknown;
      return (sql: string) => {
        const names = [...sql.matchAll(/:([a-zA-Z]+)/g)].map(([, parameter]) => [parameter, '[]'] as const);
        const steps = target.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(Object.fromEntries(names));
        found.set(sql, (steps as { detail: string }[]).map((step) => step.detail).join('\n'));
        return target.prepare(sql);
      };
    },
  });
  createReadModels(watching as Database.Database);
  db.close();
  return found;
};

/** Read whole on purpose: they hold what there is of people and doors, or an index with only what is open. */
const small =
  /SCAN (view_(department|person|compartment|session|alarm|stand_in|webhook|bin|incident|clock_basis)$|json_each|\w+ USING (COVERING )?INDEX view_(print_job_pending|consignment_waiting|consignment_inside|deadline_open))/;

it('no query reads through a table that grows with the paper', () => {
  const statements = plans();
  expect(statements.size).toBeGreaterThan(30);
  for (const [sql, plan] of statements)
    for (const step of plan.split('\n').filter((line) => line.startsWith('SCAN')))
      expect(step, sql).toMatch(small);
});

it('lists of open pieces use the index that holds only those', () => {
  const of = (pattern: RegExp) => [...plans()].filter(([sql]) => pattern.test(sql)).map(([, plan]) => plan);
  expect(of(/c\.department IN .*json_each/)).toEqual([
    expect.stringContaining('view_consignment_waiting (department=?)'),
  ]);
  const atDesks = of(/p\.department IN .*json_each/);
  expect(atDesks).toHaveLength(2);
  for (const plan of atDesks) expect(plan).toContain('view_desk_piece_open (department=?)');
  const sparse = of(/c\.state = '(deposited|refused)'.*:limit/s);
  expect(sparse).toHaveLength(4);
  for (const plan of sparse) expect(plan).toContain('view_consignment_state (state=? AND sequence<?)');
});
