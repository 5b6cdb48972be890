import { z } from 'zod';
import { defineEvent, instant, key, text } from '../event.ts';
import { differenceCode, differenceKind } from './reconciliation.ts';

export const checkpointIssued = defineEvent(
  'site',
  'CheckpointIssued',
  'A signed checkpoint of the ledger was handed out; the ledger must begin so for ever.',
  z.object({
    /** First line of the note: which ledger it is of. */
    origin: text(100),
    /** Events it covers: all before this one. */
    size: z.int().min(0),
    /** Merkle root over them, hex. */
    root: text(64),
    /** The signed note as it was handed out (C2SP tlog-checkpoint). */
    note: text(1000),
    /** Who it was made for: somebody who asked, or the daily sheet. */
    purpose: z.enum(['asked', 'daily-sheet']),
  }),
);

/** Most differences that one daily sheet lists. */
export const MOST_LISTED = 500;
const figure = z.int().min(0);
export const dailySheetDrawnUp = defineEvent(
  'daily-sheet',
  'DailySheetDrawnUp',
  'The sheet of a day was drawn up: everything it says, so that whoever prints it later prints the same.',
  z.object({
    /** The day on the site’s calendar, the stream’s key. */
    date: z.iso.date(),
    /** Name of the exchange station. */
    unit: text(100),
    /** Language of its fixed words. */
    language: z.enum(['zh-CN', 'en']),
    /** Time zone of its times, IANA. */
    timeZone: text(60),
    /** What happened on the day until then; `overdue` is what is overdue then. */
    figures: z.object({
      registered: figure,
      dropped: figure,
      collected: figure,
      refused: figure,
      returned: figure,
      overdue: figure,
      visits: figure,
      /** Put into outgoing compartments, and fetched from them; left out by sheets of earlier versions. */
      handedIn: figure.optional(),
      fetched: figure.optional(),
      /** Of those fetched: to a receiver outside the house. */
      dispatched: figure.optional(),
    }),
    /** Open differences, the first so many, and how many there are. */
    differences: z
      .array(
        z.object({
          kind: differenceKind,
          /** How it shows. */
          code: differenceCode,
          compartment: key.nullable(),
          /** Name of the department. */
          department: text(100).nullable(),
          /** Number of the document. */
          number: text(60).nullable(),
          /** How many by the record, where something is counted. */
          expected: z.int().nullable(),
          /** How many there are, where something is counted. */
          found: z.int().nullable(),
          /** Since when, UTC. */
          since: instant,
        }),
      )
      .max(MOST_LISTED),
    /** How many differences are open. */
    open: figure,
    /** The signed note that the sheet takes out of the machine. */
    checkpoint: text(1000),
  }),
);
