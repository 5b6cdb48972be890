/** Something a walk found wrong with the ledger. `detail` never carries content of an event. */
export interface WalkFinding {
  readonly code: string;
  /** The event it is about, null when it is about the whole. */
  readonly sequence: number | null;
  readonly detail: string;
}
export interface WalkReport {
  /** Events there are. */
  readonly size: number;
  /** Root over all of them, hex; null when the chain does not hold. */
  readonly root: string | null;
  readonly findings: readonly WalkFinding[];
}
export interface WalkProgress {
  readonly verified: number;
  readonly total: number;
}

/** How a walk over the whole ledger ended. `at`: UTC; `findings`: how many. */
export interface WalkEnd {
  readonly at: string;
  readonly size: number;
  readonly root: string | null;
  readonly findings: number;
}
/** Where that is kept from one start to the next. */
export interface WalkNote {
  read(): WalkEnd | null;
  write(end: WalkEnd): void;
}

/** One walk under way. */
export interface Walking {
  /** The report; null when it was cancelled. Rejects when the walk could not be made: that says nothing of the ledger. */
  readonly done: Promise<WalkReport | null>;
  /** Resolves when nothing of it runs any more. */
  cancel(): Promise<void>;
}
/** Recomputes the whole ledger beside everything else that goes on. */
export interface LedgerWalk {
  start(onProgress: (progress: WalkProgress) => void): Walking;
}

/** A ledger that can be told it is not to be trusted: nothing is appended until that is taken back with null. */
export interface Distrusted {
  distrust(why: string | null): void;
}
