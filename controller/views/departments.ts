import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { StoredEvent } from '../ports/ledger.ts';
import type { DepartmentRow, ReadModels } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

export const departments: Projection = {
  name: 'departments',
  revision: 2,
  tables: `
    CREATE TABLE view_department (code TEXT PRIMARY KEY, name TEXT NOT NULL, aliases TEXT NOT NULL,
      outside INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE view_department_name (name TEXT NOT NULL, code TEXT NOT NULL, strength INTEGER NOT NULL) STRICT;
    CREATE INDEX view_department_name_name ON view_department_name (name);
    CREATE INDEX view_department_name_code ON view_department_name (code);`,
  prepare(db) {
    const put = db.prepare(
      'INSERT OR REPLACE INTO view_department (code, name, aliases, outside) VALUES (:code, :name, :aliases, :outside)',
    );
    const forget = db.prepare('DELETE FROM view_department_name WHERE code = :code');
    const call = db.prepare(
      'INSERT INTO view_department_name (name, code, strength) VALUES (:name, :code, :strength)',
    );
    const set = ({
      stream,
      payload,
    }: StoredEvent<'DepartmentRegistered'> | StoredEvent<'DepartmentChanged'>): void => {
      const code = keyOf(stream);
      const { name, aliases, outside = false } = payload;
      put.run({ code, name, aliases: JSON.stringify(aliases), outside: outside ? 1 : 0 });
      forget.run({ code });
      call.run({ name: code, code, strength: 3 });
      call.run({ name, code, strength: 2 });
      for (const alias of new Set(aliases)) call.run({ name: alias, code, strength: 1 });
    };
    return { DepartmentRegistered: set, DepartmentChanged: set };
  },
};

interface Stored {
  readonly code: string;
  readonly name: string;
  readonly aliases: string;
  readonly outside: number;
}
const read = ({ code, name, aliases, outside }: Stored): DepartmentRow => ({
  ...{ code, name, aliases: JSON.parse(aliases) as string[] },
  ...(outside === 1 ? { outside: true } : {}),
});

type Queries = Pick<ReadModels, 'department' | 'departmentCalled' | 'departments'>;

export const departmentQueries = (db: Connection): Queries => {
  const one = db.prepare<{ code: string }, Stored>('SELECT * FROM view_department WHERE code = :code');
  const all = db.prepare<[], Stored>('SELECT * FROM view_department ORDER BY code');
  const called = db.prepare<{ name: string }, { code: string; strength: number }>(
    'SELECT code, strength FROM view_department_name WHERE name = :name ORDER BY strength DESC, code LIMIT 2',
  );
  const department: Queries['department'] = (code) => {
    const row = one.get({ code });
    return row && read(row);
  };
  return {
    department,
    departments: () => all.all().map(read),
    departmentCalled(name) {
      const [best, next] = called.all({ name });
      // Two departments with equal claim to a name: paper is never addressed by a guess.
      const certain = best && (best.strength !== next?.strength || best.code === next.code);
      return certain ? department(best.code) : undefined;
    },
  };
};
