import { z } from 'zod';
import { defineEvent, key, text } from '../event.ts';

/** Marks on paper and telegrams, domain: none 平件, jiaji 加急, teji 特急, pingji 平急, teti 特提. */
export const urgency = z.enum(['none', 'jiaji', 'teji', 'pingji', 'teti']);
export const wayIn = z.enum(['form', 'api', 'scan', 'import', 'demo']);
export const refusalReason = z.enum([
  'wrong-recipient',
  'over-level',
  'not-through-office',
  'format',
  'duplicate',
  'other',
]);

export const documentRegistered = defineEvent(
  'document',
  'DocumentRegistered',
  'A document that is not a state secret was registered.',
  z.object({
    number: text(60),
    title: text(400),
    issuers: z.array(text(100)).min(1).max(20),
    kind: text(60),
    urgency,
    pages: z.int().min(1).max(9999).nullable(),
    /** Date written, yyyy-MM-dd. */
    writtenOn: z.iso.date().nullable(),
    /** Element 2 of the official barcode. */
    barcode: text(64).nullable(),
    oaId: text(100).nullable(),
    way: wayIn,
    /** What was unusual in the official record it came from. */
    oddities: z.array(text(200)).max(50),
  }),
);

/** What may be put right of a document; secrecy is not among it. */
const amendable = z.object({
  number: text(60),
  title: text(400),
  issuers: z.array(text(100)).min(1).max(20),
  kind: text(60),
  urgency,
  pages: z.int().min(1).max(9999).nullable(),
  writtenOn: z.iso.date().nullable(),
  barcode: text(64).nullable(),
  oaId: text(100).nullable(),
});
export const documentAmended = defineEvent(
  'document',
  'DocumentAmended',
  'What was registered of a document was put right, before its paper went anywhere.',
  z.object({
    /** All that may be put right, as it was. */
    before: amendable,
    /** The same as it is from then on. */
    after: amendable,
    reason: text(200),
  }),
);

export const consignmentRegistered = defineEvent(
  'consignment',
  'ConsignmentRegistered',
  'One copy of a document became due to one department, under its own docket code.',
  z.object({
    document: key,
    department: key,
    /** This copy of so many, counted over all recipients. */
    copy: z.int().min(1),
    copies: z.int().min(1),
  }),
);

export const consignmentLabelled = defineEvent(
  'consignment',
  'ConsignmentLabelled',
  'A label with the docket code was printed for the first time.',
  z.object({ job: key }),
);

export const consignmentDeposited = defineEvent(
  'consignment',
  'ConsignmentDeposited',
  'The piece was put into a compartment and the door was seen closed over it.',
  z.object({
    compartment: key,
    session: key,
    intent: key,
    /** How the count of pieces was established. */
    counted: z.enum(['sensor', 'person']),
  }),
);

export const consignmentCollected = defineEvent(
  'consignment',
  'ConsignmentCollected',
  'The department took the piece and signed for it.',
  z.object({
    compartment: key,
    session: key,
    intent: key,
    /** `box`: everything in the opened box; `scanned`: this piece was scanned while the door was open. */
    signedBy: z.enum(['box', 'scanned']),
    /** The department in whose name the person acted. */
    department: key,
  }),
);

export const consignmentRefused = defineEvent(
  'consignment',
  'ConsignmentRefused',
  'The collector refused the piece, with a reason.',
  z.object({ session: key, reason: refusalReason, note: text(200).nullable() }),
);

export const consignmentReturned = defineEvent(
  'consignment',
  'ConsignmentReturned',
  'A refused piece was put into a returns compartment.',
  z.object({ compartment: key, session: key, intent: key }),
);

export const consignmentWithdrawn = defineEvent(
  'consignment',
  'ConsignmentWithdrawn',
  'The consignment was withdrawn before it was dropped.',
  z.object({ reason: text(200) }),
);

export const printJobQueued = defineEvent(
  'print-job',
  'PrintJobQueued',
  'Something was put in line for a printer.',
  z.object({
    printer: key,
    artwork: z.enum(['label', 'receipt', 'test', 'sheet', 'list']),
    /** Docket code of a label, receipt id of a slip, device id of a test print, SHA-256 (hex) of a sheet's PDF. */
    subject: key,
    /** The job this repeats, when a person asked for the same thing again. */
    reprintOf: key.nullable(),
    /** Why it is printed or printed again, when somebody said so. */
    reason: text(200).optional(),
    /** Of a label that is one of many: which batch, and its place in it, from 1. */
    batch: z.object({ id: key, position: z.int().min(1) }).optional(),
    /** Of a sheet: what it is, without any title, and how many copies. */
    sheet: z.object({ label: text(100), copies: z.int().min(1).max(99), bytes: z.int().min(1) }).optional(),
  }),
);
export const printJobStarted = defineEvent(
  'print-job',
  'PrintJobStarted',
  'The verified artwork was about to be sent to the printer (written before the first byte).',
  z.object({ attempt: z.int().min(1), bytes: z.int(), digest: text(64) }),
);
export const printJobPrinted = defineEvent(
  'print-job',
  'PrintJobPrinted',
  'All bytes were taken and the printer reported nothing left, or said nothing at all (see evidence).',
  z.object({ evidence: z.enum(['status', 'bytes-taken']) }),
);
export const printJobFailed = defineEvent(
  'print-job',
  'PrintJobFailed',
  'The job certainly did not print; it waits for its cause to be removed, or was refused for good.',
  z.object({ why: text(300), final: z.boolean() }),
);
export const printJobInDoubt = defineEvent(
  'print-job',
  'PrintJobInDoubt',
  'Bytes left for the printer and nobody knows whether it printed; a person decides.',
  z.object({ why: text(300) }),
);
export const printJobCancelled = defineEvent(
  'print-job',
  'PrintJobCancelled',
  'A person took the job out of the line, or declared a doubtful one settled.',
  z.object({ settled: z.enum(['cancelled', 'was-printed', 'was-not-printed']) }),
);

const receiptPiece = z.object({
  docket: key,
  number: text(60),
  department: key,
  compartment: key,
  /** Sequence of the event that proves the hand-over. */
  sequence: z.int(),
});
export const receiptIssued = defineEvent(
  'receipt',
  'ReceiptIssued',
  'A receipt was issued for the hand-overs of one session.',
  z.object({
    kind: z.enum(['drop', 'pickup']),
    session: key,
    station: key,
    person: key,
    pieces: z.array(receiptPiece).min(1).max(500),
    /** Ledger size and running root (hex) that the receipt vouches for: every piece's sequence is ≤ size. */
    size: z.int(),
    root: text(64),
  }),
);
