import { person, type PersonState } from '../domain/person.ts';
import { canonicalize } from '../ledger/canonical.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { PersonRow, ReadModels } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

/**
 * The domain's own state of each person, so that the view can never disagree with what deciders see.
 * Written canonically: a rebuilt row is the same text.
 */
export const people: Projection = {
  name: 'people',
  // The domain's revision counts too: its states are what is stored.
  revision: person.revision * 1000 + 1,
  tables: `
    CREATE TABLE view_person (number TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE view_card (fingerprint TEXT PRIMARY KEY, number TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
  prepare(db) {
    const get = db
      .prepare<{ number: string }, string>('SELECT state FROM view_person WHERE number = :number')
      .pluck();
    const put = db.prepare(
      'INSERT INTO view_person (number, state) VALUES (:number, :state) ON CONFLICT DO UPDATE SET state = :state',
    );
    const enrol = db.prepare(
      'INSERT OR REPLACE INTO view_card (fingerprint, number) VALUES (:fingerprint, :number)',
    );
    const evolve = (event: AnyStoredEvent): void => {
      const number = keyOf(event.stream);
      const before = get.get({ number });
      const state = before === undefined ? person.initialState() : (JSON.parse(before) as PersonState);
      put.run({ number, state: canonicalize(person.evolve(state, event)) });
    };
    return {
      PersonRegistered: evolve,
      PersonChanged: evolve,
      PersonDisabled: evolve,
      PersonFoundInDirectory: evolve,
      PersonGoneFromDirectory: evolve,
      PersonBackInDirectory: evolve,
      PersonReleasedFromDirectory: evolve,
      SignInRefused: evolve,
      SignInLocked: evolve,
      SignedIn: evolve,
      CredentialSet(event) {
        evolve(event);
        const { method, fingerprint } = event.payload;
        if (method === 'card' && fingerprint !== null)
          enrol.run({ fingerprint, number: keyOf(event.stream) });
      },
    };
  },
};

interface Stored {
  readonly number: string;
  readonly state: string;
}
/** Undefined for a number that was tried but never registered. */
const read = (row: Stored | undefined): PersonRow | undefined => {
  if (!row) return undefined;
  const { details, disabled, directory, cards, hasPin, failures, lockedUntil } = JSON.parse(
    row.state,
  ) as PersonState;
  return details
    ? { ...details, number: row.number, disabled, directory, cards, hasPin, failures, lockedUntil }
    : undefined;
};

type Queries = Pick<ReadModels, 'person' | 'people' | 'personByCard'>;

export const peopleQueries = (db: Connection): Queries => {
  const one = db.prepare<{ number: string }, Stored>('SELECT * FROM view_person WHERE number = :number');
  const all = db.prepare<[], Stored>('SELECT * FROM view_person ORDER BY number');
  const byCard = db.prepare<{ fingerprint: string }, Stored>(
    'SELECT p.* FROM view_card c JOIN view_person p USING (number) WHERE c.fingerprint = :fingerprint',
  );
  return {
    person: (number) => read(one.get({ number })),
    people: () => all.all().flatMap((row) => read(row) ?? []),
    personByCard: (fingerprint) => read(byCard.get({ fingerprint })),
  };
};
