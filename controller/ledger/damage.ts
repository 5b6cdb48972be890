import type { Finding } from './check-row.ts';
import type { Connection } from './connection.ts';

const damaged = (detail: string): Finding => ({ code: 'file-damaged', sequence: null, detail });

const check = (db: Connection, pragma: string): Finding[] =>
  db
    .prepare<[], string>(`PRAGMA ${pragma}`)
    .pluck()
    .all()
    .filter((line) => line !== 'ok')
    .map((line) => damaged(line.replaceAll(/\s+/g, ' ')));

/** What SQLite finds wrong with the whole file, in one step that takes as long as reading all of it. */
export const damage = (db: Connection): Finding[] => check(db, 'integrity_check(10)');

/**
 * The same for every table but the events, a table a step: no step is long, so that a walk can be given up soon. The
 * events, which have no index, are read row by row anyway.
 */
export function* damageByTable(db: Connection): Generator<void, Finding[]> {
  const tables = db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'events' ORDER BY name",
    )
    .pluck()
    .all();
  const findings: Finding[] = [];
  for (const table of tables) {
    findings.push(...check(db, `integrity_check("${table}")`));
    yield;
  }
  return findings;
}
