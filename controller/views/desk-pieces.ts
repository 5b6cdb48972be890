import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import type { AnyStoredEvent } from '../ports/ledger.ts';
import type { DeskPieceRow, ReadModels } from '../ports/read-models.ts';
import { consignmentColumns, readConsignment, type StoredConsignment } from './consignment-queries.ts';
import { atOnce, keyOf } from './page.ts';

/** Collected pieces; `open` while the department has still to sign on a page or to handle them. */
export const deskPieces: Projection = {
  name: 'desk-pieces',
  revision: 1,
  tables: `
    CREATE TABLE view_desk_piece (
      sequence INTEGER PRIMARY KEY,
      docket TEXT NOT NULL UNIQUE,
      department TEXT NOT NULL,
      collectedBy TEXT NOT NULL,
      signedAt TEXT,
      signedBy TEXT,
      instruction TEXT,
      handled INTEGER NOT NULL DEFAULT 0,
      open INTEGER NOT NULL DEFAULT 1
    ) STRICT;
    CREATE INDEX view_desk_piece_open ON view_desk_piece (department, sequence) WHERE open = 1;`,
  prepare(db) {
    const put = db.prepare(
      `INSERT OR REPLACE INTO view_desk_piece (sequence, docket, department, collectedBy)
       VALUES (:sequence, :docket, :department, :collectedBy)`,
    );
    const sign = db.prepare(
      `UPDATE view_desk_piece SET signedAt = :signedAt, signedBy = :signedBy, open = 1 - handled
       WHERE docket = :docket AND signedAt IS NULL`,
    );
    const note = db.prepare('UPDATE view_desk_piece SET instruction = :instruction WHERE docket = :docket');
    const handle = db.prepare(
      'UPDATE view_desk_piece SET handled = 1, open = (signedAt IS NULL) WHERE docket = :docket',
    );
    const reopen = db.prepare('UPDATE view_desk_piece SET handled = 0, open = 1 WHERE docket = :docket');
    const leave = db.prepare('DELETE FROM view_desk_piece WHERE docket = :docket');
    const gone = ({ stream }: AnyStoredEvent): void => void leave.run({ docket: keyOf(stream) });
    return {
      ConsignmentCollected: ({ sequence, stream, actor: collectedBy, payload: { department } }) =>
        void put.run({ sequence, docket: keyOf(stream), department, collectedBy }),
      CollectionSigned: ({ stream, time: signedAt, actor: signedBy }) =>
        void sign.run({ docket: keyOf(stream), signedAt, signedBy }),
      InstructionNoted: ({ stream, payload: { instruction } }) =>
        void note.run({ docket: keyOf(stream), instruction }),
      ConsignmentHandled: ({ stream, payload: { instruction } }) => {
        const docket = keyOf(stream);
        if (instruction !== null) note.run({ docket, instruction });
        handle.run({ docket });
      },
      ConsignmentReopened: ({ stream }) => void reopen.run({ docket: keyOf(stream) }),
      ConsignmentRefused: gone,
      ConsignmentReturned: gone,
      ConsignmentTakenIn: gone,
      ConsignmentRecalled: gone,
      ConsignmentDestroyed: gone,
    };
  },
};

type Own = Pick<DeskPieceRow, 'collectedBy' | 'signedAt' | 'signedBy' | 'instruction'>;
const read = ({ collectedBy, signedAt, signedBy, instruction, ...piece }: StoredConsignment & Own) => ({
  ...readConsignment(piece),
  ...{ collectedBy, signedAt, signedBy, instruction },
});

export const deskPieceQueries = (db: Connection): Pick<ReadModels, 'atDesks' | 'countAtDesks' | 'atDesk'> => {
  const select = (rest: string) =>
    db.prepare<object, StoredConsignment & Own>(
      `SELECT p.collectedBy, p.signedAt, p.signedBy, p.instruction, ${consignmentColumns}
       FROM view_desk_piece p CROSS JOIN view_consignment c ON c.docket = p.docket ${rest}`,
    );
  // A missing piece is nobody's to sign for until it is found.
  const open = `p.open = 1 AND p.department IN (SELECT value FROM json_each(:departments))
    AND c.state IN ('collected', 'handled')`;
  const latest = select(`WHERE ${open} ORDER BY p.sequence DESC LIMIT :limit`);
  const one = select('WHERE p.docket = :docket');
  const count = db
    .prepare<{ departments: string }, number>(
      `SELECT count(*) FROM view_desk_piece p CROSS JOIN view_consignment c ON c.docket = p.docket WHERE ${open}`,
    )
    .pluck();
  return {
    atDesks: (departments, limit) =>
      latest.all({ departments: JSON.stringify(departments), limit: atOnce(limit) }).map(read),
    countAtDesks: (departments) => count.get({ departments: JSON.stringify(departments) }) ?? 0,
    atDesk(docket) {
      const row = one.get({ docket });
      return row && read(row);
    },
  };
};
