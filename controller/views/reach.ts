import type { StandInRow } from '../domain/stand-ins.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { ReachViews } from '../ports/messages.ts';
import { keyOf } from './page.ts';

/** Who stands in for whom, and who heads which department. */
export const reach: Projection = {
  name: 'reach',
  revision: 1,
  tables: `
    CREATE TABLE view_stand_in (
      person TEXT PRIMARY KEY,
      standIn TEXT NOT NULL,
      "from" TEXT NOT NULL,
      until TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE view_head (department TEXT PRIMARY KEY, person TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
  prepare(db) {
    const put = db.prepare(
      'INSERT OR REPLACE INTO view_stand_in (person, standIn, "from", until) VALUES (:person, :standIn, :from, :until)',
    );
    const end = db.prepare('DELETE FROM view_stand_in WHERE person = :person');
    const name = db.prepare(
      'INSERT OR REPLACE INTO view_head (department, person) VALUES (:department, :person)',
    );
    const forget = db.prepare('DELETE FROM view_head WHERE department = :department');
    return {
      StandInNamed: ({ stream, payload }) => void put.run({ person: keyOf(stream), ...payload }),
      StandInEnded: ({ stream }) => void end.run({ person: keyOf(stream) }),
      DepartmentHeadNamed({ stream, payload: { person } }) {
        const department = keyOf(stream);
        if (person === null) forget.run({ department });
        else name.run({ department, person });
      },
    };
  },
};

export const reachQueries = (db: Connection): ReachViews => {
  const all = db.prepare<[], StandInRow>(
    'SELECT person, standIn, "from", until FROM view_stand_in ORDER BY person',
  );
  const head = db
    .prepare<{ department: string }, string>('SELECT person FROM view_head WHERE department = :department')
    .pluck();
  return {
    standIns: () => all.all(),
    headOf: (department) => head.get({ department }) ?? null,
  };
};
