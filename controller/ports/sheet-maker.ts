import type { DocumentRow } from './read-models.ts';

/** The A4 sheets that go with a consignment. */
export const SHEET_KINDS = ['cover', 'slip-above', 'slip-received', 'slip-letter', 'circulation'] as const;
/**
 * `cover`: cover sheet; `slip-above`: 传文处理笺, for papers from above; `slip-received`: 收文处理笺, from peers and
 * below; `slip-letter`: 零星收文处理笺, for briefs and letters; `circulation`: 传阅记录单, ordinary papers only.
 */
export type SheetKind = (typeof SHEET_KINDS)[number];

/** What the sheets say of one consignment. */
export interface SheetPiece extends Pick<
  DocumentRow,
  'number' | 'title' | 'issuers' | 'kind' | 'urgency' | 'pages' | 'writtenOn' | 'barcode'
> {
  readonly docket: string;
  readonly recipient: string;
  readonly copy: number;
  readonly copies: number;
  /** Name of the exchange station. */
  readonly site: string;
  /** Who registered it, by name. */
  readonly registeredBy: string;
  /** On the site's clock, `2026-06-18 09:02`. */
  readonly registeredAt: string;
  /** Where the paper goes, place after place. */
  readonly route: readonly string[];
  /** Readers of a circulating piece in their order; left out where it does not circulate. */
  readonly readers?: readonly string[];
}

/** Where the code goes on the first page of a stamped file: a corner, the emptiest corner, or mm from its top left. */
export type StampPlace =
  | 'auto'
  | 'top-left'
  | 'top-right'
  | 'bottom-left'
  | 'bottom-right'
  | { readonly x: number; readonly y: number };
export interface StampOrder {
  readonly place: StampPlace;
  /** Side of the QR code without its quiet zone, mm: 10 to 40. */
  readonly size: number;
  /** Whether a cover sheet goes in front. */
  readonly cover: boolean;
  /** Draw over what is on the page all the same. */
  readonly over: boolean;
}
/** Upper left corner of the code, mm from the top left of the page as it is seen. */
export interface StampedAt {
  readonly x: number;
  readonly y: number;
}

/** Why nothing was made: a stable code and values for its words. Never holds a title. */
export interface SheetRefusal {
  readonly code: 'not-printable' | StampRefusal;
  readonly values: Readonly<Record<string, string | number>>;
}
export type StampRefusal =
  | 'pdf-expected'
  | 'pdf-damaged'
  | 'pdf-locked'
  | 'pdf-form'
  | 'pdf-too-many-pages'
  | 'pdf-too-large'
  | 'pdf-signed'
  | 'stamp-covers'
  | 'stamp-outside'
  | 'classified'
  | 'pdf-too-slow'
  | 'readers-busy';
export type Made<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: SheetRefusal };

/** A PDF from outside, what is to be said of it and where; `created` is ms since 1970. */
export interface StampWork {
  readonly file: Uint8Array;
  readonly piece: SheetPiece;
  readonly order: StampOrder;
  readonly created: number;
}
export type Stamped = Made<{ readonly file: Uint8Array; readonly at: StampedAt }>;
export type Stamp = (work: StampWork) => Promise<Stamped>;

/** Makes sheets of what the record says; every code on them was read back from the finished file. */
export interface SheetMaker {
  /** A sheet for each of these registered consignments, in one PDF. */
  make(kind: SheetKind, dockets: readonly string[]): Promise<Made<Uint8Array>>;
  /** `file` with the docket code on its first page; what it already holds stays as it is. */
  stamp(file: Uint8Array, docket: string, order: StampOrder): Promise<Stamped>;
}
