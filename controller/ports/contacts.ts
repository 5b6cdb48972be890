/** How people are reached. Addresses are personal: they stand beside the ledger, so that they can be forgotten. */
export interface Contacts {
  /** Null when there is none. */
  of(person: string, kind: 'email' | 'phone'): string | null;
  /** Writes, or forgets with null. */
  set(person: string, kind: 'email' | 'phone', address: string | null): void;
}
