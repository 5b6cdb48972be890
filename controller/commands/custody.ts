import { consignment, type ConsignmentCommand } from '../domain/consignment.ts';
import type { Stop } from '../domain/consignment-state.ts';
import { printJob } from '../domain/print-job.ts';
import type { Desk } from '../ports/desk.ts';
import type { AnswerOf, AnyStoredEvent } from '../ports/ledger.ts';
import type { ReadModels } from '../ports/read-models.ts';
import type { By } from './by.ts';
import { judge, writeAll, type Judged } from './decide.ts';
import { refused, type Outcome } from './outcome.ts';

export interface CustodyDeps {
  readonly desk: Desk;
  readonly views: ReadModels;
}
type Events = Outcome<readonly AnyStoredEvent[]>;
/** What the desk does with one piece that is not told elsewhere. */
export type DeskStep = Extract<
  ConsignmentCommand,
  { type: 'Handle' | 'Reopen' | 'Reinstate' | 'EndRoute' | 'Miss' | 'Find' }
>;

const DESK = { compartment: null, session: null, intent: null } as const;
const step = ({ desk }: CustodyDeps, docket: string, command: ConsignmentCommand): Judged =>
  judge(desk, consignment, docket, command);
const unknown = (docket: string) => refused('no-such', { what: 'consignment', id: docket });

/** One legal step of one piece. Refused: `no-such`, or why the step may not be taken from where the piece is. */
export const takeStep = (
  deps: CustodyDeps,
  docket: string,
  command: DeskStep,
  by: By,
  answer?: AnswerOf,
): Events =>
  deps.views.consignment(docket)
    ? writeAll(deps.desk, [step(deps, docket, command)], by, answer)
    : unknown(docket);

/**
 * Takes a consignment back before its paper was dropped, and its label out of the line. Refused: `no-such`,
 * `wrong-state`.
 */
export const withdrawConsignment = (
  deps: CustodyDeps,
  docket: string,
  reason: string,
  by: By,
  answer?: AnswerOf,
): Events => {
  const piece = deps.views.consignment(docket);
  if (!piece) return unknown(docket);
  if (piece.state !== 'registered' && piece.state !== 'labelled')
    return refused('wrong-state', { state: piece.state, needed: 'registered, labelled' });
  const labels = deps.views
    .pendingPrintJobs()
    .filter((job) => job.artwork === 'label' && job.subject === docket)
    .map((job) => judge(deps.desk, printJob, job.id, { type: 'Settle', settled: 'cancelled' }))
    // One that is being printed or in doubt stays: a person settles it.
    .filter((judged) => judged.ok);
  return writeAll(deps.desk, [step(deps, docket, { type: 'Withdraw', reason }), ...labels], by, answer);
};

/**
 * Sets the readers of a circulating piece; one that came back to the office goes on to the next at once. Refused:
 * `no-such`, `unknown-department`, `route-was-there` (a reader it was with was changed).
 */
export const routePiece = (
  deps: CustodyDeps,
  docket: string,
  stops: readonly Stop[],
  by: By,
  answer?: AnswerOf,
): Events => {
  const { views, desk } = deps;
  const piece = views.consignment(docket);
  if (!piece) return unknown(docket);
  const stranger = stops.find(({ department }) => !views.department(department));
  if (stranger) return refused('unknown-department', { department: stranger.department });
  const routed = step(deps, docket, { type: 'Route', stops });
  const waits = piece.state === 'returned' && piece.compartment === null;
  const event = routed.ok && waits ? routed.write.events[0] : undefined;
  if (!routed.ok || !event) return writeAll(desk, [routed], by, answer);
  const state = consignment.evolve(desk.state(consignment, docket).state, { ...event, time: '' });
  const on = consignment.decide({ type: 'SendOn' }, state);
  const events = [event, ...(on.ok ? on.events : [])];
  return writeAll(desk, [{ ok: true, write: { stream: routed.write.stream, events } }], by, answer);
};

/**
 * Somebody hands the paper over at the desk: one that was asked back, one that was refused, or a circulating one after
 * its reader. Refused: `no-such`, or why it is not to be handed over.
 */
export const takeInAtDesk = (deps: CustodyDeps, docket: string, by: By, answer?: AnswerOf): Events => {
  const piece = deps.views.consignment(docket);
  if (!piece) return unknown(docket);
  const type = piece.recall !== null && piece.state !== 'recalled' ? 'Recall' : 'TakeIn';
  return writeAll(deps.desk, [step(deps, docket, { type, ...DESK })], by, answer);
};
