import Database from 'better-sqlite3';
import { statSync } from 'node:fs';
import { planningOnce } from './plan-once.ts';

export type Connection = Database.Database;

const required = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 } as const;
const meaning = { journal_mode: 'WAL', synchronous: 'FULL', foreign_keys: 'ON' } as const;

/**
 * Throws when the connection would lose acknowledged work at a power cut. To be called after a first read: only
 * then does SQLite put its compiled-in default for WAL databases (here: NORMAL) in force.
 */
export const assertDurable = (db: Connection): void => {
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
  for (const name of ['journal_mode', 'synchronous', 'foreign_keys'] as const) {
    const found: unknown = db.pragma(name, { simple: true });
    if (found !== required[name])
      throw new Error(
        `${db.name}: PRAGMA ${name} is ${String(found)} but must be ${meaning[name]}; ` +
          'the ledger does not start, because a power cut could lose what was acknowledged',
      );
  }
};

/** Pages of the write-ahead log before it is folded into the file. */
const logPages = 2000;

/**
 * Lets the write-ahead log have its full size from the start. A commit that makes a file longer waits for the file
 * system's journal too, and takes several times as long as one that overwrites: without this, the first hundreds of
 * appends after every start would be slow. Costs one write of 8 MB.
 */
export const growLog = (db: Connection): void => {
  const bytes = logPages * Number(db.pragma('page_size', { simple: true }));
  if ((statSync(`${db.name}-wal`, { throwIfNoEntry: false })?.size ?? 0) >= bytes) return;
  db.pragma('wal_autocheckpoint = 0');
  try {
    // A crash may have left it.
    db.exec('CREATE TABLE IF NOT EXISTS ballast (bytes BLOB)');
    db.prepare('INSERT INTO ballast (bytes) VALUES (zeroblob(:bytes))').run({ bytes });
    db.exec('DROP TABLE ballast');
    db.pragma('wal_checkpoint(RESTART)');
  } catch (error) {
    // A full disk is told by the first append; what is on it can still be read.
    if (!(error instanceof Database.SqliteError && error.code === 'SQLITE_FULL')) throw error;
  }
  db.pragma(`wal_autocheckpoint = ${logPages}`);
};

/** The one writing connection, or a private database in memory (which knows no journal and no disk). */
export const openConnection = (path: string): Connection => {
  const db = planningOnce(new Database(path));
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // Otherwise INSERT OR REPLACE would slip past the triggers that refuse deletion.
    db.pragma('recursive_triggers = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('cache_size = -16000');
    db.pragma(`wal_autocheckpoint = ${logPages}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** A connection that cannot write. Throws an Error naming the path when there is no ledger. */
export const openReadOnly = (path: string): Connection => {
  const db = planningOnce(new Database(path, { readonly: true, fileMustExist: true }));
  db.pragma('query_only = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cache_size = -4000');
  return db;
};
