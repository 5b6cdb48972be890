/** A piece that went through a compartment's slot: which beam was broken first gives the direction. */
export interface SlotCount {
  readonly compartment: string;
  readonly direction: 'in' | 'out';
}
/** Slot-beam pairs, where a cabinet has them. */
export interface SlotCounter {
  /** Whether pieces through this compartment's slot are counted, right now. */
  counts(compartment: string): boolean;
  onPiece(listener: (count: SlotCount) => void): () => void;
  /** Something may have passed uncounted, or the wrong way: a count under way is not to be relied on any more. */
  onDoubt(listener: (doubt: { readonly compartment: string }) => void): () => void;
  /** A beam stayed broken longer than an item may take (timings.slotItem). */
  onBlocked(listener: (blocked: { readonly compartment: string }) => void): () => void;
}
/** No cabinet has beams. */
export const noSlotCounter: SlotCounter = {
  counts: () => false,
  onPiece: () => () => undefined,
  onDoubt: () => () => undefined,
  onBlocked: () => () => undefined,
};
