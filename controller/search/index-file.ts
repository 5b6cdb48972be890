import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';
import type { Connection } from '../ledger/connection.ts';
import { tokensOf, type Entry } from './entry.ts';

/** Raised whenever tables or tokens change meaning. */
const REVISION = 2;

const tables = `
CREATE TABLE IF NOT EXISTS entry (
  sequence INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, text TEXT NOT NULL, labels TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS state (
  id INTEGER PRIMARY KEY CHECK (id = 1), cursor INTEGER NOT NULL, leaf TEXT NOT NULL, made TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
  tokens, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
);`;

/** How far the ledger is in the index. */
export interface Cursor {
  readonly sequence: number;
  /** Leaf hash of that event, hex: another ledger under the same index shows by it. */
  readonly leaf: string;
}

/** The index on disk. It can be made again from the ledger at any time, so it may be lost and is not backed up. */
export interface IndexFile {
  readonly cursor: Cursor;
  /** Takes entries, new or changed, no document twice, and the cursor, all in one transaction. */
  put(entries: readonly Entry[], cursor: Cursor): void;
  entry(document: string): Entry | undefined;
  /** Entries with these tokens (all of them when the expression is empty), newest first, one by one. */
  entries(expression: string, before: number): IterableIterator<Entry>;
  /** Texts of at most so many entries, spread evenly over all. */
  sample(most: number): string[];
  close(): void;
}

/**
 * Opens the index, or begins an empty one where there is none, where it is damaged, and where it was made otherwise
 * (`made` names all that its content depends on besides the ledger). `null` for one in memory.
 */
export const openIndex = (path: string | null, made: string): IndexFile => {
  const wanted = `${REVISION} ${made}`;
  if (path === null) return new SqliteIndex(new Database(':memory:'), wanted);
  try {
    const index = new SqliteIndex(new Database(path), wanted);
    if (index.made === wanted) return index;
    index.close();
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  removeIndex(path);
  return new SqliteIndex(new Database(path), wanted);
};

export const removeIndex = (path: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
};

export const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB');

class SqliteIndex implements IndexFile {
  readonly made: string;
  readonly #db: Connection;
  #cursor: Cursor;
  readonly #find;
  readonly #all;
  readonly #matching;
  readonly #last;
  readonly #from;
  readonly #put;

  constructor(db: Connection, made: string) {
    this.#db = db;
    try {
      db.pragma('journal_mode = WAL');
      // After a power cut the last entries may be missing, and are taken from the ledger again; none is torn.
      db.pragma('synchronous = NORMAL');
      db.pragma('trusted_schema = OFF');
      db.exec(tables);
      db.prepare("INSERT OR IGNORE INTO state (id, cursor, leaf, made) VALUES (1, 0, '', :made)").run({
        made,
      });
      const state = db
        .prepare<[], { cursor: number; leaf: string; made: string }>('SELECT cursor, leaf, made FROM state')
        .get();
      this.made = state?.made ?? '';
      this.#cursor = { sequence: state?.cursor ?? 0, leaf: state?.leaf ?? '' };
      this.#find = db.prepare<{ document: string }, Entry>('SELECT * FROM entry WHERE document = :document');
      this.#all = db.prepare<{ before: number }, Entry>(
        'SELECT * FROM entry WHERE sequence < :before ORDER BY sequence DESC',
      );
      this.#matching = db.prepare<{ expression: string; before: number }, Entry>(
        `SELECT e.* FROM words CROSS JOIN entry e ON e.sequence = words.rowid
         WHERE words MATCH :expression AND words.rowid < :before ORDER BY words.rowid DESC`,
      );
      this.#last = db.prepare<[], number | null>('SELECT max(sequence) FROM entry').pluck();
      this.#from = db.prepare<{ sequence: number }, { sequence: number; text: string }>(
        'SELECT sequence, text FROM entry WHERE sequence >= :sequence ORDER BY sequence LIMIT 1',
      );
      this.#put = this.#putter();
    } catch (error) {
      db.close();
      throw error;
    }
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  put(entries: readonly Entry[], cursor: Cursor): void {
    this.#put(entries, cursor);
    this.#cursor = cursor;
  }

  #putter() {
    const db = this.#db;
    const save = db.prepare(
      'INSERT OR REPLACE INTO entry (sequence, document, text, labels) VALUES (:sequence, :document, :text, :labels)',
    );
    const index = db.prepare('INSERT INTO words (rowid, tokens) VALUES (:sequence, :tokens)');
    // A table without content is told what it was told before, to forget it.
    const forget = db.prepare(
      "INSERT INTO words (words, rowid, tokens) VALUES ('delete', :sequence, :tokens)",
    );
    const move = db.prepare('UPDATE state SET cursor = :sequence, leaf = :leaf');
    return db.transaction((entries: readonly Entry[], cursor: Cursor) => {
      const changed = entries.flatMap((entry) => {
        const before = this.entry(entry.document);
        return before?.text === entry.text && before.labels === entry.labels ? [] : [{ entry, before }];
      });
      // The full-text table writes down what it has in hand, a piece to be merged later, whenever another table is told
      // something or a document comes out of order: one table after the other, and in order.
      for (const { entry } of changed) save.run(entry);
      for (const { entry, before } of changed.sort((a, b) => a.entry.sequence - b.entry.sequence)) {
        if (before) forget.run({ sequence: before.sequence, tokens: tokensOf(before) });
        index.run({ sequence: entry.sequence, tokens: tokensOf(entry) });
      }
      move.run(cursor);
    });
  }

  entry(document: string): Entry | undefined {
    return this.#find.get({ document });
  }

  entries(expression: string, before: number): IterableIterator<Entry> {
    return expression === '' ? this.#all.iterate({ before }) : this.#matching.iterate({ expression, before });
  }

  sample(most: number): string[] {
    const last = this.#last.get() ?? 0;
    const steps = Math.min(most, last);
    const texts = new Map<number, string>();
    for (let step = 1; step <= steps; step += 1) {
      const found = this.#from.get({ sequence: Math.ceil((step / steps) * last) });
      if (found) texts.set(found.sequence, found.text);
    }
    return [...texts.values()];
  }

  close(): void {
    this.#db.close();
  }
}
