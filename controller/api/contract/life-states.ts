/** Every state in which a consignment can stand, in the order of a usual life. */
export const LIFE_STATES = [
  ...(['registered', 'labelled', 'deposited', 'collected', 'handled', 'withdrawn', 'refused'] as const),
  ...(['returned', 'corrected', 'recalled', 'destroyed', 'missing'] as const),
  // Lies in an outgoing compartment; was taken out of it by a messenger; left the house.
  ...(['outgoing', 'carried', 'dispatched'] as const),
] as const;
export type LifeState = (typeof LIFE_STATES)[number];
