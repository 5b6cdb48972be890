import type { CompartmentState } from '../domain/compartment.ts';
import { SPARSE } from './consignments.ts';
import type { Connection } from '../ledger/connection.ts';
import type { Doubt } from '../domain/reconciliation/facts.ts';
import type { ReconciliationFacts } from '../ports/reconciliation.ts';
import { binReadingQueries } from './bin-readings.ts';
import { incidentQueries } from './incidents.ts';

type Pending = ReturnType<ReconciliationFacts['pendingPieces']>[number];
type Contents = ReturnType<ReconciliationFacts['contents']>[number];

export const reconciliationFactQueries = (db: Connection): ReconciliationFacts => {
  const ofGroup = (what: string): string =>
    `(SELECT ${what} FROM view_consignment o WHERE o.document = c.document AND o.department = c.department
       AND o.depositedAt IS NOT NULL)`;
  const pending = db.prepare<
    { before: string; limit: number },
    Omit<Pending, 'circulates'> & { circulates: number }
  >(
    `SELECT c.docket, c.document, c.department, r.at AS since, ${ofGroup('min(o.depositedAt)')} AS firstDropAt,
       ${ofGroup('count(*)')} AS dropped, c.stop IS NOT NULL AND c.stop > 0 AS circulates
     FROM view_consignment c INDEXED BY view_consignment_state JOIN view_register r ON r.document = c.document
     WHERE c.state IN ('registered', 'labelled') AND c.${SPARSE} AND r.at <= :before
     ORDER BY c.sequence LIMIT :limit`,
  );
  const inHand = db.prepare<{ limit: number }, ReturnType<ReconciliationFacts['inHand']>[number]>(
    `SELECT docket, document, department, state, compartment
     FROM view_consignment INDEXED BY view_consignment_state
     WHERE state IN ('refused', 'corrected', 'returned', 'outgoing', 'carried', 'deposited') AND ${SPARSE}
       AND (state <> 'returned' OR compartment IS NOT NULL) AND (state <> 'deposited' OR ended = 1)
     ORDER BY sequence LIMIT :limit`,
  );
  const contents = db.prepare<[], Contents>(
    `SELECT compartment, docket, document, department, coalesce(depositedAt, '') AS since FROM view_consignment
     WHERE compartment IS NOT NULL ORDER BY compartment, sequence`,
  );
  const compartments = db.prepare<[], { id: string; state: string }>(
    'SELECT id, state FROM view_compartment ORDER BY id',
  );
  const prints = db.prepare<[], { id: string; subject: string; artwork: string; changedAt: string }>(
    `SELECT id, subject, artwork, changedAt FROM view_print_job WHERE pending = 1 AND state = 'in-doubt'
     ORDER BY sequence LIMIT 1000`,
  );
  return {
    ...binReadingQueries(db),
    ...incidentQueries(db),
    pendingPieces: (before, limit) =>
      pending.all({ before, limit }).map((row) => ({ ...row, circulates: row.circulates === 1 })),
    inHand: (limit) => inHand.all({ limit }),
    contents: () => contents.all(),
    doubts: () => [
      ...compartments.all().flatMap(({ id, state }) => openings(id, JSON.parse(state) as CompartmentState)),
      ...prints.all().map(({ id, subject, artwork, changedAt }) => ({
        ...({ code: 'print-in-doubt', subject: id, compartment: null, since: changedAt } as const),
        dockets: artwork === 'label' ? [subject] : [],
      })),
    ],
  };
};

/** An opening that nobody knows the end of: no answer, and the door neither seen open nor proven closed since. */
const openings = (compartment: string, { attempt }: CompartmentState): Doubt[] =>
  !attempt ||
  attempt.openedAt !== null ||
  attempt.closedAt !== null ||
  attempt.outcome === 'failed' ||
  attempt.outcome === 'acknowledged'
    ? []
    : [
        {
          ...{ code: 'opening-in-doubt', subject: attempt.intent, compartment },
          ...{ dockets: [], since: attempt.outcomeAt ?? attempt.requestedAt },
        },
      ];
