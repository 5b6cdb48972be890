import type { Connection } from './connection.ts';

/** A parameter that is compared or assigned; `LIMIT` and what else stands in a function is not. */
const compared = /(?<=[=<>]\s*|\bBETWEEN\s+|\bAND\s+)(?=[:?])/gi;
const limit = /\bLIMIT\s+:(\w+)/gi;

/**
 * SQLite compiles a statement anew whenever a value is bound that its plan may depend on, which takes ten times as long
 * as running it; the switch against it (SQLITE_DBCONFIG_ENABLE_QPSG) is out of reach of the binding. Behind a unary plus
 * no plan looks at the value, and nothing else changes: a parameter has no affinity, an expression neither
 * (sqlite.org, "Datatypes in SQLite" §4.1).
 */
export const plannedOnce = (sql: string): string =>
  sql.replaceAll(compared, '+').replaceAll(limit, 'LIMIT :$1 + 0');

/** The connection, every statement of which is planned once. */
export const planningOnce = (db: Connection): Connection => {
  const prepare = db.prepare.bind(db) as (sql: string) => unknown;
  return Object.assign(db, { prepare: (sql: string) => prepare(plannedOnce(sql)) });
};
