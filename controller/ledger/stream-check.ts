import type { Envelope, EventRow, Finding, FindingCode } from './check-row.ts';
import type { Connection } from './connection.ts';
import { eventsToPlace, lastPlaced } from './places.ts';
import { hasStreams } from './tables.ts';

/** Follows the events and says which do not stand where their stream says. */
export interface StreamCheck {
  next(row: EventRow, envelope: Envelope | undefined): Finding[];
  /** After this many events: what is said of events that there are not. */
  end(size: number): Finding[];
}

/** `from`: events that were verified before. */
export const streamCheck = (db: Connection, from: number): StreamCheck =>
  hasStreams(db) ? numbered(db, from) : named(db);

const finding = (code: FindingCode, { sequence }: EventRow, detail: string): Finding => ({
  ...{ code, sequence, detail },
});
const elsewhere = (row: EventRow): Finding =>
  finding('column-differs', row, 'column stream differs from the event itself');
/** The version before, unless it comes before. */
const gap = (row: EventRow, before: (row: EventRow) => number | undefined): Finding[] => {
  if (row.version === 1) return [];
  const found = row.version > 1 ? before(row) : undefined;
  if (found !== undefined && found < row.sequence) return [];
  return [finding('version-gap', row, `version ${row.version - 1} of its stream does not come before it`)];
};

/** Before format 3: the name of its stream beside every event, and an index over both. */
const named = (db: Connection): StreamCheck => {
  const before = db
    .prepare<{ stream: number | string; version: number }, number>(
      'SELECT sequence FROM events WHERE stream = :stream AND version = :version',
    )
    .pluck();
  return {
    next: (row, envelope) => [
      ...(envelope && row.stream !== envelope['stream'] ? [elsewhere(row)] : []),
      ...gap(row, ({ stream, version }) => before.get({ stream, version: version - 1 })),
    ],
    end: () => [],
  };
};

const damaged = (row: EventRow): Finding =>
  finding('file-damaged', row, 'the event is not found by its stream and version: the index is damaged');

/** What the index holds is looked up there; streams and places of later events are kept in mind. */
const numbered = (db: Connection, from: number): StreamCheck => {
  const first = db.prepare<{ name: string }, number>('SELECT first FROM streams WHERE name = :name').pluck();
  const place = db
    .prepare<{ stream: number | string; version: number }, number>(
      'SELECT sequence FROM places WHERE stream = :stream AND version = :version',
    )
    .pluck();
  const covered = lastPlaced(db);
  // In one statement, because the ledger may go on being written. What lies between was written since, and not walked.
  const spoken = db.prepare<{ size: number }, { size: number; places: number; streams: number }>(
    `WITH held (upTo) AS (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE name = 'placed')
     SELECT min(:size, upTo) AS size,
       (SELECT count(*) FROM places WHERE sequence <= :size OR sequence > upTo) AS places,
       (SELECT count(*) FROM streams WHERE first <= :size OR first > upTo) AS streams
     FROM held`,
  );
  const lateFirsts = new Map<string, number>();
  const latePlaces = new Map<string, number>();
  for (const { name, stream, version, sequence } of eventsToPlace(db, covered + 1, from)) {
    if (version === 1) lateFirsts.set(name, stream);
    latePlaces.set(`${stream} ${version}`, sequence);
  }
  /** Sequences of the first events of streams. */
  let begun: number[] = [];

  const key = ({ stream }: EventRow, version: number): string => `${stream} ${version}`;
  const placeOf = (row: EventRow, version: number): number | undefined =>
    place.get({ stream: row.stream, version }) ?? latePlaces.get(key(row, version));
  const belongs = (row: EventRow, name: string): boolean => {
    let number = first.get({ name }) ?? lateFirsts.get(name);
    if (number === undefined && row.version === 1 && row.sequence > covered)
      lateFirsts.set(name, (number = row.sequence));
    return row.stream === number && (row.version === 1) === (row.stream === row.sequence);
  };
  const placed = (row: EventRow): Finding[] => {
    const found = placeOf(row, row.version);
    if (found === undefined && row.sequence > covered) {
      latePlaces.set(key(row, row.version), row.sequence);
      return [];
    }
    return found === row.sequence ? [] : [damaged(row)];
  };
  return {
    next(row, envelope) {
      if (row.version === 1) begun.push(row.sequence);
      return [
        ...(envelope && !belongs(row, String(envelope['stream'])) ? [elsewhere(row)] : []),
        ...gap(row, (one) => placeOf(one, one.version - 1)),
        ...placed(row),
      ];
    },
    end(size) {
      // Only a walk from the first event knows how many there should be.
      const found = from === 0 ? spoken.get({ size }) : undefined;
      if (!found) return [];
      begun = begun.filter((sequence) => sequence <= found.size);
      if (found.places === found.size && found.streams === begun.length) return [];
      const detail =
        `the index speaks of ${found.places} events in ${found.streams} streams, ` +
        `there are ${found.size} in ${begun.length}`;
      return [{ code: 'file-damaged', sequence: null, detail }];
    },
  };
};
