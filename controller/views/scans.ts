import type { Connection } from '../ledger/connection.ts';
import type { Projection } from '../ledger/projector.ts';
import { canonicalize } from '../ledger/canonical.ts';
import type { ReadModels, ScanRow } from '../ports/read-models.ts';
import { keyOf, paged } from './page.ts';

export const scans: Projection = {
  name: 'scans',
  revision: 1,
  tables: `
    CREATE TABLE view_scan (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      file TEXT NOT NULL,
      source TEXT NOT NULL,
      state TEXT NOT NULL,
      why TEXT,
      document TEXT,
      docket TEXT,
      how TEXT,
      receivedAt TEXT NOT NULL,
      receivedBy TEXT NOT NULL,
      changedAt TEXT NOT NULL,
      row TEXT NOT NULL
    ) STRICT;
    CREATE INDEX view_scan_state ON view_scan (state, sequence);
    CREATE INDEX view_scan_document ON view_scan (document, sequence) WHERE document IS NOT NULL;
    CREATE INDEX view_scan_source ON view_scan (source);
    CREATE INDEX view_scan_file ON view_scan (file);`,
  prepare(db) {
    const insert = db.prepare(
      `INSERT INTO view_scan (sequence, id, file, source, state, receivedAt, receivedBy, changedAt, row)
       VALUES (:sequence, :id, :file, :source, 'unmatched', :time, :actor, :time, :row)`,
    );
    const match = db.prepare(
      `UPDATE view_scan SET state = 'matched', why = NULL, document = :document, docket = :docket, how = :how,
         changedAt = :time WHERE id = :id`,
    );
    const release = db.prepare(
      `UPDATE view_scan SET state = 'unmatched', why = :why, document = NULL, docket = NULL, how = NULL,
         changedAt = :time WHERE id = :id`,
    );
    const remove = db.prepare(
      `UPDATE view_scan SET state = 'removed', why = :reason, changedAt = :time WHERE id = :id`,
    );
    return {
      ScanReceived({ sequence, stream, time, actor, payload }) {
        const { file, source } = payload;
        insert.run({ sequence, id: keyOf(stream), file, source, time, actor, row: canonicalize(payload) });
      },
      ScanMatched: ({ stream, time, payload: { document, docket, how } }) =>
        void match.run({ id: keyOf(stream), time, document, docket, how }),
      ScanUnmatched: ({ stream, time, payload: { why } }) =>
        void release.run({ id: keyOf(stream), time, why }),
      ScanRemoved: ({ stream, time, payload: { reason } }) =>
        void remove.run({ id: keyOf(stream), time, reason }),
    };
  },
};

type Stored = Pick<
  ScanRow,
  'id' | 'state' | 'why' | 'document' | 'docket' | 'how' | 'receivedAt' | 'receivedBy' | 'changedAt'
> & { readonly sequence: number; readonly row: string };
type Queries = Pick<ReadModels, 'scan' | 'scans' | 'scansFrom' | 'scansKept'>;

const columns = 'id, state, why, document, docket, how, receivedAt, receivedBy, changedAt, sequence, row';
const read = ({ row, ...own }: Stored): ScanRow =>
  ({
    ...(JSON.parse(row) as Pick<ScanRow, 'file'>),
    ...own,
  }) as ScanRow;

export const scanQueries = (db: Connection): Queries => {
  const select = <Parameters extends object>(rest: string) =>
    db.prepare<Parameters, Stored>(`SELECT ${columns} FROM view_scan ${rest}`);
  interface Range {
    readonly before: number;
    readonly limit: number;
  }
  const page = (where: string) =>
    select<Range & { readonly state?: string; readonly document?: string }>(
      `WHERE sequence < :before ${where} ORDER BY sequence DESC LIMIT :limit`,
    );
  const one = select<{ id: string }>('WHERE id = :id');
  const [all, ofState] = [page(''), page('AND state = :state')];
  const ofDocument = page('AND document = :document');
  const from = select<{ source: string }>("WHERE source = :source AND state <> 'removed' ORDER BY sequence");
  const kept = db
    .prepare<{ file: string }, number>(
      "SELECT count(*) FROM view_scan WHERE file = :file AND state <> 'removed'",
    )
    .pluck();
  return {
    scan(id) {
      const row = one.get({ id });
      return row && read(row);
    },
    scans: (request, { state, document } = {}) =>
      paged(request, (range) => {
        if (document !== undefined) return ofDocument.all({ ...range, document }).map(read);
        return (state === undefined ? all.all(range) : ofState.all({ ...range, state })).map(read);
      }),
    scansFrom: (source) => from.all({ source }).map(read),
    scansKept: (file) => kept.get({ file }) ?? 0,
  };
};
