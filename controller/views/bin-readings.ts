import { nextReading, type BinReading } from '../domain/reconciliation/bin-reading.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { ReconciliationFacts } from '../ports/reconciliation.ts';
import { keyOf } from './page.ts';

interface Stored {
  readonly compartment: string;
  readonly reading: BinReading['reading'];
  readonly since: string;
  readonly steady: BinReading['reading'] | null;
  readonly steadySince: string | null;
}
const read = ({ reading, since, steady, steadySince }: Stored): BinReading => ({
  ...{ reading, since },
  steady: steady === null || steadySince === null ? null : { reading: steady, since: steadySince },
});

/** Since when each bin sensor says what it says, flickers left out. */
export const binReadings: Projection = {
  name: 'bin-readings',
  revision: 1,
  tables: `
    CREATE TABLE view_bin (
      compartment TEXT PRIMARY KEY,
      reading TEXT NOT NULL,
      since TEXT NOT NULL,
      steady TEXT,
      steadySince TEXT
    ) STRICT, WITHOUT ROWID;`,
  prepare(db) {
    const get = db.prepare<{ compartment: string }, Stored>(
      'SELECT * FROM view_bin WHERE compartment = :compartment',
    );
    const put = db.prepare(
      `INSERT OR REPLACE INTO view_bin (compartment, reading, since, steady, steadySince)
       VALUES (:compartment, :reading, :since, :steady, :steadySince)`,
    );
    const seen = ({ stream, time }: AnyStoredEvent, now: BinReading['reading']): void => {
      const compartment = keyOf(stream);
      const before = get.get({ compartment });
      const { reading, since, steady } = nextReading(before ? read(before) : null, now, time);
      const held = { steady: steady?.reading ?? null, steadySince: steady?.since ?? null };
      put.run({ compartment, reading, since, ...held });
    };
    return {
      BinSeenOccupied: (event) => seen(event, 'occupied'),
      BinSeenEmpty: (event) => seen(event, 'empty'),
    };
  },
};

export const binReadingQueries = (db: Connection): Pick<ReconciliationFacts, 'binReadings'> => {
  const all = db.prepare<[], Stored>('SELECT * FROM view_bin ORDER BY compartment');
  return {
    binReadings: () => all.all().map((row) => ({ compartment: row.compartment, ...read(row) })),
  };
};
