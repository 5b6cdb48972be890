import type { Connection } from './connection.ts';

/**
 * Named secrets such as PIN hashes and keys: beside the ledger because they must be kept and changed with it, not
 * in it because an event is for ever and is shown to auditors.
 */
export interface Secrets {
  get(name: string): string | undefined;
  put(name: string, value: string): void;
  /** Whether there was one. */
  delete(name: string): boolean;
}

export const createSecrets = (db: Connection): Secrets => {
  const get = db.prepare<{ name: string }, string>('SELECT value FROM secrets WHERE name = :name').pluck();
  const put = db.prepare(
    'INSERT INTO secrets (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value',
  );
  const remove = db.prepare('DELETE FROM secrets WHERE name = :name');
  return {
    get: (name) => get.get({ name }),
    put: (name, value) => void put.run({ name, value }),
    delete: (name) => remove.run({ name }).changes > 0,
  };
};
