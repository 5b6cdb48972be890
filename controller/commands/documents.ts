import { consignment } from '../domain/consignment.ts';
import { document as decider, type AmendableFields } from '../domain/document.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ConsignmentRow, ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { refused, type Outcome } from './outcome.ts';
import { knownAs } from './register-document.ts';

interface Deps {
  readonly desk: Desk;
  readonly views: ReadModels;
}
type Events = Outcome<readonly AnyStoredEvent[]>;

/**
 * Puts right what was registered of a document: everything until a label is printed, what no label is known by until
 * the first piece is dropped, the OA's own id at any time. Refused: `no-such`, `document-known`, `too-late-to-amend`.
 */
export const amendDocument = (
  { desk, views }: Deps,
  id: string,
  { reason, ...fields }: Partial<AmendableFields> & { readonly reason: string },
  by: By,
  answer?: AnswerOf,
): Events => {
  const row = views.document(id);
  if (!row) return refused('no-such', { what: 'document', id });
  const known = knownAs(views, { ...row, ...fields }, id);
  if (known !== undefined) return refused('document-known', { document: known });
  const papers = papersOf(views.consignmentsOf(id));
  const judged = judge(desk, decider, id, { type: 'Amend', fields, reason, papers });
  return writeAll(desk, [judged], by, answer);
};

const papersOf = (pieces: readonly ConsignmentRow[]): 'unlabelled' | 'labelled' | 'on-the-way' => {
  const waiting = new Set<string>(['registered', 'labelled', 'withdrawn']);
  if (pieces.some(({ state }) => !waiting.has(state))) return 'on-the-way';
  return pieces.some(({ labelledAt }) => labelledAt !== null) ? 'labelled' : 'unlabelled';
};

/**
 * Takes back every piece of a document that was not dropped yet; those on their way go on. Refused: `no-such`,
 * `wrong-state` when none is left to take back.
 */
export const withdrawDocument = (
  { desk, views }: Deps,
  id: string,
  reason: string,
  by: By,
  answer?: AnswerOf,
): Events => {
  if (!views.document(id)) return refused('no-such', { what: 'document', id });
  const pieces = views.consignmentsOf(id);
  const left = pieces.filter(({ state }) => state === 'registered' || state === 'labelled');
  if (left.length === 0) {
    const states = [...new Set(pieces.map(({ state }) => state))].join(', ');
    return refused('wrong-state', { state: states, needed: 'registered, labelled' });
  }
  const judged = left.map(({ docket }) => judge(desk, consignment, docket, { type: 'Withdraw', reason }));
  return writeAll(desk, judged, by, answer);
};
