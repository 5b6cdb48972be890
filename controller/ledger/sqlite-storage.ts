import Database from 'better-sqlite3';
import type { RememberedAnswer } from '../ports/ledger.ts';
import { loadChain } from './chain.ts';
import type { Connection } from './connection.ts';
import type { Frontier } from './merkle.ts';
import { createSecrets } from './secrets.ts';
import { createSnapshots } from './snapshots.ts';
import type { Leaf, Storage } from './storage.ts';
import { createPlaces } from './places.ts';
import type { Upcaster } from './upcast.ts';

/** Events between two checkpoints: bounds what a start has to verify, and what may be cut off the end unnoticed. */
export const checkpointEvery = 256;

/** Beside an event that does not end its append. */
const noRoot = Buffer.alloc(0);

/** Constraint and misuse errors are the program's own; everything else says that the disk failed. */
const ownMistakes = /^SQLITE_(CONSTRAINT|ERROR|MISUSE|RANGE|MISMATCH|TOOBIG)/;

export const createSqliteStorage = (db: Connection, site: string, upcast: Upcaster): Storage => {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  // By position: collecting the values by their names took a third of what the insert takes.
  const insert = db.prepare<[number, number, number, string, string, Buffer, Buffer]>(
    'INSERT INTO events (sequence, stream, version, type, event, leaf, root) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const checkpoint = db.prepare(
    'INSERT INTO checkpoints (size, root, frontier) VALUES (:size, :root, :frontier) ON CONFLICT DO NOTHING',
  );
  const lastCheckpoint = db.prepare<[], number>('SELECT max(size) FROM checkpoints').pluck();
  const remember = db.prepare(
    `INSERT INTO answers (key, digest, status, body, sequence)
     VALUES (:key, :digest, :status, :body, :sequence)`,
  );
  const answer = db.prepare<{ key: string }, RememberedAnswer>(
    'SELECT key, digest, status, body FROM answers WHERE key = :key',
  );
  const stream = db
    .prepare<{ stream: number; version: number }, string>(
      `SELECT event FROM places CROSS JOIN events USING (sequence)
       WHERE places.stream = :stream AND places.version > :version ORDER BY places.version`,
    )
    .pluck();
  const one = db
    .prepare<{ sequence: number }, string>('SELECT event FROM events WHERE sequence = :sequence')
    .pluck();
  const read = db
    .prepare<{ sequence: number; limit: number }, string>(
      'SELECT event FROM events WHERE sequence > :sequence ORDER BY sequence LIMIT :limit',
    )
    .pluck();
  const proof = db.prepare<{ sequence: number }, Leaf>(
    `SELECT leaf, (SELECT root FROM events WHERE sequence >= :sequence AND root <> x'' ORDER BY sequence LIMIT 1) AS root
     FROM events WHERE sequence = :sequence`,
  );
  const probe = db.prepare(
    `INSERT INTO meta (name, value) VALUES ('probes', '1')
     ON CONFLICT (name) DO UPDATE SET value = CAST(value + 1 AS TEXT)`,
  );
  const snapshots = createSnapshots(db);
  let checkpointed = lastCheckpoint.get() ?? 0;
  const places = createPlaces(db);
  const addCheckpoint = (frontier: Frontier, root: Buffer): void => {
    checkpoint.run({ size: frontier.size, root, frontier: frontier.toBytes() });
  };
  const rollback = (): void => {
    // A disk that fails may have rolled back by itself: what is in mind is of what was taken back all the same.
    if (db.inTransaction) db.exec('ROLLBACK');
    snapshots.forget();
    places.forget();
    checkpointed = lastCheckpoint.get() ?? 0;
  };

  const writeWhatWaits = (frontier: Frontier): void => {
    begin.run();
    try {
      snapshots.flush();
      places.write(frontier.size);
      addCheckpoint(frontier, frontier.root());
      commit.run();
      checkpointed = frontier.size;
    } catch (error) {
      rollback();
      throw error;
    }
  };

  return {
    snapshots,
    secrets: createSecrets(db),
    begin: () => void begin.run(),
    commit: () => void commit.run(),
    rollback,
    versionOf: (id) => places.head(id).version,
    insert(event, canonical, leaf, root) {
      const { sequence, stream: id, version, type } = event;
      const head = places.head(id);
      if (head.version !== version - 1) return false;
      const stream = head.version === 0 ? sequence : head.stream;
      insert.run(sequence, stream, version, type, canonical, leaf, root ?? noRoot);
      places.add(id, stream, version, sequence);
      return true;
    },
    advance(frontier, root) {
      snapshots.flush();
      if (places.due(frontier.size, false)) places.write(frontier.size);
      if (frontier.size - checkpointed < checkpointEvery) return;
      addCheckpoint(frontier, root);
      checkpointed = frontier.size;
    },
    rest(frontier) {
      if (places.due(frontier.size, true)) writeWhatWaits(frontier);
    },
    remember: ({ key, digest, status, body }, sequence) =>
      void remember.run({ key, digest, status, body, sequence }),
    streamAfter(id, after) {
      const head = places.head(id);
      if (head.version <= after) return [];
      const written = stream.all({ stream: head.stream, version: after });
      return [...written, ...places.late(id, after).map((sequence) => String(one.get({ sequence })))];
    },
    readAfter: (sequence, limit) => read.all({ sequence, limit }),
    proof: (sequence) => proof.get({ sequence }),
    answer: (key) => answer.get({ key }),
    probe() {
      rollback();
      probe.run();
    },
    load() {
      checkpointed = lastCheckpoint.get() ?? 0;
      const frontier = loadChain(db, site, upcast);
      places.forget();
      places.load();
      return frontier;
    },
    isFailure: (error) => error instanceof Database.SqliteError && !ownMistakes.test(error.code),
    close(frontier) {
      try {
        if (frontier && frontier.size > (lastCheckpoint.get() ?? 0)) writeWhatWaits(frontier);
      } finally {
        db.close();
      }
    },
  };
};
