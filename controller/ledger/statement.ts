import type { Connection } from './connection.ts';

/**
 * A writing statement with named parameters (`:name`) that binds them by position: the binding's own look-ups by
 * name are a fifth of what an insert takes. Throws a TypeError for a name that the row lacks.
 */
export const writer = <Row extends object>(db: Connection, sql: string): ((row: Row) => void) => {
  const names: (keyof Row & string)[] = [];
  const statement = db.prepare(
    sql.replaceAll(/:([a-zA-Z]+)/g, (_, name: keyof Row & string) => {
      names.push(name);
      return '?';
    }),
  );
  const values: unknown[] = [];
  return (row) => {
    for (const [at, name] of names.entries()) {
      const value = row[name];
      if (value === undefined) throw new TypeError(`no value for :${name} in ${sql}`);
      values[at] = value;
    }
    statement.run(values);
  };
};
