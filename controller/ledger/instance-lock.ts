import Database from 'better-sqlite3';
import { join } from 'node:path';

/**
 * Holds the data directory for this process. An open exclusive transaction on a tiny database of its own: the
 * operating system drops it with the process, however that ends, so a crash never leaves a stale lock.
 * Throws an Error when another process holds it.
 */
export const lockDataDir = (dataDir: string): (() => void) => {
  const db = new Database(join(dataDir, 'ledger.lock'), { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new Error(
        `${dataDir} is in use by another Docketbox process: stop it first, or give this one another --data directory`,
        { cause: error },
      );
    throw error;
  }
  return () => db.close();
};
