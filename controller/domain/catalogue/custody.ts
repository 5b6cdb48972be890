import { z } from 'zod';
import { defineEvent, key, text } from '../event.ts';

/** Where a missing piece was supposed to be, and where a found one is. */
export const lostFrom = z.enum([
  'deposited',
  'collected',
  'handled',
  'refused',
  'returned',
  'corrected',
  'recalled',
  'outgoing',
  'carried',
]);
/** One reader of a circulating piece. */
export const stop = z.object({
  department: key,
  /** Who reads it there, when the office names somebody. */
  reader: text(40).nullable(),
});
/** How somebody came upon it. */
const noticedBy = z.enum(['reconciliation', 'stock-take', 'desk']);

export const consignmentReinstated = defineEvent(
  'consignment',
  'ConsignmentReinstated',
  'A withdrawal was taken back before any label was printed.',
  z.object({}),
);

export const consignmentHandled = defineEvent(
  'consignment',
  'ConsignmentHandled',
  'The piece was handled and struck off; nobody is chased for it any more.',
  z.object({
    /** What the leader instructed for this piece; null when nothing was. */
    instruction: text(500).nullable(),
    /** What came of it. */
    result: text(500).nullable(),
  }),
);
export const consignmentReopened = defineEvent(
  'consignment',
  'ConsignmentReopened',
  'A piece that was struck off is being handled again.',
  z.object({ reason: text(200) }),
);

export const consignmentCorrected = defineEvent(
  'consignment',
  'ConsignmentCorrected',
  'A wrong drop was reversed by two people: the piece is in their hands, to be dropped again.',
  z.object({
    /** The compartment it was taken out of. */
    compartment: key,
    session: key,
    intent: key,
    /** Number of the registrar. */
    registrar: key,
    /** Number of the messenger, somebody else. */
    messenger: key,
    reason: text(200),
  }),
);

export const consignmentHandedIn = defineEvent(
  'consignment',
  'ConsignmentHandedIn',
  'A piece that goes out was put into an outgoing compartment, and the door was seen closed over it.',
  z.object({
    compartment: key,
    session: key,
    intent: key,
    /** How the count of pieces was established. */
    counted: z.enum(['sensor', 'person']),
    /** The department that sends it; null when the office does. */
    department: key.nullable(),
  }),
);
export const consignmentFetched = defineEvent(
  'consignment',
  'ConsignmentFetched',
  'A messenger took the piece out of an outgoing compartment and signed for it, to carry it to its receiver.',
  z.object({
    compartment: key,
    session: key,
    intent: key,
    /** `box`: everything in the opened box; `scanned`: this piece was scanned while the door was open. */
    signedBy: z.enum(['box', 'scanned']),
  }),
);
export const consignmentDispatched = defineEvent(
  'consignment',
  'ConsignmentDispatched',
  'The piece left the house with the messenger who signed for it: its receiver is outside.',
  z.object({
    /** The compartment it was taken out of. */
    compartment: key,
    session: key,
    /** Code of the receiver. */
    department: key,
  }),
);

export const consignmentTakenIn = defineEvent(
  'consignment',
  'ConsignmentTakenIn',
  'The office has the paper in its hands again: out of the returns compartment, or handed over at the desk.',
  z.object({
    /** The compartment it was taken out of; null at the desk. */
    compartment: key.nullable(),
    /** Session at a station; null at the desk. */
    session: key.nullable(),
    /** The opening; null at the desk. */
    intent: key.nullable(),
  }),
);

export const circulationRouted = defineEvent(
  'consignment',
  'CirculationRouted',
  'The readers of a circulating piece were set, in their order; replaces the earlier route.',
  z.object({
    /** The readers. */
    stops: z.array(stop).min(1).max(100),
    /** Index in `stops` of the reader it is with, or goes to next. */
    at: z.int().min(0).max(99),
  }),
);
export const circulationSentOn = defineEvent(
  'consignment',
  'CirculationSentOn',
  'Back in the office after one reader, the piece became due to the next.',
  z.object({
    /** Index of the next reader in the route. */
    at: z.int().min(0).max(99),
    department: key,
  }),
);

export const circulationEnded = defineEvent(
  'consignment',
  'CirculationEnded',
  'The office wants a circulating piece back before all its readers had it; who did not get it is no longer waited for.',
  z.object({
    /** The readers it went to. */
    stops: z.array(stop).min(1).max(100),
    /** Index in `stops` of the last of them. */
    at: z.int().min(0).max(99),
    reason: text(200).min(1),
  }),
);

export const consignmentCalledBack = defineEvent(
  'consignment',
  'ConsignmentCalledBack',
  'The office asked for the piece back.',
  z.object({
    /** Id of the recall. */
    recall: key,
  }),
);
export const consignmentReleased = defineEvent(
  'consignment',
  'ConsignmentReleased',
  'The recall ended before the piece came back: it is no longer asked for.',
  z.object({
    /** Id of the recall. */
    recall: key,
  }),
);
export const consignmentRecalled = defineEvent(
  'consignment',
  'ConsignmentRecalled',
  'A piece that was asked back came back, through the returns compartment or over the desk.',
  z.object({
    /** Id of the recall. */
    recall: key,
    /** The returns compartment; null when it was handed over at the desk. */
    compartment: key.nullable(),
    /** Session at a station; null at the desk. */
    session: key.nullable(),
    /** The opening; null at the desk. */
    intent: key.nullable(),
  }),
);
export const consignmentDestroyed = defineEvent(
  'consignment',
  'ConsignmentDestroyed',
  'The paper was destroyed before two people, and stands in the register of destruction.',
  z.object({
    /** Id in the register of destruction. */
    destruction: key,
    /** Number of who listed it. */
    by: key,
    /** Number of who confirmed it, somebody else. */
    witness: key,
  }),
);

export const consignmentMissing = defineEvent(
  'consignment',
  'ConsignmentMissing',
  'The paper is not where the record says it is.',
  z.object({
    /** State it was in. */
    was: lostFrom,
    /** The compartment it should lie in; null when somebody should have it. */
    compartment: key.nullable(),
    /** How it was noticed. */
    by: noticedBy,
    note: text(200).nullable(),
  }),
);
export const consignmentFound = defineEvent(
  'consignment',
  'ConsignmentFound',
  'A missing piece turned up.',
  z.object({
    /** State it goes on in. */
    state: lostFrom,
    /** The compartment it lies in; null when somebody has it in hand. */
    compartment: key.nullable(),
    /** How it was noticed. */
    by: noticedBy,
    note: text(200).nullable(),
  }),
);
