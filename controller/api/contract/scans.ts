/** Scanned pages of one paper, and what they were found to be of. */
export interface ScanView {
  readonly id: string;
  readonly state: 'unmatched' | 'matched' | 'removed';
  /**
   * Unmatched: `nothing-read`, `foreign-code`, `unknown-docket`, `unknown-record`, `several-documents`, `undone`;
   * removed: the reason given; else null.
   */
  readonly why: string | null;
  readonly document: { readonly id: string; readonly number: string; readonly title: string } | null;
  readonly docket: string | null;
  readonly how: 'docket' | 'record' | 'hand' | null;
  readonly form: 'pdf' | 'png' | 'jpeg' | 'tiff';
  /** Size of the kept file. */
  readonly bytes: number;
  readonly pages: number;
  /** Name of the file that came in, and the page of it with which this scan begins, from 1. */
  readonly name: string;
  readonly first: number;
  readonly way: 'page' | 'api' | 'folder';
  readonly cover: boolean;
  readonly readings: readonly {
    readonly page: number;
    readonly symbology: string;
    readonly kind: 'docket' | 'record' | 'badge' | 'foreign';
    readonly text: string;
  }[];
  readonly receivedAt: string;
  readonly receivedBy: string;
  readonly changedAt: string;
}
/** What came of one file. */
export interface ScanReportView {
  readonly pages: number;
  readonly matched: number;
  readonly unmatched: number;
  readonly items: readonly ScanView[];
}
export interface WatchedFolderView {
  readonly path: string;
  /** Why it cannot be read at present; null when it can. */
  readonly problem: string | null;
  readonly taken: number;
  readonly failed: number;
}
/** What is being read now. */
export interface IntakeView {
  readonly jobs: readonly {
    readonly id: string;
    /** Read so far; 0 while it waits. */
    readonly page: number;
    readonly pages: number | null;
  }[];
  readonly folder: WatchedFolderView | null;
}
