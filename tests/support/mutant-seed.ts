/**
 * Seed of the properties that must catch a planted mutant: one that only some stories show up would else slip through a
 * run by chance. The properties themselves take another seed every time.
 */
export const MUTANT_SEED = 20_260_618;
