import type { Piece } from './piece.ts';

/** How one device on a bus is read: its family's frames, with its own address in them. */
export interface Dialect {
  /** Its address on the wire. */
  readonly board: number;
  /** The request that reads every input. */
  readonly readAll: Uint8Array;
  /** How long it may take to answer a read, ms. */
  readonly readMs: number;
  /** `over`: the line is silent, nothing more belongs to what is there; else a longer frame may be under way. */
  dissect(bytes: Uint8Array, over: boolean): readonly Piece[];
}

/** How a lock board is told to open. */
export interface OpenDialect extends Dialect {
  openRequest(channel: number): Uint8Array;
  /** How long it may take to answer, pulse included, ms; null: the family does not answer an open. */
  readonly openMs: number | null;
  /** Least pause on the line after an open that is not answered, ms. */
  readonly restMs: number;
}
