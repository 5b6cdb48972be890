import { z } from 'zod';
import { defineEvent, key, text } from '../event.ts';

/** Most pieces of one bundle, recall or destruction. */
export const MOST_PIECES = 2_000;
/** Most pieces of one bag. */
export const MOST_MEMBERS = 200;

export const bundleMade = defineEvent(
  'bundle',
  'BundleMade',
  'Pieces were put into one bag; its code, the stream key, stands for all of them.',
  z.object({
    /** Docket codes of the pieces. */
    members: z.array(key).min(1).max(MOST_MEMBERS),
  }),
);
export const bundleDissolved = defineEvent(
  'bundle',
  'BundleDissolved',
  'The bag was opened at the desk: its code stands for nothing any more.',
  z.object({}),
);

export const recallOrdered = defineEvent(
  'recall',
  'RecallOrdered',
  'The office asked for pieces back; each is told so in its own stream.',
  z.object({
    /** What the office calls it, without any document’s title. */
    name: text(100).min(1),
    /** What was chosen; null: whatever it is. The year is that of registration, on the site’s calendar. */
    year: z.int().min(1).max(9999).nullable(),
    /** Kind of document. */
    kind: text(60).nullable(),
    /** Code of the department that has them. */
    department: key.nullable(),
    /** When everything should be back. */
    dueOn: z.iso.date().nullable(),
    /** How many. */
    pieces: z.int().min(1).max(MOST_PIECES),
  }),
);
export const recallClosed = defineEvent(
  'recall',
  'RecallClosed',
  'A recall was ended; what did not come back is no longer waited for.',
  z.object({
    /** How many did not come back. */
    outstanding: z.int().min(0),
  }),
);

export const destructionProposed = defineEvent(
  'destruction',
  'DestructionProposed',
  'One person listed pieces to be destroyed; another has to be there.',
  z.object({
    dockets: z.array(key).min(1).max(MOST_PIECES),
    /** How, e.g. shredded, pulped. */
    method: text(100).min(1),
  }),
);
export const destructionCarriedOut = defineEvent(
  'destruction',
  'DestructionCarriedOut',
  'A second person confirmed that the listed pieces were destroyed before both.',
  z.object({
    /** Who listed them. */
    by: key,
    /** Who confirmed it. */
    witness: key,
    /** How many. */
    pieces: z.int().min(1),
  }),
);
export const destructionDropped = defineEvent(
  'destruction',
  'DestructionDropped',
  'A proposed destruction was given up; nothing was destroyed.',
  z.object({}),
);

export const stockTakeOrdered = defineEvent(
  'stock-take',
  'StockTakeOrdered',
  'The office asked for boxes to be counted; whatever stock-takes begun since then count counts for it.',
  z.object({ compartments: z.array(key).min(1).max(200), note: text(200) }),
);
export const stockTakeClosed = defineEvent(
  'stock-take',
  'StockTakeClosed',
  'The office closed a stock-take; what nobody had settled stays as it is.',
  z.object({
    note: text(200),
    /** Boxes that were counted. */
    counted: z.int().min(0),
    /** What was found other than recorded. */
    differences: z.int().min(0),
    /** How much of that nobody had settled. */
    open: z.int().min(0),
  }),
);
export const stockTakeStarted = defineEvent(
  'stock-take',
  'StockTakeStarted',
  'Somebody began to open every box and scan everything in it.',
  z.object({ station: key, session: key, compartments: z.array(key).max(200) }),
);
export const stockTakeCounted = defineEvent(
  'stock-take',
  'StockTakeCounted',
  'What lies in one box was scanned and held against the record.',
  z.object({
    compartment: key,
    intent: key,
    /** Recorded inside and scanned. */
    found: z.array(key).max(500),
    /** Recorded inside and not scanned. */
    missing: z.array(key).max(500),
    /** Scanned, and recorded somewhere else or nowhere. */
    unexpected: z.array(key).max(500),
    /** Papers without a code that can be read. */
    unreadable: z.int().min(0).max(500),
  }),
);
export const stockTakeSkipped = defineEvent(
  'stock-take',
  'StockTakeSkipped',
  'A box could not be opened in a stock-take, or was passed over.',
  z.object({ compartment: key, why: text(40) }),
);
export const stockTakeFinished = defineEvent(
  'stock-take',
  'StockTakeFinished',
  'A stock-take ended.',
  z.object({
    /** Boxes that were counted. */
    counted: z.int().min(0),
    /** Boxes that were not. */
    skipped: z.int().min(0),
  }),
);
