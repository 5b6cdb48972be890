/** The only source of randomness. */
export interface Entropy {
  /** `count` unpredictable bytes. */
  bytes(count: number): Uint8Array;
  /** A new identifier: time-ordered UUID (RFC 9562, version 7). */
  id(): string;
}
