import { consignment } from '../domain/consignment.ts';
import { DOCKET_ENTROPY_BYTES, makeDocketCode } from '../domain/docket-code.ts';
import { bundle, destruction, MOST_PIECES, recall } from '../domain/undertakings.ts';
import { isToBeDropped } from '../domain/consignment-state.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ConsignmentRow, TimeRange } from '../ports/read-models.ts';
import type { By } from './by.ts';
import type { CustodyDeps } from './custody.ts';
import { judge, writeAll, type Judged } from './decide.ts';
import { done, refused, type Outcome } from './outcome.ts';

type Deps = CustodyDeps & { readonly entropy: Entropy };
type Events = Outcome<readonly AnyStoredEvent[]>;

export interface RecallWish extends Omit<PayloadOf<'RecallOrdered'>, 'pieces'> {
  /** When the documents were registered. */
  readonly range: TimeRange;
}

/**
 * The pieces that departments hold of what was chosen, and that nobody asked back yet. Refused: `unknown-department`,
 * `nothing-to-recall`, `too-many-pieces`.
 */
export const recallable = (
  { views }: Pick<CustodyDeps, 'views'>,
  { range, kind, department }: Pick<RecallWish, 'range' | 'kind' | 'department'>,
): Outcome<readonly ConsignmentRow[]> => {
  if (department !== null && !views.department(department))
    return refused('unknown-department', { department });
  const pieces = views.recallable({ range, kind, department }, MOST_PIECES + 1);
  if (pieces.length === 0) return refused('nothing-to-recall');
  return pieces.length > MOST_PIECES ? refused('too-many-pieces', { limit: MOST_PIECES }) : done(pieces);
};

/** Asks back everything that is `recallable`, or nothing: the recall and each piece's own event in one append. */
export const orderRecall = (deps: Deps, wish: RecallWish, by: By, answer?: AnswerOf): Events => {
  const { desk, entropy } = deps;
  const found = recallable(deps, wish);
  if (!found.ok) return found;
  const { range: _, ...ordered } = wish;
  const pieces = found.value;
  const id = entropy.id();
  return writeAll(
    desk,
    [
      judge(desk, recall, id, { type: 'Order', ...ordered, pieces: pieces.length }),
      ...pieces.map(({ docket }) => judge(desk, consignment, docket, { type: 'CallBack', recall: id })),
    ],
    by,
    answer,
  );
};

/** What came back stays, what was destroyed is gone: neither is let go. */
const SETTLED: ReadonlySet<string> = new Set(['recalled', 'destroyed']);
/** Ends a recall and lets go of whatever did not come back. Refused: `no-such`, `recall-closed`. */
export const closeRecall = ({ desk, views }: CustodyDeps, id: string, by: By, answer?: AnswerOf): Events => {
  if (!views.recall(id)) return refused('no-such', { what: 'recall', id });
  const pieces = views.recalledPieces(id);
  const outstanding = pieces.filter(({ state }) => state === 'collected' || state === 'handled').length;
  return writeAll(
    desk,
    [
      judge(desk, recall, id, { type: 'Close', outstanding }),
      ...pieces
        .filter((piece) => piece.recall !== null && !SETTLED.has(piece.state))
        .map(({ docket }) => judge(desk, consignment, docket, { type: 'Release', recall: id })),
    ],
    by,
    answer,
  );
};

/** Lists pieces to be destroyed. Refused: `no-such`, `not-in-office` for one that is not in the office’s hands. */
export const proposeDestruction = (
  { desk, views, entropy }: Deps,
  { dockets, method }: PayloadOf<'DestructionProposed'>,
  by: By,
  answer?: AnswerOf,
): Events => {
  const distinct = [...new Set(dockets)];
  for (const docket of distinct) {
    const piece = views.consignment(docket);
    if (!piece) return refused('no-such', { what: 'consignment', id: docket });
    const back = piece.state === 'returned' || piece.state === 'recalled';
    if (!back || piece.compartment !== null) return refused('not-in-office', { docket, state: piece.state });
  }
  const proposed = judge(desk, destruction, entropy.id(), { type: 'Propose', dockets: distinct, method });
  return writeAll(desk, [proposed], by, answer);
};

/**
 * A second person confirms that the paper was destroyed before both: every piece and the register in one append.
 * Refused: `no-such`, `two-people`, `destruction-over`, `not-in-office`.
 */
export const carryOutDestruction = (
  { desk, views }: CustodyDeps,
  id: string,
  by: By,
  answer?: AnswerOf,
): Events => {
  const row = views.destruction(id);
  if (!row) return refused('no-such', { what: 'destruction', id });
  const people = { by: row.proposedBy, witness: by.actor };
  return writeAll(
    desk,
    [
      judge(desk, destruction, id, { type: 'CarryOut', ...people }),
      ...row.dockets.map((docket) =>
        judge(desk, consignment, docket, { type: 'Destroy', destruction: id, ...people }),
      ),
    ],
    by,
    answer,
  );
};

/** Refused: `no-such`, `destruction-over`. */
export const dropDestruction = (
  { desk, views }: CustodyDeps,
  id: string,
  by: By,
  answer?: AnswerOf,
): Events =>
  views.destruction(id)
    ? writeAll(desk, [judge(desk, destruction, id, { type: 'Drop' })], by, answer)
    : refused('no-such', { what: 'destruction', id });

/**
 * Puts pieces that were not dropped yet into one bag with a code of its own, and its label in line. Refused: `no-such`,
 * `wrong-state`, `bundled-before` (a piece is in one bag at a time).
 */
export const makeBundle = (
  { desk, views, entropy }: Deps,
  { members, printer }: { readonly members: readonly string[]; readonly printer: string | null },
  by: By,
  answer?: AnswerOf,
): Events => {
  const distinct = [...new Set(members)];
  for (const docket of distinct) {
    const piece = views.consignment(docket);
    if (!piece) return refused('no-such', { what: 'consignment', id: docket });
    if (!isToBeDropped(piece.state))
      return refused('wrong-state', {
        state: piece.state,
        needed: 'registered, labelled, corrected, carried',
      });
    const other = views.bundleOf(docket);
    if (other !== undefined) return refused('bundled-before', { docket, bundle: other });
  }
  const code = newCode({ views, entropy });
  const label: Judged[] =
    printer === null
      ? []
      : [
          {
            ok: true,
            write: {
              stream: `print-job:${entropy.id()}`,
              events: [
                {
                  type: 'PrintJobQueued',
                  payload: { printer, artwork: 'label', subject: code, reprintOf: null },
                },
              ],
            },
          },
        ];
  return writeAll(
    desk,
    [judge(desk, bundle, code, { type: 'Make', members: distinct }), ...label],
    by,
    answer,
  );
};
/** What may still be dropped. */

const newCode = ({ views, entropy }: Pick<Deps, 'views' | 'entropy'>): string => {
  for (;;) {
    const code = makeDocketCode(entropy.bytes(DOCKET_ENTROPY_BYTES));
    if (!views.consignment(code) && !views.bundle(code)) return code;
  }
};

/** Refused: `no-such`, `bundle-dissolved`. */
export const dissolveBundle = (
  { desk, views }: CustodyDeps,
  code: string,
  by: By,
  answer?: AnswerOf,
): Events =>
  views.bundle(code)
    ? writeAll(desk, [judge(desk, bundle, code, { type: 'Dissolve' })], by, answer)
    : refused('no-such', { what: 'bundle', id: code });
