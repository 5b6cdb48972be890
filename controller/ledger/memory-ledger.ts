import Database from 'better-sqlite3';
import type { AnyStoredEvent, RememberedAnswer } from '../ports/ledger.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Connection } from './connection.ts';
import { EventLedger } from './event-ledger.ts';
import { Frontier } from './merkle.ts';
import { warn, type LedgerOptions, type OpenLedger } from './open-ledger.ts';
import { currentSchema } from './payloads.ts';
import { planningOnce } from './plan-once.ts';
import { createProjector } from './projector.ts';
import type { Snapshot, Snapshots } from './snapshots.ts';
import type { Storage } from './storage.ts';
import { createUpcaster } from './upcast.ts';

/** The ledger's twin for tests and tools: same rules, nothing on a disk. Views live in a database in memory. */
export const createMemoryLedger = (options: LedgerOptions): OpenLedger => new MemoryLedger(options);

class MemoryLedger extends EventLedger implements OpenLedger {
  readonly db: Connection;

  constructor(options: LedgerOptions) {
    const db = planningOnce(new Database(':memory:'));
    super({
      site: options.site,
      storage: createMemoryStorage(db),
      projector: createProjector(db, options.projections ?? []),
      upcast: createUpcaster(currentSchema, options.upcasts),
      onListenerError: options.onListenerError ?? warn,
    });
    this.db = db;
  }
}

interface Row {
  readonly leaf: Buffer;
  readonly root: Buffer | null;
  readonly stream: string;
  readonly canonical: string;
}

const createMemoryStorage = (db: Connection): Storage => {
  const rows: Row[] = [];
  const streams = new Map<string, string[]>();
  const answers = new Map<string, RememberedAnswer>();
  let frontier = Frontier.empty;
  /** What there was before the transaction under way. */
  let before: { readonly rows: number; readonly answers: number; readonly frontier: Frontier } | undefined;
  const snapshots = memorySnapshots();

  const versionOf = (stream: string): number => streams.get(stream)?.length ?? 0;
  return {
    snapshots,
    secrets: memorySecrets(),
    begin() {
      db.exec('BEGIN');
      before = { rows: rows.length, answers: answers.size, frontier };
    },
    commit() {
      db.exec('COMMIT');
      before = undefined;
    },
    rollback() {
      if (db.inTransaction) db.exec('ROLLBACK');
      if (!before) return;
      for (const { stream } of rows.splice(before.rows)) streams.get(stream)?.pop();
      for (const key of [...answers.keys()].slice(before.answers)) answers.delete(key);
      frontier = before.frontier;
      before = undefined;
      snapshots.forget();
    },
    versionOf,
    insert({ stream, version }: AnyStoredEvent, canonical, leaf, root) {
      if (version !== versionOf(stream) + 1) return false;
      rows.push({ stream, canonical, leaf, root });
      const own = streams.get(stream);
      if (own) own.push(canonical);
      else streams.set(stream, [canonical]);
      return true;
    },
    advance: (next) => void (frontier = next),
    rest: () => undefined,
    remember(answer) {
      if (answers.has(answer.key)) throw new Error(`answer ${answer.key} is already remembered`);
      answers.set(answer.key, { ...answer });
    },
    streamAfter: (stream, version) => (streams.get(stream) ?? []).slice(version),
    readAfter: (sequence, limit) => rows.slice(sequence, sequence + limit).map((row) => row.canonical),
    proof(sequence) {
      const leaf = rows[sequence - 1]?.leaf;
      const root = rows.slice(sequence - 1).find((row) => row.root !== null)?.root;
      return leaf && root ? { leaf, root } : undefined;
    },
    answer: (key) => answers.get(key),
    probe: () => undefined,
    load: () => frontier,
    isFailure: () => false,
    close: () => void db.close(),
  };
};

const memorySecrets = (): Secrets => {
  const secrets = new Map<string, string>();
  return {
    get: (name) => secrets.get(name),
    set: (name, value) => void secrets.set(name, value),
    delete: (name) => void secrets.delete(name),
    names: (prefix) => [...secrets.keys()].filter((name) => name.startsWith(prefix)).sort(),
  };
};

const memorySnapshots = (): Snapshots => {
  const snapshots = new Map<string, Snapshot>();
  return {
    get: (stream, evolver) => snapshots.get(`${stream} ${evolver}`),
    put: (stream, evolver, snapshot) =>
      void snapshots.set(`${stream} ${evolver}`, structuredClone({ ...snapshot })),
    flush: () => undefined,
    forget: () => snapshots.clear(),
  };
};
