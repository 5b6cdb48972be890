import type { StreamId } from '../domain/event.ts';
import { LedgerBroken } from './broken.ts';
import type { Connection } from './connection.ts';
import { writer } from './statement.ts';

const most = 10_000;

/** Where an event lies: `stream` is the sequence of its stream's first event. */
export interface Place {
  readonly stream: number;
  readonly version: number;
  readonly sequence: number;
}
interface Head {
  readonly stream: number;
  readonly version: number;
}

/**
 * Where the events of each stream lie. Those since the last checkpoint are known in memory alone and are written down
 * with the next one: two indices written with every append made it wait half as long again.
 */
export interface Places {
  /** Last version of a stream and the number it is known by; undefined when there is none of that name. */
  head(stream: StreamId): Head | undefined;
  /** Notes an event that the transaction at hand inserts; its version is the one after the head's. */
  add(stream: StreamId, version: number, sequence: number): void;
  /** Sequences of the events of a stream after a version that are not written down yet. */
  late(stream: StreamId, after: number): number[];
  /** Writes down what is not; the caller holds the transaction and notes the checkpoint in it. */
  flush(): void;
  /** After a rollback, or when the file may hold something else: all is looked up again. */
  forget(): void;
  /** Looks at the events after the last checkpoint now. Throws LedgerBroken. */
  load(): void;
}

/** `covered`: size of the last checkpoint. */
export const createPlaces = (db: Connection, covered: () => number): Places => {
  const number = db.prepare<{ name: string }, number>('SELECT first FROM streams WHERE name = :name').pluck();
  const version = db
    .prepare<{ stream: number }, number>('SELECT max(version) FROM places WHERE stream = :stream')
    .pluck();
  const insertStream = writer<{ name: string; first: number }>(
    db,
    'INSERT INTO streams (name, first) VALUES (:name, :first)',
  );
  const insertPlace = writer<Place>(
    db,
    'INSERT INTO places (stream, version, sequence) VALUES (:stream, :version, :sequence)',
  );
  const heads = new Map<StreamId, Head>();
  let tail: Map<StreamId, Place[]> | undefined;

  const note = (stream: StreamId, head: Head): Head => {
    if (heads.size >= most) heads.clear();
    heads.set(stream, head);
    return head;
  };
  const late = (): Map<StreamId, Place[]> => (tail ??= readTail(db, covered()));
  const look = (stream: StreamId): Head | undefined => {
    const own = late().get(stream)?.at(-1);
    if (own) return own;
    const first = number.get({ name: stream });
    return first === undefined ? undefined : { stream: first, version: version.get({ stream: first }) ?? 0 };
  };
  const head = (stream: StreamId): Head | undefined => {
    const known = heads.get(stream);
    if (known) return known;
    const found = look(stream);
    return found && note(stream, found);
  };
  return {
    head,
    add(stream, at, sequence) {
      const place = { stream: head(stream)?.stream ?? sequence, version: at, sequence };
      const own = late().get(stream);
      if (own) own.push(place);
      else late().set(stream, [place]);
      note(stream, place);
    },
    late: (stream, after) =>
      (late().get(stream) ?? []).filter((place) => place.version > after).map(({ sequence }) => sequence),
    flush() {
      // In the order of their keys, so that each page is touched once.
      const names = [...late()].filter(([, [first]]) => first?.version === 1);
      for (const [name, [first]] of names.sort(([a], [b]) => (a < b ? -1 : 1)))
        if (first) insertStream({ name, first: first.stream });
      const places = [...late().values()].flat();
      for (const place of places.sort((a, b) => a.stream - b.stream || a.version - b.version))
        insertPlace(place);
      late().clear();
    },
    forget() {
      heads.clear();
      tail = undefined;
    },
    load: () => void late(),
  };
};

/** Throws LedgerBroken when an event after the last checkpoint is written down already. */
const readTail = (db: Connection, covered: number): Map<StreamId, Place[]> => {
  const known = db
    .prepare<Place, number>('SELECT 1 FROM places WHERE stream = :stream AND version = :version')
    .pluck();
  const tail = new Map<StreamId, Place[]>();
  const rows = db
    .prepare<{ covered: number }, Place & { name: StreamId }>(
      `SELECT stream, version, sequence, event ->> '$.stream' AS name FROM events
       WHERE sequence > :covered ORDER BY sequence`,
    )
    .all({ covered });
  for (const { name, ...place } of rows) {
    if (known.get(place) !== undefined)
      throw new LedgerBroken(
        place.sequence,
        'the index holds its stream and version, but no checkpoint does',
      );
    const own = tail.get(name);
    if (own) own.push(place);
    else tail.set(name, [place]);
  }
  return tail;
};
