/** One scanned code, framed but not yet believed. */
export interface Scan {
  /** Bytes of the payload, without prefix, suffix and AIM identifier. */
  readonly bytes: Uint8Array;
  /** Strict UTF-8, else GB18030; null when it is neither. */
  readonly text: string | null;
  /** AIM identifier without the bracket, e.g. `Q1`, when the scanner sends one. */
  readonly aim: string | null;
}
/** What a scanner reports besides scans: bytes it threw away, with the reason. */
export interface ScanDiscard {
  /** `reply`: the scanner's answer to a command, or another message of its own: never a scan. */
  readonly reason: 'too-long' | 'control-characters' | 'empty' | 'undecodable' | 'reply';
  readonly bytes: number;
}
export interface Scanner {
  onScan(listener: (scan: Scan) => void): () => void;
  onDiscard(listener: (discard: ScanDiscard) => void): () => void;
  /** Switches reading on or off by command, where the scanner is configured for it. Never throws. */
  trigger?(on: boolean): void;
}
/** A card held to a reader: canonical number in upper-case hex. Debounced by the driver. */
export interface CardReader {
  onCard(listener: (card: { readonly uid: string }) => void): () => void;
}
