import type { Connection } from './connection.ts';

/** Raised when a table changes shape; an older program refuses a newer ledger. */
export const storageFormat = 3;

/**
 * A stream is known by the sequence of its first event. `streams` and `places` say where the events of a stream lie, and
 * hold every stream and version once; they reach to the event that `meta` names as `placed`.
 */
const tables = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS streams (name TEXT PRIMARY KEY, first INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places (
  stream INTEGER NOT NULL,
  version INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (stream, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
  sequence INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  version INTEGER NOT NULL,
  type TEXT NOT NULL,
  event TEXT NOT NULL,
  leaf BLOB NOT NULL,
  root BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS checkpoints (
  size INTEGER PRIMARY KEY,
  root BLOB NOT NULL,
  frontier BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS answers (
  key TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshots (
  stream TEXT NOT NULL,
  evolver TEXT NOT NULL,
  version INTEGER NOT NULL,
  state BLOB NOT NULL,
  PRIMARY KEY (stream, evolver)
) STRICT, WITHOUT ROWID;
`;

const refuse = (table: string, verb: 'UPDATE' | 'DELETE'): readonly [string, string] => {
  const name = `${table}_refuse_${verb.toLowerCase()}`;
  return [
    name,
    `CREATE TRIGGER ${name} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} are append-only'); END`,
  ];
};
const guarded = (...tables: readonly string[]) =>
  tables.flatMap((table) => [refuse(table, 'UPDATE'), refuse(table, 'DELETE')]);
/** In ledgers of earlier formats `streams` and `places` are not there yet. */
const guardsOf = (db: Connection) =>
  hasStreams(db) ? guarded('events', 'checkpoints', 'streams', 'places') : guarded('events', 'checkpoints');

/** Whether streams are numbered; before format 3 each event had the name of its stream beside it. */
export const hasStreams = (db: Connection): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'streams'").get() !== undefined;

export const createTables = (db: Connection): void => void db.exec(tables);

/** Guard triggers that are not there, or do not read as they should. */
export const missingGuards = (db: Connection): string[] => {
  const find = db
    .prepare<{ name: string }, string>(
      "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = :name",
    )
    .pluck();
  return guardsOf(db)
    .filter(([name, sql]) => find.get({ name }) !== sql)
    .map(([name]) => name);
};

export const createGuards = (db: Connection): void => {
  for (const [name, sql] of guardsOf(db)) db.exec(`DROP TRIGGER IF EXISTS ${name}; ${sql}`);
};
