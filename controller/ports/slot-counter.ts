/** A piece that went through a compartment's slot: front and rear beam give the direction. */
export interface SlotCount {
  readonly compartment: string;
  readonly direction: 'in' | 'out';
}
/** Slot-beam pairs, where a cabinet has them. */
export interface SlotCounter {
  /** Whether pieces through this compartment's slot are counted, right now. */
  counts(compartment: string): boolean;
  onPiece(listener: (count: SlotCount) => void): () => void;
  /** A beam stayed broken longer than an item may take (timings.slotItem). */
  onBlocked(listener: (blocked: { readonly compartment: string }) => void): () => void;
}
/** No cabinet has beams. */
export const noSlotCounter: SlotCounter = {
  counts: () => false,
  onPiece: () => () => undefined,
  onBlocked: () => () => undefined,
};
