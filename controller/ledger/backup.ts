import Database from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { openReadOnly } from './connection.ts';
import { takeFilesIn } from './kept-files.ts';
import { ledgerFile } from './open-ledger.ts';

/** All the rest in one step, under one read lock: a controller that goes on writing never makes it begin anew. */
const THE_REST = 0x7fffffff;

/**
 * Copies the ledger of a data directory to one file, as it stands at one moment, also while a controller writes to it
 * (SQLite's online backup), and the files kept beside it; how many of these. The file appears under its name only when it is whole and on the disk. Throws an Error when
 * there is no ledger, or the file is there already.
 */
export const backUpLedger = async (dataDir: string, file: string): Promise<number> => {
  if (existsSync(file)) throw new Error(`${file} is there already: give another name with --out`);
  const unfinished = `${file}.part`;
  rmSync(unfinished, { force: true });
  const db = openReadOnly(ledgerFile(dataDir));
  try {
    // The owner alone: it holds the hashes of PINs.
    closeSync(openSync(unfinished, 'wx', 0o600));
    await db.backup(unfinished, { progress: () => THE_REST });
    const files = standAlone(unfinished, (copy) => takeFilesIn(copy, dataDir));
    settle(unfinished);
    renameSync(unfinished, file);
    settle(dirname(file));
    return files;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    db.close();
  }
};

/**
 * Works on a copy that has no write-ahead log, so that reading it makes no files beside it; a controller turns that on
 * again.
 */
export const standAlone = <Result>(path: string, work: (copy: Database.Database) => Result): Result => {
  const copy = new Database(path, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
    return work(copy);
  } finally {
    copy.close();
  }
};

/** Waits until a file or folder is on the disk. */
export const settle = (path: string): void => {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
