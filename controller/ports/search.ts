import type { PayloadOf } from '../domain/events.ts';
import type { ConsignmentState } from './read-models.ts';

type Urgency = PayloadOf<'DocumentRegistered'>['urgency'];

export interface SearchRequest {
  /** As typed: words apart by blanks, each of which must be found. Empty: everything that the filters leave. */
  readonly words: string;
  /** First and last day of registration on the site's calendar, yyyy-MM-dd. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** A document is found when one of its pieces is in this state, due to this department, or both at once. */
  readonly state?: ConsignmentState | undefined;
  readonly department?: string | undefined;
  readonly urgency?: Urgency | undefined;
  /** Cursor of an earlier page. */
  readonly before?: number | undefined;
  /** 1 to 200. */
  readonly limit: number;
}

/** Where a word was found: UTF-16 offsets, the end exclusive, in order and apart from each other. */
export type Marks = readonly (readonly [start: number, end: number])[];

export interface SearchHit {
  /** Id and ledger sequence of the document. */
  readonly document: string;
  readonly sequence: number;
  readonly number: Marks;
  readonly title: Marks;
  /** As many as the document has issuers. */
  readonly issuers: readonly Marks[];
  /** Codes of departments that a word names: the document goes to at least one of them. */
  readonly departments: readonly string[];
  /** Docket codes that begin with a word. */
  readonly dockets: readonly string[];
}
/** Newest first. A page may hold fewer than asked for, or nothing, and still have a next one. */
export interface SearchPage {
  readonly hits: readonly SearchHit[];
  readonly next: number | null;
}

export type Suggestion =
  | { readonly kind: 'department'; readonly code: string; readonly name: string }
  | { readonly kind: 'docket'; readonly docket: string; readonly document: string }
  | { readonly kind: 'document'; readonly hit: SearchHit };

/** Thrown while the index is behind by more than a question may wait for. */
export class SearchBehind extends Error {
  readonly code = 'search-building';
  /** Share of the ledger that is in the index, 0 to 100. */
  readonly percent: number;

  constructor(percent: number) {
    super(`The index holds ${percent} % of the ledger; ask again in a moment.`);
    this.percent = percent;
  }
}

/**
 * Finds documents by what stands on them and where they go. Every answer knows all that was appended before it was
 * asked for. Rejects with SearchBehind.
 */
export interface Search {
  find(request: SearchRequest): Promise<SearchPage>;
  /** What may be meant by words not typed to their end: at most ten. */
  suggest(words: string): Promise<readonly Suggestion[]>;
}
