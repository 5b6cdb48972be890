/**
 * A byte line to a device: serial port, TCP socket, HID, device file, or memory in tests.
 *
 * What it promises: bytes arrive in order and exactly once, in chunks of any size. A link is used once: after
 * `closed` it stays closed and a new one is made by its opener. `close()` is idempotent, makes a pending write
 * resolve to an outcome, and leaves no timer, listener or descriptor behind.
 */
export interface Link {
  /** Where it leads, for people: `serial:/dev/ttyS1`, `tcp://10.0.0.5:4001`. */
  readonly name: string;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** Called once, with why. Registering after the fact calls back on the next microtask. */
  onClosed(listener: (why: string) => void): () => void;
  /** Never rejects; gives up after `timeoutMs`. */
  write(bytes: Uint8Array, timeoutMs?: number): Promise<WriteOutcome>;
  close(): Promise<void>;
}

export type WriteOutcome =
  /** Handed to the line to the last byte. */
  | { readonly kind: 'written' }
  /** Certainly not one byte left. */
  | { readonly kind: 'not-sent'; readonly why: string }
  /** Some bytes may have left. */
  | { readonly kind: 'unknown'; readonly why: string };

/** Why a link does not open, as a code that stays; `link-failed`: none of the others. */
export const linkFaults = [
  'link-missing',
  'link-forbidden',
  'link-busy',
  'link-refused',
  'link-unreachable',
  'link-unknown-name',
  'link-ambiguous',
  'link-library',
  'link-failed',
] as const;
export type LinkFault = (typeof linkFaults)[number];

/** Opens a link, or says why not. Never rejects; gives up after `timeoutMs` (default 3,000). */
export type LinkOpener = (
  timeoutMs?: number,
) => Promise<
  | { readonly ok: true; readonly link: Link }
  | { readonly ok: false; readonly why: string; readonly fix: string; readonly code?: LinkFault }
>;
