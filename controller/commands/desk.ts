import { consignment } from '../domain/consignment.ts';
import { actsFor } from '../domain/sight.ts';
import type { PayloadOf } from '../domain/events.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ConsignmentRow, DeskPieceRow, PersonRow, ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll } from './decide.ts';
import { done, refused, type Outcome } from './outcome.ts';

interface Deps {
  readonly desk: Desk;
  readonly views: ReadModels;
}
type Events = Outcome<readonly AnyStoredEvent[]>;
type Device = PayloadOf<'CollectionSigned'>['device'];
/** Who acts at a desk, and what the page was opened on. */
export interface Signer {
  readonly person: PersonRow;
  readonly device: Device;
}

/**
 * The collected pieces behind these docket codes, all of the person's departments. Refused: `no-such`, `wrong-state`
 * (not collected), `not-yours`: that attempt is recorded, and nothing else.
 */
const theirs = (
  { desk, views }: Deps,
  dockets: readonly string[],
  { person, device }: Signer,
  by: By,
): Outcome<readonly DeskPieceRow[]> => {
  const rows: ConsignmentRow[] = [];
  for (const docket of new Set(dockets)) {
    const row = views.consignment(docket);
    if (!row) return refused('no-such', { what: 'consignment', id: docket });
    rows.push(row);
  }
  const foreign = rows.filter(({ department }) => actsFor(person, department) === null);
  if (foreign[0]) {
    const payload = { dockets: foreign.map(({ docket }) => docket), device };
    desk.append([{ stream: `person:${person.number}`, events: [{ type: 'SigningRefused', payload }] }], by);
    return refused('not-yours', { docket: foreign[0].docket });
  }
  const pieces: DeskPieceRow[] = [];
  for (const { docket, state } of rows) {
    const piece = views.atDesk(docket);
    if (!piece || (state !== 'collected' && state !== 'handled'))
      return refused('wrong-state', { state, needed: 'collected' });
    pieces.push(piece);
  }
  return done(pieces);
};

/**
 * Signs for collected pieces, all or none; what is signed for already stays as it is. The event names who signed, in
 * which department's name and as what. Refused: see `theirs`.
 */
export const signForCollected = (
  deps: Deps,
  dockets: readonly string[],
  who: Signer,
  by: By,
  answer?: AnswerOf,
): Events => {
  const found = theirs(deps, dockets, who, by);
  if (!found.ok) return found;
  const writes = found.value
    .filter(({ signedAt }) => signedAt === null)
    .map(({ docket, department }) => {
      const as = actsFor(who.person, department) ?? 'member';
      const payload = { department, as, device: who.device };
      return {
        stream: `consignment:${docket}` as const,
        events: [{ type: 'CollectionSigned' as const, payload }],
      };
    });
  return done(writes.length === 0 ? [] : deps.desk.append(writes, by, answer).events);
};

/** Writes down what the leader instructed for a piece; null takes it out. Refused: see `theirs`. */
export const noteInstruction = (
  deps: Deps,
  docket: string,
  instruction: string | null,
  who: Signer,
  by: By,
  answer?: AnswerOf,
): Events => {
  const found = theirs(deps, [docket], who, by);
  if (!found.ok) return found;
  const events = [{ type: 'InstructionNoted' as const, payload: { instruction } }];
  return done(deps.desk.append([{ stream: `consignment:${docket}`, events }], by, answer).events);
};

/**
 * Strikes a piece off as handled, with what the leader instructed and what came of it. Refused: see `theirs`, and what
 * the consignment itself says.
 */
export const handleAtDesk = (
  deps: Deps,
  docket: string,
  { instruction, result }: PayloadOf<'ConsignmentHandled'>,
  who: Signer,
  by: By,
  answer?: AnswerOf,
): Events => {
  const found = theirs(deps, [docket], who, by);
  if (!found.ok) return found;
  const judged = judge(deps.desk, consignment, docket, { type: 'Handle', instruction, result });
  return writeAll(deps.desk, [judged], by, answer);
};
