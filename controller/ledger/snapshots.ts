import { deserialize, serialize } from 'node:v8';
import type { StreamId } from '../domain/event.ts';
import type { Connection } from './connection.ts';

export interface Snapshot {
  readonly version: number;
  readonly state: unknown;
}

/** States of long streams, so that a start need not fold them from the first event. Only a cache: may be lost. */
export interface Snapshots {
  get(stream: StreamId, evolver: string): Snapshot | undefined;
  /** Written with the next append, at no extra cost, or when the ledger closes. */
  put(stream: StreamId, evolver: string, snapshot: Snapshot): void;
  /** Writes what waits; the caller holds the transaction. */
  flush(): void;
  /** Drops what waits: it may be of events that were not kept. */
  forget(): void;
}

export const createSnapshots = (db: Connection): Snapshots => {
  const get = db.prepare<{ stream: string; evolver: string }, { version: number; state: Buffer }>(
    'SELECT version, state FROM snapshots WHERE stream = :stream AND evolver = :evolver',
  );
  const put = db.prepare(
    'INSERT OR REPLACE INTO snapshots (stream, evolver, version, state) VALUES (:stream, :evolver, :version, :state)',
  );
  const waiting = new Map<string, { stream: string; evolver: string; version: number; state: Buffer }>();
  return {
    get(stream, evolver) {
      const row = get.get({ stream, evolver });
      if (!row) return undefined;
      try {
        return { version: row.version, state: deserialize(row.state) };
      } catch {
        // Written by another runtime: folding the stream gives the same state.
        return undefined;
      }
    },
    put(stream, evolver, snapshot) {
      const state = written(snapshot.state);
      if (state) waiting.set(`${stream} ${evolver}`, { stream, evolver, version: snapshot.version, state });
    },
    flush() {
      if (waiting.size === 0) return;
      for (const row of waiting.values()) put.run(row);
      waiting.clear();
    },
    forget: () => waiting.clear(),
  };
};

/** A state that cannot be copied (one holding functions) is simply not cached. */
const written = (state: unknown): Buffer | undefined => {
  try {
    return serialize(state);
  } catch {
    return undefined;
  }
};
