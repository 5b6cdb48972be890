import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerBroken } from './broken.ts';
import { assertDurable, growLog, openConnection, type Connection } from './connection.ts';
import { EventLedger } from './event-ledger.ts';
import { lockDataDir } from './instance-lock.ts';
import { currentSchema } from './payloads.ts';
import { createProjector, type Projection } from './projector.ts';
import { createSqliteStorage } from './sqlite-storage.ts';
import { createGuards, missingGuards, storageFormat } from './tables.ts';
import { takeUp } from './take-up.ts';
import { createUpcaster, type Upcast, type Upcaster } from './upcast.ts';
import { walkLedger } from './walk.ts';

export interface LedgerOptions {
  /** Id of the site the events belong to; a ledger of another site is refused. */
  readonly site: string;
  readonly projections?: readonly Projection[];
  readonly upcasts?: readonly Upcast[];
  /** Told when a listener throws; by default a process warning. */
  readonly onListenerError?: (error: unknown) => void;
}

/** An open ledger with its database; the database is for read models and is never written by hand. */
export interface OpenLedger extends EventLedger {
  readonly db: Connection;
}

export const ledgerFile = (dataDir: string): string => join(dataDir, 'ledger.db');

/**
 * Opens the ledger of a data directory, creating it when there is none, and verifies the events since the last
 * checkpoint. Throws LedgerBroken when they contradict themselves, and an Error that says what to do when another
 * process has the directory, the ledger belongs to another site, or the disk's settings are not durable.
 */
export const openLedger = (options: LedgerOptions & { readonly dataDir: string }): OpenLedger => {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockDataDir(options.dataDir);
  let db: Connection | undefined;
  try {
    db = openConnection(ledgerFile(options.dataDir));
    assertDurable(db);
    const upcast = createUpcaster(currentSchema, options.upcasts);
    const opened = db;
    takeUp(opened, () => restoreGuards(opened, upcast));
    growLog(db);
    claimSite(db, options.site);
    restoreGuards(db, upcast);
    return new DiskLedger(db, upcast, options, unlock);
  } catch (error) {
    db?.close();
    unlock();
    throw explained(error);
  }
};

export const warn = (error: unknown): void =>
  process.emitWarning(error instanceof Error ? error : String(error), 'LedgerListenerWarning');

class DiskLedger extends EventLedger implements OpenLedger {
  readonly db: Connection;
  readonly #unlock: () => void;

  constructor(db: Connection, upcast: Upcaster, options: LedgerOptions, unlock: () => void) {
    super({
      site: options.site,
      storage: createSqliteStorage(db, options.site, upcast),
      projector: createProjector(db, options.projections ?? []),
      upcast,
      onListenerError: options.onListenerError ?? warn,
    });
    this.db = db;
    this.#unlock = unlock;
  }

  override close(): void {
    try {
      super.close();
    } finally {
      this.#unlock();
    }
  }
}

const claimSite = (db: Connection, site: string): void => {
  const meta = db.prepare<{ name: string }, string>('SELECT value FROM meta WHERE name = :name').pluck();
  const format = meta.get({ name: 'format' });
  if (format === undefined) {
    const put = db.prepare('INSERT INTO meta (name, value) VALUES (:name, :value)');
    db.transaction(() => {
      put.run({ name: 'format', value: String(storageFormat) });
      put.run({ name: 'site', value: site });
    })();
    return;
  }
  const owner = meta.get({ name: 'site' });
  if (owner !== site)
    throw new Error(
      `${db.name} belongs to site '${String(owner)}', the configuration says '${site}': ` +
        'correct site.id, or give this site its own --data directory',
    );
};

/** Without its triggers a ledger may have been edited anywhere: then everything is verified before they return. */
const restoreGuards = (db: Connection, upcast: Upcaster): void => {
  if (missingGuards(db).length === 0) return;
  const walk = walkLedger(db, { upcast, file: 'unchecked' });
  let step = walk.next();
  while (!step.done) step = walk.next();
  const finding = step.value.findings.find(({ code }) => code !== 'guard-missing');
  if (finding) throw new LedgerBroken(finding.sequence, finding.detail);
  db.transaction(() => createGuards(db))();
};

const explained = (error: unknown): unknown => {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'SQLITE_NOTADB' || (typeof code === 'string' && code.startsWith('SQLITE_CORRUPT'))
    ? new LedgerBroken(null, 'its file is damaged')
    : error;
};
