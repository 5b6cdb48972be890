import type { PayloadOf } from '../domain/events.ts';
import { handOver, raise } from './alarms.ts';
import type { Draft } from './draft.ts';
import type { PrintChoice } from './inputs.ts';
import { issueLists } from './lists.ts';
import { giveUp } from './opening.ts';
import { abandon } from './settle.ts';
import { endStockTake } from './task-settling.ts';

type EndReason = PayloadOf<'SessionEnded'>['reason'];
/** Most pieces on one receipt. */
const PIECES = 500;

/**
 * Ends the session with a receipt for each kind of hand-over. Every piece must have been settled by an earlier
 * append: a receipt names the events that prove it.
 */
export const end = (draft: Draft, reason: EndReason, print: PrintChoice): void => {
  const running = draft.session;
  if (!running) return;
  leave(draft);
  const fold = draft.session?.fold ?? running.fold;
  endStockTake(draft);
  draft.record({ type: 'SessionEnded', payload: { reason, print } });
  const moved = { drop: [...fold.deposited, ...fold.sent], pickup: [...fold.collected, ...fold.fetched] };
  const receipts = [
    ...issue(draft, running.id, 'drop', moved.drop, print),
    ...issue(draft, running.id, 'pickup', moved.pickup, print),
  ];
  issueLists(draft, running.id, moved, print);
  handOver(draft);
  draft.state = { ...draft.state, session: null };
  const pieces = moved.drop.length + moved.pickup.length;
  // Long enough to see where the receipt is; the next person's sign-in ends it sooner.
  const until = draft.facts.now + draft.facts.timings.message * 5 * 1000;
  draft.live({ message: null, record: null, counted: null, late: false });
  draft.live({ goodbye: reason === 'restart' ? null : { receipt: receipts[0] ?? null, pieces, until } });
};

/** What is still under way ends unproven; a door still open keeps an alarm. */
const leave = (draft: Draft): void => {
  const visit = draft.visit;
  if (!visit) return;
  const phase = draft.phase(visit).name;
  if (phase === 'open') raise(draft, 'door-left-open', visit.compartment);
  if (phase === 'opening' || phase === 'not-opened') giveUp(draft, visit);
  else abandon(draft, visit);
};

const issue = (
  draft: Draft,
  session: string,
  kind: 'drop' | 'pickup',
  dockets: readonly string[],
  print: PrintChoice,
): string[] => {
  const pieces = dockets.flatMap((docket) => {
    const piece = draft.piece(docket);
    const proof = draft.facts.proof(kind, docket, session);
    if (!piece || !proof) return [];
    return [{ docket, number: piece.number, department: piece.department, ...proof }];
  });
  const { sequence: size, root } = draft.facts.head();
  const { id: station, receiptPrinter: printer } = draft.facts.station;
  const person = draft.session?.fold.started?.person ?? '';
  const ids: string[] = [];
  for (let from = 0; from < pieces.length; from += PIECES) {
    const id = draft.id();
    ids.push(id);
    draft.write(`receipt:${id}`, {
      type: 'ReceiptIssued',
      payload: { kind, session, station, person, pieces: pieces.slice(from, from + PIECES), size, root },
    });
    if (printer === null || (print !== 'receipt' && print !== 'both')) continue;
    draft.write(`print-job:${draft.id()}`, {
      type: 'PrintJobQueued',
      payload: { printer, artwork: 'receipt', subject: id, reprintOf: null },
    });
  }
  return ids;
};
