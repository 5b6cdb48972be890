import type { EventType } from '../domain/events.ts';
import type { AnyStoredEvent, StoredEvent } from '../ports/ledger.ts';
import type { Connection } from './connection.ts';

export type Handlers = { readonly [K in EventType]?: (event: StoredEvent<K>) => void };

/** One read model: its tables, and what each event does to them, in the transaction that appends the event. */
export interface Projection {
  readonly name: string;
  /** Raised whenever tables or handlers change meaning: the views are then rebuilt at the next start. */
  readonly revision: number;
  /** CREATE statements; every table is called `view_…`. */
  readonly tables: string;
  prepare(db: Connection): Handlers;
}

export interface Projector {
  apply(event: AnyStoredEvent): void;
  /** Empties every view and fills it again from the whole ledger, in one transaction. */
  rebuild(events: Iterable<AnyStoredEvent>): void;
  /** Whether the stored views were written by these projections at these revisions. */
  isCurrent(): boolean;
}

type Handler = (event: AnyStoredEvent) => void;

export const createProjector = (db: Connection, projections: readonly Projection[]): Projector => {
  db.exec(
    'CREATE TABLE IF NOT EXISTS views (name TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID',
  );
  const stored = db.prepare<[], { name: string; revision: number }>('SELECT * FROM views ORDER BY name');
  const wanted = projections
    .map(({ name, revision }) => ({ name, revision }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const isCurrent = (): boolean => JSON.stringify(stored.all()) === JSON.stringify(wanted);

  let handlers: ReadonlyMap<string, readonly Handler[]> | undefined;
  const prepared = (): ReadonlyMap<string, readonly Handler[]> => (handlers ??= byType(db, projections));
  const apply = (event: AnyStoredEvent): void => {
    for (const handler of prepared().get(event.type) ?? []) handler(event);
  };
  const rebuild = db.transaction((events: Iterable<AnyStoredEvent>) => {
    for (const table of viewTables(db)) db.exec(`DROP TABLE ${table}`);
    db.exec('DELETE FROM views');
    const note = db.prepare('INSERT INTO views (name, revision) VALUES (:name, :revision)');
    for (const { name, revision, tables } of projections) {
      db.exec(tables);
      note.run({ name, revision });
    }
    for (const event of events) apply(event);
  });
  return { apply, rebuild, isCurrent };
};

const byType = (
  db: Connection,
  projections: readonly Projection[],
): ReadonlyMap<string, readonly Handler[]> => {
  const found = new Map<string, Handler[]>();
  for (const projection of projections)
    for (const [type, handler] of Object.entries(projection.prepare(db)))
      found.set(type, [...(found.get(type) ?? []), handler as Handler]);
  return found;
};

/** Names of all view tables, sorted. */
export const viewTables = (db: Connection): string[] =>
  db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'view_*' ORDER BY name",
    )
    .pluck()
    .all();

/** Every row of every view, in an order that does not depend on how it came about. */
export const dumpViews = (db: Connection): Record<string, string[]> =>
  Object.fromEntries(
    viewTables(db).map((table) => [
      table,
      db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
