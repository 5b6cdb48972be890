import type { Connection } from './connection.ts';
import { createGuards, createTables, storageFormat } from './tables.ts';

/** Formats of earlier programs. In the first every event had a root beside it, in both the name of its stream. */
const olderFormats: readonly string[] = ['1', '2'];

/**
 * Creates what is missing of the tables, and rewrites a ledger of an earlier format in one transaction, once `trusted`
 * did not throw: the events keep their bytes, leaves and roots. Throws an Error that says what to do about a newer
 * format.
 */
export const takeUp = (db: Connection, trusted: () => void): void => {
  const format = formatOf(db);
  if (format === undefined || format === String(storageFormat)) return createTables(db);
  if (!olderFormats.includes(format))
    throw new Error(
      `${db.name} has storage format ${format}, this program knows ${storageFormat}: use the newer one`,
    );
  trusted();
  db.transaction(() => {
    numberStreams(db);
    db.prepare("UPDATE meta SET value = :format WHERE name = 'format'").run({
      format: String(storageFormat),
    });
  })();
};

const formatOf = (db: Connection): string | undefined => {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'meta'").get();
  if (table === undefined) return undefined;
  return db.prepare<[], string>("SELECT value FROM meta WHERE name = 'format'").pluck().get();
};

const numberStreams = (db: Connection): void => {
  db.exec('ALTER TABLE events RENAME TO named_events');
  createTables(db);
  db.exec(`
    CREATE TEMP TABLE numbered AS
      SELECT stream AS name, min(sequence) AS first FROM named_events GROUP BY stream ORDER BY stream;
    CREATE UNIQUE INDEX temp.numbered_name ON numbered (name);
    INSERT INTO events (sequence, stream, version, type, event, leaf, root)
      SELECT sequence, first, version, type, event, leaf, root
      FROM named_events JOIN numbered ON name = stream ORDER BY sequence;
    INSERT INTO streams (name, first) SELECT name, first FROM numbered ORDER BY name;
    INSERT INTO places (stream, version, sequence)
      SELECT stream, version, sequence FROM events ORDER BY stream, version;
    INSERT INTO meta (name, value) SELECT 'placed', CAST(coalesce(max(sequence), 0) AS TEXT) FROM events;
    DROP TABLE numbered;
    DROP TABLE named_events`);
  createGuards(db);
};
