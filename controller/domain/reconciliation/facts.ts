import { MOST_NAMED } from '../catalogue/reconciliation.ts';
import type { PayloadOf } from '../events.ts';

/** Instants are UTC, ISO 8601: compared as texts. */
export interface Pending {
  readonly docket: string;
  readonly document: string;
  readonly department: string;
  /** Since when it waits to be dropped. */
  readonly since: string;
  /** Of the same document to the same department: when the first was dropped, and how many were. */
  readonly firstDropAt: string | null;
  readonly dropped: number;
}
/** A piece that is somewhere longer than it should be; with `not-collected` and `not-handled` since it was due. */
export interface Late {
  readonly code: keyof typeof LATE;
  readonly docket: string;
  readonly document: string;
  readonly department: string;
  readonly compartment: string | null;
  readonly since: string;
  /** Names this stay, whatever becomes of its deadline. */
  readonly stay: string;
}
/** A piece that was called back and is not. */
export interface Recalled {
  readonly recall: string;
  readonly docket: string;
  readonly document: string;
  readonly department: string;
  /** When it should have been back. */
  readonly since: string;
}
export interface Inside {
  readonly docket: string;
  readonly document: string;
  readonly department: string;
  /** When it was put there. */
  readonly since: string;
}
export interface Box {
  readonly compartment: string;
  readonly usage: 'department' | 'pooled' | 'returns' | 'outgoing' | 'spare';
  readonly department: string | null;
  /** What its sensor says without doubt, and since when, flickers left out; null: nothing, or not steadily. */
  readonly bin: { readonly reading: 'occupied' | 'empty'; readonly since: string } | null;
  readonly inside: readonly Inside[];
}
/** Something whose outcome nobody knows. */
export interface Doubt {
  readonly code: 'opening-in-doubt' | 'print-in-doubt';
  readonly subject: string;
  readonly compartment: string | null;
  readonly dockets: readonly string[];
  readonly since: string;
}
/** Something that happened and that only a person can explain. */
export interface Incident {
  readonly type:
    /** The slot counted another number of pieces than was recorded. */
    | 'count'
    /** Paper came through the slot of a compartment that was not open. */
    | 'slot'
    /** A docket code was scanned that nothing is registered under. */
    | 'unknown-code'
    /** In a stock-take: recorded inside and not there; there and not recorded; papers without a readable code. */
    | 'missing'
    | 'unexpected'
    | 'unreadable';
  readonly sequence: number;
  readonly at: string;
  readonly compartment: string | null;
  /** The opening, the alarm or the stock-take. */
  readonly subject: string | null;
  readonly dockets: readonly string[];
  /** By the record, and by the slot or the eye. */
  readonly expected: number | null;
  readonly found: number | null;
}
/** A scanned file that belongs to no document. */
export interface Unmatched {
  readonly scan: string;
  readonly since: string;
}
/** Where the record has a piece now; `movedAt`: when its record last changed. */
export interface Whereabouts {
  readonly document: string;
  readonly department: string;
  readonly compartment: string | null;
  readonly movedAt: string;
}
/** Everything that is looked at, as it stands at one moment. Rows that are still within their windows may be there. */
export interface Facts {
  readonly pending: readonly Pending[];
  readonly late: readonly Late[];
  readonly recalled: readonly Recalled[];
  readonly boxes: readonly Box[];
  readonly doubts: readonly Doubt[];
  readonly unmatched: readonly Unmatched[];
  readonly incidents: readonly Incident[];
  where(docket: string): Whereabouts | undefined;
}
/** Which limit each of them has. */
export const LATE = {
  'not-collected': 'overdue',
  'not-handled': 'unhandled',
  'refused-in-hand': 'inHand',
  'corrected-in-hand': 'inHand',
  'left-in-returns': 'inReturns',
  'left-in-outgoing': 'inReturns',
  'carried-in-hand': 'inHand',
  'not-fetched-back': 'inReturns',
} as const;
/** The latest instants since which something may last without being a difference: the windows, seen from now. */
export type Limits = Readonly<
  Record<
    (typeof LATE)[keyof typeof LATE] | 'notDropped' | 'copiesShort' | 'unmatched' | 'sensor' | 'doubt',
    string
  >
>;

/** A difference before it has a name. */
export type Difference = Omit<PayloadOf<'DifferenceFound'>, 'facts'> & {
  /** The same for the same difference, however it goes on. */
  readonly identity: readonly string[];
  /** What must not change for a settled difference to stay settled. */
  readonly evidence: readonly (string | number)[];
};

/** What a difference has unless it says otherwise. */
export const NOTHING = {
  ...{ compartment: null, department: null, document: null, dockets: [], subject: null },
  ...{ expected: null, found: null },
} as const;
export const named = (dockets: readonly string[]): string[] => dockets.toSorted().slice(0, MOST_NAMED);
