import { z } from 'zod';
import { defineEvent, instant, key, text } from '../event.ts';

/** What paper and record differ in. */
export const differenceKind = z.enum([
  'electronic-only',
  'paper-only',
  'wrong-box',
  'copies-short',
  'count-differs',
  'sensor-empty',
  'sensor-occupied',
  'not-in-box',
  'overdue',
  'not-handled',
  'not-back',
  'in-doubt',
]);
/** How it shows: what the page says of it, in full. */
export const differenceCode = z.enum([
  'never-dropped',
  'some-not-dropped',
  'unknown-code-scanned',
  'unknown-code-in-box',
  'unreadable-in-box',
  'scan-without-document',
  'box-of-another',
  'through-wrong-slot',
  'found-elsewhere',
  'counted-more',
  'counted-fewer',
  'sensor-empty',
  'sensor-occupied',
  'not-found-in-box',
  'not-collected',
  'refused-in-hand',
  'corrected-in-hand',
  'left-in-returns',
  'left-in-outgoing',
  'carried-in-hand',
  'not-fetched-back',
  'not-handled',
  'recalled-not-back',
  'opening-in-doubt',
  'print-in-doubt',
]);
/** Most pieces named in one difference. */
export const MOST_NAMED = 50;

export const differenceFound = defineEvent(
  'difference',
  'DifferenceFound',
  'Paper and record were found to differ, and nothing that was recorded explains it.',
  z.object({
    kind: differenceKind,
    /** How it shows: docs/reconciliation.md says each in a sentence. */
    code: differenceCode,
    compartment: key.nullable(),
    department: key.nullable(),
    document: key.nullable(),
    /** Pieces concerned; the first so many. */
    dockets: z.array(key).max(MOST_NAMED),
    /** What else it is about: an opening, a print job, a scan, a stock-take, a recall. */
    subject: key.nullable(),
    /** How many by the record; null where nothing is counted. */
    expected: z.int().min(0).nullable(),
    /** How many there are; null where nothing is counted. */
    found: z.int().min(0).nullable(),
    /** Since when it is so, UTC. */
    since: instant,
    /** SHA-256 (hex) of what was found: while it stays the same, what was settled stays settled. */
    facts: text(64),
  }),
);
export const differenceSettled = defineEvent(
  'difference',
  'DifferenceSettled',
  'A person settled a difference that the facts still show.',
  z.object({
    /** `acknowledged`: explained; the others changed the pieces themselves, in the same append. */
    action: z.enum(['acknowledged', 'withdrawn', 'missing']),
    reason: text(200).min(1),
    /** SHA-256 (hex) of what was found when it was settled. */
    facts: text(64),
  }),
);
export const differenceGone = defineEvent(
  'difference',
  'DifferenceGone',
  'Paper and record agree again: the facts no longer show the difference.',
  z.object({}),
);
