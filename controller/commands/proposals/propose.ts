import type { By } from '../by.ts';
import { refuseAllClassified, refuseClassified } from '../classified.ts';
import type { Desk } from '../../ports/desk.ts';
import type { ReadModels } from '../../ports/read-models.ts';
import type { FoundFile } from './found.ts';
import { proposalOf, type Proposal } from './proposal.ts';

export interface ProposeDeps {
  readonly desk: Desk;
  readonly views: ReadModels;
  readonly siteKey: Uint8Array;
}
export type ProposedFile =
  | { readonly ok: false; readonly why: 'classified' }
  | {
      readonly ok: true;
      readonly form: 'ofd' | 'csv' | 'xlsx';
      readonly proposals: readonly Proposal[];
      /** Rows of a list that were refused as classified, by number. */
      readonly refused: readonly number[];
      /** Columns of a list that mean nothing to us. */
      readonly ignored: readonly string[];
    };

/**
 * The documents that a file of the OA was found to hold, as proposals that a registrar confirms. Registers nothing.
 * Secrecy comes first: a classified package (`bytes`), and each classified row, is recorded as refused by its keyed hash,
 * and nothing else of it is kept or answered. Throws LedgerUnavailable.
 */
export const propose = (
  deps: ProposeDeps,
  bytes: Uint8Array,
  found: FoundFile,
  { by, person }: { readonly by: By; readonly person: string | null },
): ProposedFile => {
  const judged = (one: Parameters<typeof proposalOf>[0]) => proposalOf(one, deps.views);
  if (found.form === 'ofd') {
    if (!found.classified)
      return { ok: true, form: 'ofd', proposals: found.documents.map(judged), refused: [], ignored: [] };
    refuseClassified(deps, 'import', bytes, by, person);
    return { ok: false, why: 'classified' };
  }
  const { form, documents, classified, ignored } = found;
  const payloads = classified.map(({ cells }) => JSON.stringify(cells));
  refuseAllClassified(deps, 'import', payloads, by, person);
  const refused = classified.map(({ row }) => row);
  return { ok: true, form, proposals: documents.map(judged), refused, ignored };
};
