import type { Secrets } from '../ports/secrets.ts';
import type { Connection } from './connection.ts';

/** See the port: a table beside the events, because an event is for ever and is shown to auditors. */
export const createSecrets = (db: Connection): Secrets => {
  const get = db.prepare<{ name: string }, string>('SELECT value FROM secrets WHERE name = :name').pluck();
  const set = db.prepare(
    'INSERT INTO secrets (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value',
  );
  const remove = db.prepare('DELETE FROM secrets WHERE name = :name');
  const names = db
    .prepare<{ prefix: string }, string>(
      'SELECT name FROM secrets WHERE substr(name, 1, length(:prefix)) = :prefix ORDER BY name',
    )
    .pluck();
  return {
    get: (name) => get.get({ name }),
    set: (name, value) => void set.run({ name, value }),
    delete: (name) => void remove.run({ name }),
    names: (prefix) => names.all({ prefix }),
  };
};
