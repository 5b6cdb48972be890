import type { StreamId } from '../domain/event.ts';
import type { Connection } from './connection.ts';
import { writer } from './statement.ts';

const most = 10_000;

/** Which stream is which: each is known by the sequence of its first event. */
export interface Streams {
  /** Undefined when there is none of that name. */
  of(stream: StreamId): number | undefined;
  /** Throws what SQLite throws when the name is taken; the caller holds the transaction. */
  add(stream: StreamId, first: number): number;
  /** After a rollback: what was added is not there. */
  forget(): void;
}

export const createStreams = (db: Connection): Streams => {
  const find = db.prepare<{ name: string }, number>('SELECT first FROM streams WHERE name = :name').pluck();
  const insert = writer<{ name: string; first: number }>(
    db,
    'INSERT INTO streams (name, first) VALUES (:name, :first)',
  );
  const known = new Map<StreamId, number>();
  const note = (stream: StreamId, first: number): number => {
    if (known.size >= most) known.clear();
    known.set(stream, first);
    return first;
  };
  return {
    of(stream) {
      const first = known.get(stream) ?? find.get({ name: stream });
      return first === undefined ? undefined : note(stream, first);
    },
    add(stream, first) {
      insert({ name: stream, first });
      return note(stream, first);
    },
    forget: () => known.clear(),
  };
};
