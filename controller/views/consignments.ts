import type { Projection } from '../ledger/projector.ts';
import type { ConsignmentState } from '../ports/read-models.ts';
import { keyOf } from './page.ts';

/** Order in which waiting pieces are shown: the higher, the sooner. */
export const urgencyRank = { none: 0, pingji: 1, jiaji: 2, teji: 3, teti: 4 } as const;

/** Open states have their index; `collected` is nearly every row of an old ledger and needs none. */
export const sparseStates = [
  'registered',
  'labelled',
  'deposited',
  'refused',
  'returned',
  'withdrawn',
] as const satisfies readonly ConsignmentState[];

export const consignments: Projection = {
  name: 'consignments',
  revision: 1,
  tables: `
    CREATE TABLE view_consignment (
      sequence INTEGER PRIMARY KEY,
      docket TEXT NOT NULL UNIQUE,
      document TEXT NOT NULL,
      department TEXT NOT NULL,
      copy INTEGER NOT NULL,
      copies INTEGER NOT NULL,
      rank INTEGER NOT NULL,
      state TEXT NOT NULL,
      compartment TEXT,
      labelledAt TEXT,
      depositedAt TEXT,
      collectedAt TEXT
    ) STRICT;
    CREATE INDEX view_consignment_document ON view_consignment (document, copy);
    CREATE INDEX view_consignment_department ON view_consignment (department, sequence);
    CREATE INDEX view_consignment_state ON view_consignment (state, sequence) WHERE state <> 'collected';
    CREATE INDEX view_consignment_inside ON view_consignment (compartment) WHERE compartment IS NOT NULL;
    CREATE INDEX view_consignment_waiting ON view_consignment (department, rank DESC, depositedAt)
      WHERE state = 'deposited';`,
  prepare(db) {
    const rank = db
      .prepare<{ document: string }, number>(
        `SELECT ${rankOf("json_extract(row, '$.urgency')")} FROM view_document WHERE id = :document`,
      )
      .pluck();
    const insert = db.prepare(
      `INSERT INTO view_consignment (sequence, docket, document, department, copy, copies, rank, state)
       VALUES (:sequence, :docket, :document, :department, :copy, :copies, :rank, 'registered')`,
    );
    const setRank = db.prepare('UPDATE view_consignment SET rank = :rank WHERE document = :document');
    const label = db.prepare(
      `UPDATE view_consignment SET labelledAt = coalesce(labelledAt, :time),
         state = iif(state = 'registered', 'labelled', state) WHERE docket = :docket`,
    );
    const deposit = db.prepare(
      `UPDATE view_consignment SET state = 'deposited', compartment = :compartment, depositedAt = :time
       WHERE docket = :docket`,
    );
    const collect = db.prepare(
      `UPDATE view_consignment SET state = 'collected', compartment = NULL, collectedAt = :time
       WHERE docket = :docket`,
    );
    const refuse = db.prepare(
      `UPDATE view_consignment SET state = 'refused', compartment = NULL WHERE docket = :docket`,
    );
    const bringBack = db.prepare(
      `UPDATE view_consignment SET state = 'returned', compartment = :compartment WHERE docket = :docket`,
    );
    const withdraw = db.prepare(`UPDATE view_consignment SET state = 'withdrawn' WHERE docket = :docket`);
    return {
      DocumentRegistered: ({ stream, payload, version }) => {
        if (version === 1) setRank.run({ document: keyOf(stream), rank: urgencyRank[payload.urgency] });
      },
      DocumentAmended: ({ stream, payload: { after } }) =>
        void setRank.run({ document: keyOf(stream), rank: urgencyRank[after.urgency] }),
      ConsignmentRegistered({ sequence, stream, payload }) {
        const { document, department, copy, copies } = payload;
        const docket = keyOf(stream);
        insert.run({
          sequence,
          docket,
          document,
          department,
          copy,
          copies,
          rank: rank.get({ document }) ?? 0,
        });
      },
      ConsignmentLabelled: ({ stream, time }) => void label.run({ docket: keyOf(stream), time }),
      ConsignmentDeposited: ({ stream, time, payload }) =>
        void deposit.run({ docket: keyOf(stream), time, compartment: payload.compartment }),
      ConsignmentCollected: ({ stream, time }) => void collect.run({ docket: keyOf(stream), time }),
      ConsignmentRefused: ({ stream }) => void refuse.run({ docket: keyOf(stream) }),
      ConsignmentReturned: ({ stream, payload }) =>
        void bringBack.run({ docket: keyOf(stream), compartment: payload.compartment }),
      ConsignmentWithdrawn: ({ stream }) => void withdraw.run({ docket: keyOf(stream) }),
    };
  },
};

const rankOf = (column: string): string =>
  `CASE ${column} ${Object.entries(urgencyRank)
    .map(([urgency, rank]) => `WHEN '${urgency}' THEN ${rank}`)
    .join(' ')} END`;
