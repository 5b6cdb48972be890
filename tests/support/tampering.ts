import Database from 'better-sqlite3';
import { join } from 'node:path';
import { canonicalize } from '#controller/ledger/canonical.ts';
import { Frontier, leafHash } from '#controller/ledger/merkle.ts';

type Connection = Database.Database;

/** Edits a ledger behind its back, as somebody with the file and a SQL shell would; guards are dropped first. */
export const tamper = (dataDir: string, edit: (db: Connection) => void): void =>
  withoutGuards(dataDir, (db) => edit(db));

/** The same by somebody careful enough to put the guards back. */
export const tamperQuietly = (dataDir: string, edit: (db: Connection) => void): void =>
  withoutGuards(dataDir, (db, guards) => {
    edit(db);
    for (const guard of guards) db.exec(guard);
  });

const withoutGuards = (dataDir: string, edit: (db: Connection, guards: readonly string[]) => void): void => {
  const db = new Database(join(dataDir, 'ledger.db'));
  try {
    const triggers = db
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
      )
      .all();
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    edit(
      db,
      triggers.map(({ sql }) => sql),
    );
  } finally {
    db.close();
  }
};

/** Turns the ledger into one of an earlier format: the name of its stream beside every event. */
export const asBefore = (db: Connection, format: string): void => {
  db.exec(`
    ALTER TABLE events RENAME TO numbered;
    CREATE TABLE events (
      sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL,
      event TEXT NOT NULL, leaf BLOB NOT NULL, root BLOB NOT NULL, UNIQUE (stream, version)
    ) STRICT;
    INSERT INTO events SELECT sequence, name, version, type, event, leaf, root
      FROM numbered JOIN streams ON first = stream ORDER BY sequence;
    DROP TABLE numbered;
    DELETE FROM meta WHERE name = 'placed';
    DROP TABLE places;
    DROP TABLE streams`);
  db.prepare("UPDATE meta SET value = :format WHERE name = 'format'").run({ format });
};

export const eventAt = (db: Connection, sequence: number): Record<string, unknown> =>
  JSON.parse(
    String(db.prepare('SELECT event FROM events WHERE sequence = :sequence').pluck().get({ sequence })),
  ) as Record<string, unknown>;

/** Replaces the event's text, in canonical form unless told otherwise. */
export const rewrite = (
  db: Connection,
  sequence: number,
  change: object,
  write: (value: unknown) => string = canonicalize,
): void => {
  const event = write({ ...eventAt(db, sequence), ...change });
  db.prepare('UPDATE events SET event = :event WHERE sequence = :sequence').run({ event, sequence });
};

export const fixLeaf = (db: Connection, sequence: number): void => {
  const event = db.prepare('SELECT event FROM events WHERE sequence = :sequence').pluck().get({ sequence });
  db.prepare('UPDATE events SET leaf = :leaf WHERE sequence = :sequence').run({
    leaf: leafHash(String(event)),
    sequence,
  });
};

/** What a thorough forger does: every leaf and root agree again, and no checkpoint speaks of the old ones. */
export const fixChain = (db: Connection): void => {
  const rows = db
    .prepare<[], { sequence: number; event: string }>('SELECT sequence, event FROM events ORDER BY sequence')
    .all();
  const update = db.prepare('UPDATE events SET leaf = :leaf, root = :root WHERE sequence = :sequence');
  let frontier = Frontier.empty;
  for (const { sequence, event } of rows) {
    const leaf = leafHash(event);
    frontier = frontier.add(leaf);
    update.run({ sequence, leaf, root: frontier.root() });
  }
  db.exec('DELETE FROM checkpoints');
};
