import { scan } from '../domain/scan.ts';
import { fieldsOf } from './register-from-record.ts';
import { parseOfficialRecord } from '../domain/official-record.ts';
import { isClassified } from '../domain/secrecy.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ScanRow } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import type { IntakeDeps } from './intake.ts';
import { refused, type Outcome } from './outcome.ts';

type Deps = Pick<IntakeDeps, 'desk' | 'views' | 'files'>;
type Events = Outcome<readonly AnyStoredEvent[]>;

const noSuch = (id: string) => refused('no-such', { what: 'scan', id });

/**
 * Says by hand what a scan is of: a consignment's docket code, or a document's id. Refused: `no-such`, `wrong-state`
 * (it is matched with another already: take that back first).
 */
export const matchScan = (
  { desk, views }: Deps,
  id: string,
  to: { readonly docket?: string | undefined; readonly document?: string | undefined },
  by: By,
  answer?: AnswerOf,
): Events => {
  if (!views.scan(id)) return noSuch(id);
  const piece = to.docket === undefined ? undefined : views.consignment(to.docket);
  if (to.docket !== undefined && !piece) return refused('no-such', { what: 'consignment', id: to.docket });
  const document = piece?.document ?? to.document ?? '';
  if (!views.document(document)) return refused('no-such', { what: 'document', id: document });
  const match = { document, docket: piece?.docket ?? null, how: 'hand' as const };
  return writeAll(desk, [judge(desk, scan, id, { type: 'Match', ...match })], by, answer);
};

/** Takes a match back: the scan waits in the list again. Refused: `no-such`, `wrong-state`. */
export const unmatchScan = ({ desk, views }: Deps, id: string, by: By, answer?: AnswerOf): Events =>
  views.scan(id) ? writeAll(desk, [judge(desk, scan, id, { type: 'Undo' })], by, answer) : noSuch(id);

/** Has a scan deleted; the record of it stays, with the reason. Refused: `no-such`, `wrong-state`. */
export const removeScan = (
  { desk, views, files }: Deps,
  id: string,
  reason: string,
  by: By,
  answer?: AnswerOf,
): Events => {
  const row = views.scan(id);
  if (!row) return noSuch(id);
  const written = writeAll(desk, [judge(desk, scan, id, { type: 'Remove', reason })], by, answer);
  // After the record: what a crash leaves in between is deleted at the next start.
  if (written.ok && views.scansKept(row.file) === 0) files.remove(row.file);
  return written;
};

/** What the first official record on a scan proposes to register; null when there is none. */
export const proposalOf = (row: ScanRow) => {
  for (const { kind, text } of row.readings) {
    const parsed = kind === 'record' ? parseOfficialRecord(text) : null;
    if (parsed?.ok && !parsed.classified && !isClassified(parsed.record.secrecy))
      return { ...fieldsOf(parsed.record, parsed.oddities), recipient: parsed.record.recipient };
  }
  return null;
};
