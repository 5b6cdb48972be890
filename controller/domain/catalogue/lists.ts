import { z } from 'zod';
import { defineEvent, instant, key, text } from '../event.ts';
import { urgency } from './papers.ts';

/** A list of what was dropped, of what was collected, or of everything exchanged. */
export const listKind = z.enum(['drop', 'pickup', 'exchange']);
/** What a line of a list vouches for. */
export const movement = z.enum([
  ...(['deposited', 'collected', 'refused', 'returned', 'handed-in', 'fetched', 'dispatched'] as const),
]);

/** Most lines of one list. */
export const MOST_ENTRIES = 5_000;

const listNumber = text(12);
const person = z.object({
  number: key,
  /** As shown when the list was issued. */
  name: text(60),
});
const entry = z.object({
  /** What the piece did. */
  movement,
  docket: key,
  /** Document number; empty or 无 when it has none. */
  number: text(60),
  /** This copy of so many, `3/12`. */
  copy: text(11),
  /** Name of the sender or the receiver when the list was issued. */
  party: text(100),
  urgency,
  compartment: key.nullable(),
  /** When the piece moved, UTC. */
  at: instant,
  /** Sequence of the event that proves it. */
  sequence: z.int().min(1),
});

export const listIssued = defineEvent(
  'list-book',
  'ListIssued',
  'A list got the next number of its year; the stream is the year’s book, so that no number is left out.',
  z.object({
    /** Year and eight digits, on the site’s calendar. */
    number: listNumber,
    kind: listKind,
    /** Name of the unit the list is for: a department, or the whole exchange. */
    unit: text(100),
    /** Code of the department the list is for; null for the whole exchange. */
    department: key.nullable(),
    /** Session at a station it was issued at the end of; null in the office. */
    session: key.nullable(),
    /** When it was issued, UTC: the year of its number on the site’s clocks. */
    issuedAt: instant,
    /** Number of lines. */
    lines: z.int().min(1).max(MOST_ENTRIES),
    /** SHA-256 (hex) of the content as ListDrawnUp holds it. */
    content: text(64),
  }),
);

export const listDrawnUp = defineEvent(
  'list',
  'ListDrawnUp',
  'Everything a list says, as it was when it was issued: whoever prints it later prints the same.',
  z.object({
    /** Year and eight digits. */
    number: listNumber,
    kind: listKind,
    /** Name of the unit the list is for: a department, or the whole exchange. */
    unit: text(100),
    /** Language of its fixed words. */
    language: z.enum(['zh-CN', 'en']),
    /** Time zone of its times, IANA. */
    timeZone: text(60),
    /** When it was issued, UTC: the year of its number on the site’s clocks. */
    issuedAt: instant,
    /** Start and end of the time it covers, UTC; null for a list of one session. */
    from: instant.nullable(),
    /** Start and end of the time it covers, UTC; null for a list of one session. */
    to: instant.nullable(),
    /** Who exchanged, or who issued it in the office. */
    person,
    /** Name of the station; null in the office. */
    place: text(60).nullable(),
    /** The lines in their order. */
    entries: z.array(entry).min(1).max(MOST_ENTRIES),
  }),
);

export const listReprinted = defineEvent(
  'list',
  'ListReprinted',
  'A person had a list printed once more; the paper says which repetition it is.',
  z.object({
    /** Year and eight digits. */
    number: listNumber,
    /** First repetition 1. */
    copy: z.int().min(1),
  }),
);

export const handlingNoted = defineEvent(
  'document',
  'HandlingNoted',
  'The registrar wrote into the receiving register how the document is handled; replaces what stood there.',
  z.object({
    /** What the leader instructed; null while there is nothing. */
    instruction: text(500).nullable(),
    /** Lead department in the register’s words. */
    lead: text(100).nullable(),
    /** Steps taken. */
    steps: text(1000).nullable(),
    /** Date by which it is to be done. */
    deadline: z.iso.date().nullable(),
    /** What came of it. */
    result: text(500).nullable(),
  }),
);

export const dispatchCatalogueSaved = defineEvent(
  'dispatch-catalogue',
  'DispatchCatalogueSaved',
  'A registrar saved a selection of documents in an order of their own, to be printed.',
  z.object({
    /** Heading of the catalogue. */
    title: text(100).min(1),
    /** Ids of documents in the order chosen. */
    documents: z.array(key).max(2000),
  }),
);
export const dispatchCatalogueDiscarded = defineEvent(
  'dispatch-catalogue',
  'DispatchCatalogueDiscarded',
  'A registrar threw a dispatch catalogue away.',
  z.object({}),
);
