import type { StreamId } from '../domain/event.ts';
import { LedgerBroken } from './broken.ts';
import type { Connection } from './connection.ts';

/**
 * Most events that are not in the index: bounds what a start has to look at, and what is kept in memory. Only a burst
 * without a quiet moment comes so far.
 */
export const mostUnplaced = 16_384;
/** From so many on a quiet moment is used to write them. */
const worthPlacing = 512;

/** Streams kept in mind, beside those with events that are not in the index yet. */
const most = 10_000;

/** Of a stream: the number it is known by, which is the sequence of its first event, and its last version. */
interface Head {
  /** 0 when there is no such stream, as is the version. */
  readonly stream: number;
  readonly version: number;
}
interface Known extends Head {
  stream: number;
  version: number;
  /** Sequences of its last events, those that are not in the index. */
  late: number[];
}

/**
 * Where the events of each stream lie. The index reaches to the event noted as `placed`; what came later is known in
 * memory, and read again at a start. Two trees touched by every append made it wait half as long again.
 */
export interface Places {
  head(stream: StreamId): Head;
  /** Notes an event that the transaction at hand inserts; its version is the one after the head's. */
  add(name: StreamId, stream: number, version: number, sequence: number): void;
  /** Sequences of the events of a stream after a version that are not in the index. */
  late(stream: StreamId, after: number): readonly number[];
  /** Writes down what is not in the index, up to the last event; the caller holds the transaction. */
  write(upTo: number): void;
  /** Whether the events up to the last one are to be written now; in a quiet moment fewer suffice. */
  due(upTo: number, quiet: boolean): boolean;
  /** After a rollback, or when the file may hold something else: all is looked up again. */
  forget(): void;
  /** Looks at the events after the index now. Throws LedgerBroken. */
  load(): void;
}

export const createPlaces = (db: Connection): Places => {
  const number = db.prepare<{ name: string }, number>('SELECT first FROM streams WHERE name = :name').pluck();
  const version = db
    .prepare<{ stream: number }, number>('SELECT max(version) FROM places WHERE stream = :stream')
    .pluck();
  const writeStream = db.prepare<[string, number]>('INSERT INTO streams (name, first) VALUES (?, ?)');
  const writePlaces = db.prepare<{ placed: number }>(
    `INSERT INTO places (stream, version, sequence) SELECT stream, version, sequence FROM events
     WHERE sequence > :placed ORDER BY stream, version`,
  );
  const note = db.prepare<{ upTo: number }>(
    `INSERT INTO meta (name, value) VALUES ('placed', CAST(:upTo AS TEXT))
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );
  let known = new Map<StreamId, Known>();
  let placed: number | undefined;

  const add = (name: StreamId, stream: number, at: number, sequence: number): void => {
    const own = known.get(name);
    if (own) {
      own.stream = stream;
      own.version = at;
      own.late.push(sequence);
    } else known.set(name, { stream, version: at, late: [sequence] });
  };
  const load = (): number => {
    if (placed !== undefined) return placed;
    placed = lastPlaced(db);
    for (const row of unplaced(db, placed)) add(row.name, row.stream, row.version, row.sequence);
    return placed;
  };
  const head = (name: StreamId): Head => {
    load();
    const own = known.get(name);
    if (own) return own;
    // That there is none is kept in mind too: whoever begins a stream asks twice.
    const stream = number.get({ name }) ?? 0;
    const found = { stream, version: stream === 0 ? 0 : (version.get({ stream }) ?? 0), late: [] };
    if (known.size < most) known.set(name, found);
    return found;
  };
  return {
    head,
    add,
    late(name, after) {
      load();
      const own = known.get(name);
      return own ? own.late.slice(Math.max(0, after - (own.version - own.late.length))) : [];
    },
    write(upTo) {
      const from = load();
      if (from === upTo) return;
      // In the order of their names, so that each page is touched once.
      const begun = [...known].filter(([, { stream }]) => stream > from);
      for (const [name, { stream }] of begun.sort(([a], [b]) => (a < b ? -1 : 1)))
        writeStream.run(name, stream);
      writePlaces.run({ placed: from });
      note.run({ upTo });
      placed = upTo;
      known = known.size > most ? new Map() : known;
      for (const own of known.values()) if (own.late.length > 0) own.late = [];
    },
    due: (upTo, quiet) => upTo - load() >= (quiet ? worthPlacing : mostUnplaced),
    forget() {
      known = new Map();
      placed = undefined;
    },
    load: () => void load(),
  };
};

/** Sequence of the last event that the index holds. */
export const lastPlaced = (db: Connection): number =>
  Number(db.prepare<[], string>("SELECT value FROM meta WHERE name = 'placed'").pluck().get() ?? 0);

/** An event as the index will hold it. */
export interface PlacedEvent {
  readonly name: StreamId;
  readonly stream: number;
  readonly version: number;
  readonly sequence: number;
}

/** Events from one sequence to another, both included, in order. */
export const eventsToPlace = (db: Connection, from: number, to: number): PlacedEvent[] =>
  db
    .prepare<{ from: number; to: number }, PlacedEvent>(
      `SELECT event ->> '$.stream' AS name, stream, version, sequence FROM events
       WHERE sequence >= :from AND sequence <= :to ORDER BY sequence`,
    )
    .all({ from, to });

/** Events after the index, in order. Throws LedgerBroken when it holds one of them, or does not end with an event. */
const unplaced = (db: Connection, placed: number): PlacedEvent[] => {
  const place = db
    .prepare<{ stream: number; version: number }, number>(
      'SELECT sequence FROM places WHERE stream = :stream AND version = :version',
    )
    .pluck();
  const rows = eventsToPlace(db, placed, Number.MAX_SAFE_INTEGER);
  if (placed > 0 && rows[0]?.sequence !== placed)
    throw new LedgerBroken(placed, 'the index of the streams ends with it, but it is gone');
  for (const { stream, version, sequence } of rows) {
    const found = place.get({ stream, version });
    if (found !== (sequence === placed ? sequence : undefined))
      throw new LedgerBroken(sequence, 'the index of the streams does not end where it should');
  }
  return rows.filter(({ sequence }) => sequence > placed);
};
