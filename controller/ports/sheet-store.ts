/** PDFs that wait to be printed, each under the SHA-256 (hex) of its bytes, beside the ledger. */
export interface SheetStore {
  /** Keeps the bytes durably before it returns their digest; the same bytes are kept once. */
  put(pdf: Uint8Array): string;
  /** Undefined when they are not kept, or no longer what they were. */
  get(digest: string): Uint8Array<ArrayBuffer> | undefined;
  /** Every digest kept, with the time (ms since 1970) at which it was last put. */
  list(): readonly { readonly digest: string; readonly storedAt: number }[];
  remove(digest: string): void;
}
