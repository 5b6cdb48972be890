export type PrinterCondition =
  'connected' | 'printing' | 'warning' | 'no-media' | 'jam' | 'open' | 'paused' | 'offline' | 'unknown';

export interface PrinterStatus {
  readonly condition: PrinterCondition;
  /** Formats or labels it still holds; null when it does not say. */
  readonly remaining: number | null;
  /** False when the state is inferred from silence. */
  readonly answered: boolean;
  readonly detail: string | null;
  /** The same as a code that stays; null or absent where there are only words, or nothing to say. */
  readonly cause?: string | null;
}
export type SendOutcome =
  | { readonly kind: 'taken' }
  /** Nothing of it is or will be printed. `final`: nor would it be when tried again. */
  | { readonly kind: 'not-sent'; readonly why: string; readonly final?: true }
  | { readonly kind: 'in-doubt'; readonly why: string };

/** What a printer that keeps books says of a job; `unknown`: it is not in them, or they cannot be read now. */
export type JobFate = 'waiting' | 'printed' | 'given-up' | 'unknown';

/** A printer behind its language and link. No method rejects. */
export interface Printer {
  status(): Promise<PrinterStatus>;
  /** `job` names it in the printer's own books, where it keeps any. More than one copy is for page printers only. */
  send(bytes: Uint8Array, job?: string, copies?: number): Promise<SendOutcome>;
  /** What became of a job sent under that name, also in an earlier life of ours; absent where there are no books. */
  fate?(job: string): Promise<JobFate>;
}
