export type PrinterCondition =
  'connected' | 'printing' | 'warning' | 'no-media' | 'jam' | 'open' | 'paused' | 'offline' | 'unknown';

export interface PrinterStatus {
  readonly condition: PrinterCondition;
  /** Formats or labels it still holds; null when it does not say. */
  readonly remaining: number | null;
  /** False when the state is inferred from silence. */
  readonly answered: boolean;
  readonly detail: string | null;
}
export type SendOutcome =
  | { readonly kind: 'taken' }
  /** Not one byte left. */
  | { readonly kind: 'not-sent'; readonly why: string }
  | { readonly kind: 'in-doubt'; readonly why: string };

/** A printer behind its language and link. Neither method rejects. */
export interface Printer {
  status(): Promise<PrinterStatus>;
  send(bytes: Uint8Array): Promise<SendOutcome>;
}
