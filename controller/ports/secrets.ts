/**
 * Small values that must never be in the ledger: PIN hashes, hashes of bearer tokens, the hash of the set-up code,
 * the place up to which notices were sent. Kept beside the ledger, each write durable when `set` returns.
 */
export interface Secrets {
  get(name: string): string | undefined;
  /** Writes or replaces. */
  set(name: string, value: string): void;
  delete(name: string): void;
  /** Names that start with `prefix`, in order. */
  names(prefix: string): string[];
}
